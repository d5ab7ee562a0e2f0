import type { Form, FormField, FormValues } from '#bot'
import { Refusal } from './refusal.ts'

/** The id of an upload. */
const UPLOADED = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u

/**
 * Checks the values so far.
 * @throws Refusal for a field that the form does not have, or a value that it does not take
 */
export function checkDraft({ fields }: Form, values: FormValues): FormValues {
  for (const [id, value] of Object.entries(values)) {
    const field = fields.find((each) => each.id === id)
    if (!field) throw new Refusal(400, 'playground.server.formField', { field: id })
    if (!takes(field, value)) throw new Refusal(400, 'playground.server.formField', { field: field.label })
  }
  return values
}

/**
 * The values for the bot: a missing field has an empty text.
 * @throws Refusal naming what is missing or wrong
 */
export function checkSubmitted(form: Form, values: FormValues): FormValues {
  checkDraft(form, values)
  const all = Object.fromEntries(form.fields.map(({ id }) => [id, ownValue(values, id)]))
  const missing = form.fields.filter(({ id, required }) => required && all[id]?.trim() === '')
  if (missing.length > 0)
    throw new Refusal(400, 'playground.server.formMissing', { fields: missing.map(({ label }) => label) })
  return all
}

function ownValue(values: FormValues, id: string): string {
  return Object.hasOwn(values, id) ? (values[id] ?? '') : ''
}

function takes(field: FormField, value: string): boolean {
  if (field.kind === 'text') return value.length <= field.maxLength
  if (field.kind === 'file') return value === '' || UPLOADED.test(value)
  return value === '' || field.choices.some((choice) => choice.value === value)
}

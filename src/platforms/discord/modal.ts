import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import { encodeAction, type Form, type FormField, type FormValues } from '#bot'
import { shorten, splitText } from '../split-text.ts'
import { drawChoices } from './pieces.ts'
import { drawTokens } from './text.ts'
import type { DiscordWords } from './words.ts'

/** A modal's inputs, of which an intro takes one place. */
export const MODAL_FIELDS = 5
const TITLE_LIMIT = 45
const LABEL_LIMIT = 45
const HELP_LIMIT = 100
const INPUT_LIMIT = 4000
const INTRO_LIMIT = 2000

type ModalPart = APIModalInteractionResponseCallbackData['components'][number]

export function fitsModal(form: Form): boolean {
  return form.fields.length + (form.intro?.trim() ? 1 : 0) <= MODAL_FIELDS
}

/** A whole form as one modal. */
export function drawModal(form: Form, words: DiscordWords): APIModalInteractionResponseCallbackData {
  return drawInputs(encodeAction(form.action), form, form.fields, {}, words)
}

/** Some fields of a form as a modal. @param values what they hold, where it differs from the form's own */
export function drawInputs(
  id: string,
  form: Form,
  fields: readonly FormField[],
  values: FormValues,
  words: DiscordWords,
): APIModalInteractionResponseCallbackData {
  const [intro] = fields.length < MODAL_FIELDS ? splitText(drawTokens(form.intro ?? ''), INTRO_LIMIT) : []
  const introPart: ModalPart[] = intro ? [{ type: ComponentType.TextDisplay, content: intro }] : []
  return {
    custom_id: id,
    title: shorten(form.title, TITLE_LIMIT) || '…',
    components: [...introPart, ...fields.map((field) => drawField(field, fieldValue(field, values), words))],
  }
}

export function fieldValue(field: FormField, values: FormValues): string {
  return values[field.id] ?? field.value ?? ''
}

/** What a person filled in; an empty field is an empty text. */
export function readModal(submission: APIModalSubmission): FormValues {
  const values: Record<string, string> = {}
  for (const part of submission.components) {
    const inputs = 'component' in part ? [part.component] : 'components' in part ? part.components : []
    for (const input of inputs) {
      if (input.type === ComponentType.TextInput) values[input.custom_id] = input.value
      if (input.type === ComponentType.StringSelect) values[input.custom_id] = input.values[0] ?? ''
    }
  }
  return values
}

function drawField(field: FormField, value: string, words: DiscordWords): ModalPart {
  if (field.kind === 'file') throw new RangeError(`the field ${field.id} takes a file`)
  const help = field.help ? { description: shorten(field.help, HELP_LIMIT) } : {}
  return {
    type: ComponentType.Label,
    label: shorten(field.label, LABEL_LIMIT) || '…',
    ...help,
    component: field.kind === 'text' ? textInput(field, value) : choiceInput(field, value, words),
  }
}

function textInput(field: Extract<FormField, { kind: 'text' }>, value: string) {
  const maxLength = Math.min(field.maxLength, INPUT_LIMIT)
  return {
    type: ComponentType.TextInput as const,
    custom_id: field.id,
    style: field.multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required,
    max_length: maxLength,
    ...(value ? { value: value.slice(0, maxLength) } : {}),
  }
}

function choiceInput(field: Extract<FormField, { kind: 'choice' }>, value: string, words: DiscordWords) {
  return {
    type: ComponentType.StringSelect as const,
    custom_id: field.id,
    placeholder: shorten(words.choose, HELP_LIMIT),
    required: field.required,
    min_values: field.required ? 1 : 0,
    max_values: 1,
    options: drawChoices(field.choices, value),
  }
}

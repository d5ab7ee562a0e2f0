import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import type { Translate } from '#bot'
import {
  encodeAction,
  type FileRef,
  type Form,
  type FormField,
  type FormValues,
  MAX_MODAL_FIELDS,
} from '#bot'
import { decodeFileField, encodeFileField, type FileField, faultOfFile } from '../file-fields.ts'
import { shorten, splitText } from '../split-text.ts'
import { fileRef } from './events.ts'
import { drawChoices } from './pieces.ts'
import { drawTokens } from './text.ts'

const TITLE_LIMIT = 45
const LABEL_LIMIT = 45
const HELP_LIMIT = 100
const INPUT_LIMIT = 4000
const INTRO_LIMIT = 2000

type ModalPart = APIModalInteractionResponseCallbackData['components'][number]

/** A whole form as one modal. */
export function drawModal(form: Form, t: Translate): APIModalInteractionResponseCallbackData {
  return drawInputs(encodeAction(form.action), form, form.fields, {}, t)
}

/** Some fields of a form as a modal. @param values their content, if it differs from the form's own */
export function drawInputs(
  id: string,
  form: Form,
  fields: readonly FormField[],
  values: FormValues,
  t: Translate,
): APIModalInteractionResponseCallbackData {
  const [intro] = fields.length < MAX_MODAL_FIELDS ? splitText(drawTokens(form.intro ?? ''), INTRO_LIMIT) : []
  const introPart: ModalPart[] = intro ? [{ type: ComponentType.TextDisplay, content: intro }] : []
  return {
    custom_id: id,
    title: shorten(form.title, TITLE_LIMIT) || '…',
    components: [...introPart, ...fields.map((field) => drawField(field, fieldValue(field, values), t))],
  }
}

export function fieldValue(field: FormField, values: FormValues): string {
  return values[field.id] ?? field.value ?? ''
}

/** The values of a modal; an empty field has an empty text. */
export function readModal(submission: APIModalSubmission): FormValues {
  const values: Record<string, string> = {}
  for (const input of inputsOf(submission)) {
    if (input.type === ComponentType.TextInput) values[input.custom_id] = input.value
    if (input.type === ComponentType.StringSelect) values[input.custom_id] = input.values[0] ?? ''
  }
  return values
}

/** The files of a modal, or one sentence about a file that the form refuses. */
export function readFiles(
  submission: APIModalSubmission,
  t: Translate,
): Readonly<{ files: Readonly<Record<string, FileRef>> }> | Readonly<{ fault: string }> {
  const files: Record<string, FileRef> = {}
  for (const input of inputsOf(submission)) {
    const field = input.type === ComponentType.FileUpload ? decodeFileField(input.custom_id) : undefined
    if (!field || input.type !== ComponentType.FileUpload) continue
    const attachment = submission.resolved?.attachments?.[input.values[0] ?? '']
    const file = attachment && fileRef(attachment)
    const fault = faultOfFile(field, file)
    if (fault) return { fault: t(fault) }
    if (file) files[field.id] = file
  }
  return { files }
}

function inputsOf({ components }: APIModalSubmission) {
  return components.flatMap((part) =>
    'component' in part ? [part.component] : 'components' in part ? part.components : [],
  )
}

function drawField(field: FormField, value: string, t: Translate): ModalPart {
  const help = field.help ? { description: shorten(field.help, HELP_LIMIT) } : {}
  return {
    type: ComponentType.Label,
    label: shorten(field.label, LABEL_LIMIT) || '…',
    ...help,
    component: drawInput(field, value, t),
  }
}

function drawInput(field: FormField, value: string, t: Translate) {
  switch (field.kind) {
    case 'text':
      return textInput(field, value)
    case 'choice':
      return choiceInput(field, value, t)
    case 'file':
      return fileInput(field)
    default:
      return field satisfies never
  }
}

/** The file's extension is checked afterwards, since phones filter files by other types. */
function fileInput(field: FileField) {
  return {
    type: ComponentType.FileUpload as const,
    custom_id: encodeFileField(field),
    required: field.required,
    min_values: field.required ? 1 : 0,
    max_values: 1,
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

function choiceInput(field: Extract<FormField, { kind: 'choice' }>, value: string, t: Translate) {
  return {
    type: ComponentType.StringSelect as const,
    custom_id: field.id,
    placeholder: shorten(t('form.choose'), HELP_LIMIT),
    required: field.required,
    min_values: field.required ? 1 : 0,
    max_values: 1,
    options: drawChoices(field.choices, value),
  }
}

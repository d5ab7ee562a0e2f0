import { COMPONENT, type Component, type SelectOption } from './components.ts'
import type { Interaction } from './interaction.ts'
import type { Attachment, Json } from './model.ts'
import { attachmentJson } from './wire-message.ts'

type ModalInput = Readonly<{
  customId: string
  label: string
  kind: 'text' | 'select' | 'file'
  required: boolean
  multiline: boolean
  minLength: number
  maxLength: number
  /** The input's value when the modal opens. */
  value: string
  placeholder: string
  options: readonly SelectOption[]
}>

/** A modal as a person sees it. */
export type FakeModal = Readonly<{
  title: string
  customId: string
  inputs: readonly ModalInput[]
  /** All that is read in it: title, labels, descriptions, texts. */
  text: string
  components: readonly Component[]
  opener: Interaction
}>

export function readModal(data: Json, opener: Interaction): FakeModal {
  const components = data.components as Component[]
  const inputs = components.flatMap((component) => {
    const input = component.component ?? component.components?.[0]
    return input ? [readInput(input, component.label ?? input.label ?? '')] : []
  })
  const texts = components.flatMap((c) => [c.label, c.description, c.content, c.components?.[0]?.label])
  return {
    title: String(data.title),
    customId: String(data.custom_id),
    inputs,
    text: [String(data.title), ...texts].filter(Boolean).join('\n'),
    components,
    opener,
  }
}

const KINDS: ReadonlyMap<number, ModalInput['kind']> = new Map([
  [COMPONENT.textInput, 'text'],
  [COMPONENT.fileUpload, 'file'],
])

function readInput(input: Component, label: string): ModalInput {
  return {
    customId: input.custom_id ?? '',
    label,
    kind: KINDS.get(input.type) ?? 'select',
    required: input.required ?? true,
    multiline: input.style === 2,
    minLength: input.min_length ?? 0,
    maxLength: input.max_length ?? 4000,
    value: input.value ?? input.options?.find((option) => option.default)?.value ?? '',
    placeholder: input.placeholder ?? '',
    options: input.options ?? [],
  }
}

/**
 * Fills a modal in as a person would, by labels or custom ids; what is not named keeps what stands in it.
 * @param files what is handed in, kept by the service already
 * @returns the interaction's data
 * @throws Error where Discord's form would not let the person send it
 */
export function fillModal(
  modal: FakeModal,
  values: Readonly<Record<string, string>>,
  files: Readonly<Record<string, Attachment>> = {},
): Json {
  for (const key of [...Object.keys(values), ...Object.keys(files)])
    if (!modal.inputs.some((input) => input.label === key || input.customId === key))
      throw new Error(
        `modal "${modal.title}" has no input "${key}", but: ${modal.inputs.map((i) => i.label).join(', ')}`,
      )
  let id = 0
  const answer = (component: Component): Json => {
    id++
    const own = { type: component.type, id: component.id ?? id }
    if (component.components) return { ...own, components: component.components.map(answer) }
    if (component.component) return { ...own, component: answer(component.component) }
    const input = modal.inputs.find((i) => i.customId === component.custom_id)
    if (!input) return own
    if (input.kind === 'file') {
      const file = files[input.label] ?? files[input.customId]
      if (!file && input.required) throw new Error(`"${input.label}" is required`)
      return { ...own, custom_id: input.customId, values: file ? [file.id] : [] }
    }
    const value = values[input.label] ?? values[input.customId] ?? input.value
    checkValue(input, value)
    const said = input.kind === 'text' ? { value } : { values: value === '' ? [] : [value] }
    return { ...own, custom_id: input.customId, ...said }
  }
  const attachments = Object.fromEntries(
    Object.values(files).map((file) => [file.id, attachmentJson(file, true)]),
  )
  return {
    custom_id: modal.customId,
    components: modal.components.map(answer),
    ...(Object.keys(files).length > 0 && { resolved: { attachments } }),
  }
}

function checkValue(input: ModalInput, value: string): void {
  const length = [...value].length
  if (value === '' && input.required) throw new Error(`"${input.label}" is required`)
  if (value === '') return
  if (input.kind === 'select') {
    if (!input.options.some((option) => option.value === value))
      throw new Error(
        `"${input.label}" has no option ${value}, but: ${input.options.map((o) => o.value).join(', ')}`,
      )
  } else if (!input.multiline && value.includes('\n')) throw new Error(`"${input.label}" takes one line`)
  else if (length > input.maxLength || length < input.minLength)
    throw new Error(
      `"${input.label}" takes ${input.minLength} to ${input.maxLength} characters, not ${length}`,
    )
}

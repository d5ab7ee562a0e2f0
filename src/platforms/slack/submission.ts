import type { InputBlock, KnownBlock } from '@slack/types'
import { z } from 'zod'
import type { FileRef, FormValues, Translate } from '#bot'
import { decodeFileField, faultOfFile } from '../file-fields.ts'
import { fileRef, rawFile } from './files.ts'
import { isRefusal } from './views.ts'

/** A field of a submitted form; only the kinds that our forms have. */
const field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  files: z.array(rawFile).nullish(),
})
const state = z.record(z.string(), z.record(z.string(), field))

/** The values of a form by the fields' ids; an empty field has an empty text. */
export function readValues(values: unknown): FormValues {
  return Object.fromEntries(
    fieldsIn(values)
      .filter(({ id }) => !decodeFileField(id))
      .map(({ id, value, selected_option }) => [id, selected_option?.value ?? value ?? '']),
  )
}

/** The files of a form by the fields' ids, and the refusals by the blocks' ids. */
export function readFiles(values: unknown, t: Translate) {
  const files: Record<string, FileRef> = {}
  const errors: Record<string, string> = {}
  for (const { block, id, files: given } of fieldsIn(values)) {
    const rule = decodeFileField(id)
    if (!rule) continue
    const [file] = (given ?? []).flatMap(fileRef)
    const fault = faultOfFile(rule, file)
    if (fault) errors[block] = t(fault)
    else if (file) files[rule.id] = file
  }
  return { files, errors }
}

function fieldsIn(values: unknown) {
  const blocks = state.safeParse(values)
  return Object.entries(blocks.data ?? {}).flatMap(([block, fields]) =>
    Object.entries(fields).map(([id, field]) => ({ block, id, ...field })),
  )
}

/** A form's blocks as they were submitted, to be shown again as they were filled in. */
export function refill(blocks: readonly KnownBlock[], values: FormValues): KnownBlock[] {
  const own = blocks.filter((block) => !isRefusal(block))
  return own.map((block) => (block.type === 'input' ? refillField(block, values) : block))
}

function refillField(block: InputBlock, values: FormValues): InputBlock {
  const { element } = block
  const value = values[('action_id' in element && element.action_id) || ''] ?? ''
  if (element.type === 'plain_text_input') {
    const { initial_value: _, ...rest } = element
    return { ...block, element: value === '' ? rest : { ...rest, initial_value: value } }
  }
  if (element.type === 'static_select') {
    const { initial_option: _, ...rest } = element
    const chosen = element.options?.find((option) => option.value === value)
    return { ...block, element: chosen ? { ...rest, initial_option: chosen } : rest }
  }
  return block
}

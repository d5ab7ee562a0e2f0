import type { InputBlock, KnownBlock } from '@slack/types'
import { z } from 'zod'
import type { FormValues } from '#bot'
import { isRefusal } from './views.ts'

/** What Slack tells of a field of a submitted form; only the kinds that our forms have. */
const field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
})
const state = z.record(z.string(), z.record(z.string(), field))

/** What a person filled in, by the fields' ids; an empty field is an empty text. */
export function readValues(values: unknown): FormValues {
  const blocks = state.safeParse(values)
  if (!blocks.success) return {}
  const fields = Object.values(blocks.data).flatMap((block) => Object.entries(block))
  return Object.fromEntries(
    fields.map(([id, { value, selected_option }]) => [id, selected_option?.value ?? value ?? '']),
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

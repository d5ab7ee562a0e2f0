import { chosen } from './acting.ts'
import { isChoice, plain } from './blocks.ts'
import type { Json, Part } from './model.ts'
import type { FakeView, ViewState } from './view.ts'

const LONGEST = 3000

/**
 * Fills a modal in as a person would, by labels, block_ids or action_ids; what is not named keeps what stands in it.
 * @param files what is handed in, as Slack tells of it
 * @throws Error where Slack's own form would not let the person send it
 */
export function fillModal(
  view: FakeView,
  values: Readonly<Record<string, string | readonly string[]>>,
  files: Readonly<Record<string, Json>> = {},
): void {
  const inputs = view.blocks.filter((block) => block.type === 'input' && block.element)
  const known = new Set(inputs.flatMap(namesOf))
  for (const key of [...Object.keys(values), ...Object.keys(files)])
    if (!known.has(key))
      throw new Error(`modal "${view.title}" has no input "${key}", but: ${view.inputs.join(', ')}`)
  for (const block of inputs) {
    const element = block.element as Part
    const key = namesOf(block).find((name) => values[name] !== undefined)
    const said = key === undefined ? undefined : values[key]
    const file = namesOf(block)
      .map((name) => files[name])
      .find((each) => each !== undefined)
    const state: Json = file
      ? handedIn(element, file)
      : said === undefined
        ? current(view.state, block)
        : answered(element, said)
    checkAnswer(block, element, state)
    put(view.state, block, element, state)
  }
}

function namesOf(block: Part): string[] {
  return [plain(block.label), block.block_id ?? '', block.element?.action_id ?? ''].filter(
    (name) => name !== '',
  )
}

/** A value that Slack's own form does not offer is refused, as it would be there. */
function handedIn(element: Part, file: Json): Json {
  if (element.type !== 'file_input') throw new Error(`a ${element.type} takes no file`)
  return { type: element.type, files: [file] }
}

function answered(element: Part, said: string | readonly string[]): Json {
  if (!isChoice(element)) return { type: element.type, value: said === '' ? null : String(said) }
  return chosen(element, typeof said === 'string' ? (said === '' ? [] : [said]) : said)
}

function current(state: ViewState, block: Part): Json {
  return (
    state[block.block_id ?? '']?.[block.element?.action_id ?? ''] ?? {
      type: block.element?.type,
      value: null,
    }
  )
}

function put(state: ViewState, block: Part, element: Part, value: Json): void {
  const id = block.block_id ?? ''
  state[id] = { ...state[id], [element.action_id ?? '']: value }
}

function checkAnswer(block: Part, element: Part, state: Json): void {
  const label = plain(block.label)
  const { type: _type, ...rest } = state
  const [value] = Object.values(rest)
  const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
  if (empty) {
    if (!block.optional) throw new Error(`"${label}" is required`)
    return
  }
  if (element.type !== 'plain_text_input' || typeof value !== 'string') return
  const { min_length: least = 0, max_length: most = LONGEST } = element
  if (!element.multiline && value.includes('\n')) throw new Error(`"${label}" takes one line`)
  if (value.length < least || value.length > most)
    throw new Error(`"${label}" takes ${least} to ${most} characters, not ${value.length}`)
}

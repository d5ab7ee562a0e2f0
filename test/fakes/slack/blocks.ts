import type { Option, Part } from './model.ts'

/** Every block and element, parents before children. */
export function* walk(parts: readonly Part[]): Generator<Part> {
  for (const part of parts) {
    yield part
    if (part.accessory) yield* walk([part.accessory])
    if (part.elements) yield* walk(part.elements)
    if (part.element) yield* walk([part.element])
  }
}

const CHOICES =
  /^(multi_)?(static|external|users|conversations|channels)_select$|^radio_buttons$|^checkboxes$|^overflow$/

export function isChoice(part: Part): boolean {
  return CHOICES.test(part.type)
}

export function optionsOf(part: Part): readonly Option[] {
  return [...(part.options ?? []), ...(part.option_groups ?? []).flatMap((group) => group.options)]
}

/** The text of a text object, or a text itself. */
export function plain(text: Part | string | undefined): string {
  if (typeof text === 'string') return text
  const inner = text?.text
  return inner === undefined ? '' : plain(inner)
}

/** The text that a person reads in blocks, one line per block, as it was sent. */
export function blockLines(blocks: readonly Part[]): string[] {
  return blocks.flatMap((block) => ownLines(block)).filter((line) => line !== '')
}

function ownLines(part: Part): string[] {
  switch (part.type) {
    case 'actions':
      return []
    case 'rich_text':
    case 'rich_text_list':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return (part.elements ?? []).flatMap(ownLines)
    case 'rich_text_section':
      return [(part.elements ?? []).map((element) => plain(element.text)).join('')]
    case 'table':
    case 'data_table':
      return (part.rows ?? []).map((row) =>
        row.map((cell) => [plain(cell.text), ...ownLines(cell)].join('')).join(' | '),
      )
    case 'raw_text':
      return []
    case 'input':
      return [plain(part.label), plain(part.hint)]
    case 'image':
      return [plain(part.title)]
    case 'context':
      return (part.elements ?? []).map((element) => (element.type === 'image' ? '' : plain(element)))
    default:
      return [plain(part.text), ...(part.fields ?? []).map(plain)]
  }
}

/** As people see it: entities and date tokens are replaced, mentions stay. */
export function shown(text: string): string {
  return text
    .replace(/<!date\^(\d+)\^[^|>]*\|([^>]*)>/g, (_all, _at, fallback: string) => fallback)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

/** Ids of users, and `channel`, `here` or `everyone`, who are notified by a text as it was sent. */
export function pingsIn(text: string): string[] {
  return [...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>|<!(channel|here|everyone)(?:\|[^>]*)?>/g)].map(
    ([, user, group]) => user ?? group ?? '',
  )
}

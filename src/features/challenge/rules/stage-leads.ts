import type { MarkdownBlock } from '../../../markdown/blocks.ts'
import { isBlank, type PlacedLine } from '../../../markdown/lines.ts'
import { bracketed, numbered, plainTitle } from '../../../markdown/titles.ts'
import type { NameStage } from './stage-titles.ts'

/** Characters of a line that may be its title. */
const MAX_LEAD = 60

type Lead = Readonly<{ start: number; stage: number; alone: boolean }>

/**
 * Lines that begin with a stage's name and a colon, or hold nothing else, in a text without headings. One stage alone
 * may be talk; a row of bare names is a table of contents.
 */
export function plainOpenings(blocks: readonly MarkdownBlock[], namer: NameStage): readonly Lead[] {
  const leadsOf = (depth: 1 | 2) =>
    blocks.flatMap((block) => (block.kind === 'prose' ? leadsIn(block.lines, namer, depth) : []))
  const chapters = leadsOf(1)
  const leads = chapters.length === 0 ? leadsOf(2) : chapters
  return new Set(leads.map(({ stage }) => stage)).size > 1 ? leads : []
}

function leadsIn(lines: readonly PlacedLine[], namer: NameStage, depth: 1 | 2): readonly Lead[] {
  const said = lines.filter(({ text }) => !isBlank(text))
  const leads = said.map((line) => leadOf(line, namer, depth))
  return leads.flatMap((lead, index) => {
    const contents =
      lead?.alone && (leads[index + 1]?.alone || (leads[index - 1]?.alone && index === leads.length - 1))
    return lead && !contents ? [lead] : []
  })
}

/** What ends a title in its line: a colon, or a dash between spaces. */
const TITLE_END = /[:：]|\s[–—-]{1,2}(?=\s|$)|[—]{1,2}/u
/** How long it took, or may take. */
const MINUTES = /\s?[([（][^()（）[\]]{0,30}[)）\]]$/u

function leadOf({ text, start }: PlacedLine, namer: NameStage, depth: 1 | 2): Lead | undefined {
  const first = text.slice(0, MAX_LEAD).search(TITLE_END)
  // `Stage 1: Requirements` names it behind the colon.
  const label = numbered(plainTitle(text.slice(0, Math.max(0, first))))
  const from = label.numbers.length === 1 && label.rest === '' ? first + 1 : 0
  const { title, end } = bracketed(text, 0, MAX_LEAD) ?? titleIn(text, from)
  if (end === text.length && text.trimEnd().length > MAX_LEAD) return undefined
  const { numbers, rest } = numbered(plainTitle(title))
  if (numbers.length > depth) return undefined
  const stage = namer.exactly(rest) ?? namer.exactly(rest.replace(MINUTES, ''))
  return stage === undefined ? undefined : { start, stage, alone: isBlank(text, end) }
}

type LeadTitle = Readonly<{ title: string; end: number }>

function titleIn(text: string, from: number): LeadTitle {
  const found = TITLE_END.exec(text.slice(from, from + MAX_LEAD))
  if (!found) return { title: text.slice(from), end: text.length }
  const at = from + found.index
  return { title: text.slice(from, at), end: at + found[0].length }
}

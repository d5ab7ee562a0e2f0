import { type Heading, type MarkdownBlock, readBlocks } from '../../../markdown/blocks.ts'
import { isBlank, type PlacedLine } from '../../../markdown/lines.ts'
import { numbered, plainTitle } from '../../../markdown/titles.ts'
import { type NameStage, type StageNames, stageNamer } from './stage-titles.ts'

export type { StageNames }

/** A title, where it begins, and what it says about a stage. */
type Title = Readonly<{ start: number; level: number; named?: number; number?: number }>

type StageOpening = Readonly<{ start: number; stage: number }>

/**
 * Splits an answer's Markdown into stages, by the headings that name or number them. One level of headings opens
 * stages; deeper ones belong to the stage above. Text before the first such heading belongs to the first stage.
 * @param blocks of the text, where they are known
 * @returns one text per stage, by its index; stages without text are left out
 */
export function byStage(
  markdown: string,
  stages: readonly StageNames[],
  blocks: readonly MarkdownBlock[] = readBlocks(markdown),
): ReadonlyMap<number, string> {
  const namer = stageNamer(stages)
  const openings = openingsIn(blocks, namer, stages.length)
  const found = new Map<number, string[]>()
  const add = (stage: number, text: string) => {
    if (isBlank(text)) return
    const texts = found.get(stage) ?? []
    texts.push(text)
    found.set(stage, texts)
  }
  const first = openings[0]?.start ?? markdown.length
  const saysSomething = blocks.some(
    (block) =>
      block.start < first &&
      block.kind !== 'heading' &&
      !isBlank(markdown, block.start, Math.min(block.end, first)),
  )
  // A document's title alone is no text of the first stage.
  add(saysSomething ? 0 : (openings[0]?.stage ?? 0), markdown.slice(0, first))
  for (const [index, { start, stage }] of openings.entries())
    add(stage, markdown.slice(start, openings[index + 1]?.start ?? markdown.length))
  return new Map(
    [...found]
      .map(([stage, texts]) => [stage, texts.join('').replaceAll('\r\n', '\n').trim()] as const)
      .sort(([a], [b]) => a - b),
  )
}

/** The headings that open stages; without any, the lines that do by their looks. */
function openingsIn(
  blocks: readonly MarkdownBlock[],
  namer: NameStage,
  count: number,
): readonly StageOpening[] {
  const titles = blocks
    .filter((block) => block.kind === 'heading')
    .map((heading) => titleOf(heading, namer, count))
  const level = stageLevel(titles)
  if (level === undefined) return plainOpenings(blocks, namer)
  const numbers = countsNumbers(titles.filter((title) => title.level === level))
  const first = titles.find((title) => title.level === level && stageOf(title, numbers) !== undefined)
  return titles.flatMap((title): readonly StageOpening[] => {
    // A heading above the level that comes first is the document's title.
    if (title.level > level || (title.level < level && title.start < (first?.start ?? 0))) return []
    const stage = stageOf(title, numbers && title.level === level)
    return stage === undefined ? [] : [{ start: title.start, stage }]
  })
}

function stageOf({ named, number }: Title, numbers: boolean): number | undefined {
  return named ?? (numbers && number !== undefined ? number - 1 : undefined)
}

function titleOf({ start, level, title }: Heading, namer: NameStage, count: number): Title {
  const { numbers, rest } = numbered(title)
  const [number = 0, below] = numbers
  // `1.2` is a part of something.
  const named = below === undefined ? namer.in(rest) : undefined
  return {
    start,
    level,
    ...(named !== undefined && { named }),
    ...(below === undefined && number >= 1 && number <= count && { number }),
  }
}

/** The level of the headings that open stages: the one that names most of them, or an upper one that counts more. */
function stageLevel(titles: readonly Title[]): number | undefined {
  const levels = [...Map.groupBy(titles, ({ level }) => level)]
    .map(([level, all]) => ({
      level,
      names: new Set(all.flatMap(({ named }) => named ?? [])).size,
      numbers: new Set(all.flatMap(({ number }) => number ?? [])).size,
    }))
    .sort((a, b) => a.level - b.level)
  const best = levels.toSorted((a, b) => b.names - a.names)[0]
  if (!best) return undefined
  const above = levels.find(({ level, numbers }) => level < best.level && numbers >= Math.max(2, best.names))
  if (best.names > 0) return (above ?? best).level
  return levels.find(({ numbers }) => numbers > 0)?.level
}

/** Numbers count where they agree with the names: people also number what is no stage. */
function countsNumbers(titles: readonly Title[]): boolean {
  const named = titles.filter(({ named: stage }) => stage !== undefined)
  const agree = named.filter(({ named: stage = 0, number }) => number === stage + 1)
  const contradict = named.some(
    ({ named: stage = 0, number }) => number !== undefined && number !== stage + 1,
  )
  return !contradict && (named.length === 0 || agree.length > 0)
}

/** Characters of a line that may be its title. */
const MAX_LEAD = 60

type Lead = Readonly<{ start: number; stage: number; alone: boolean }>

/**
 * Lines that begin with a stage's name and a colon, or hold nothing else, in a text without headings. One stage alone
 * may be talk; a row of bare names is a table of contents.
 */
function plainOpenings(blocks: readonly MarkdownBlock[], namer: NameStage): readonly StageOpening[] {
  const leads = blocks.flatMap((block) => (block.kind === 'prose' ? leadsIn(block.lines, namer) : []))
  return new Set(leads.map(({ stage }) => stage)).size > 1 ? leads : []
}

function leadsIn(lines: readonly PlacedLine[], namer: NameStage): readonly Lead[] {
  const said = lines.filter(({ text }) => !isBlank(text))
  const leads = said.map((line) => leadOf(line, namer))
  return leads.flatMap((lead, index) => {
    const contents =
      lead?.alone && (leads[index + 1]?.alone || (leads[index - 1]?.alone && index === leads.length - 1))
    return lead && !contents ? [lead] : []
  })
}

function leadOf({ text, start }: PlacedLine, namer: NameStage): Lead | undefined {
  const first = text.slice(0, MAX_LEAD).search(/[:：]/u)
  // `Stage 1: Requirements` names it behind the colon.
  const label = numbered(plainTitle(text.slice(0, Math.max(0, first))))
  const from = label.numbers.length === 1 && label.rest === '' ? first + 1 : 0
  const next = text.slice(from, from + MAX_LEAD).search(/[:：]/u)
  const colon = next < 0 ? -1 : from + next
  if (colon < 0 && text.trimEnd().length > MAX_LEAD) return undefined
  const { numbers, rest } = numbered(plainTitle(colon < 0 ? text.slice(from) : text.slice(from, colon)))
  if (numbers.length > 1) return undefined
  const stage = namer.exactly(rest)
  return stage === undefined ? undefined : { start, stage, alone: colon < 0 || isBlank(text, colon + 1) }
}

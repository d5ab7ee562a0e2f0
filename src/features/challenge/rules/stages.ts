import { type Heading, type MarkdownBlock, readBlocks } from '../../../markdown/blocks.ts'
import { isBlank } from '../../../markdown/lines.ts'
import { numbered } from '../../../markdown/titles.ts'
import { plainOpenings } from './stage-leads.ts'
import { type NameStage, type StageNames, stageNamer } from './stage-titles.ts'

export type { StageNames }

/** A title, where it begins, and what it says about a stage. */
type Title = Readonly<{
  start: number
  level: number
  named?: number
  /** Whether it says nothing besides: `Requirements & scope`, but not `Fraud model`. */
  whole?: boolean
  number?: number
}>

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
      !isBlank(markdown, block.start, Math.min(block.end, first)) &&
      !isTag(markdown.slice(block.start, Math.min(block.end, first, block.start + MAX_TAG))),
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

/** Longer than a line such as `<details open>`. */
const MAX_TAG = 80

/** Whether there is only the beginning of what HTML folds. */
function isTag(text: string): boolean {
  return text.length < MAX_TAG && /^\s*<[a-z][^<>]*>\s*$/iu.test(text)
}

/** The headings that open stages; without any, the lines that do by their looks. */
function openingsIn(
  blocks: readonly MarkdownBlock[],
  namer: NameStage,
  count: number,
): readonly StageOpening[] {
  const headings = blocks.filter((block) => block.kind === 'heading')
  const counted = headings.map((heading) => titleOf(heading, namer, count, 1))
  const level = stageLevel(counted)
  // A part of a larger document numbers all its chapters in two parts.
  const parts = headings.map((heading) => titleOf(heading, namer, count, 2))
  const partLevel = stageLevel(parts)
  if (partLevel === undefined) return plainOpenings(blocks, namer)
  return level === undefined || partLevel < level ? openingsAt(partLevel, parts) : openingsAt(level, counted)
}

/** The headings of a level that open stages, and those above it that do. */
function openingsAt(level: number, titles: readonly Title[]): readonly StageOpening[] {
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

/** @param depth numbers of a chapter; `1.2` is a part of one where they are single */
function titleOf({ start, level, title }: Heading, namer: NameStage, count: number, depth: 1 | 2): Title {
  const { numbers, rest } = numbered(title)
  const [number = 0] = numbers
  const named = numbers.length <= depth ? namer.in(rest) : undefined
  return {
    start,
    level,
    ...(named !== undefined && { named, whole: namer.only(rest) }),
    ...(numbers.length === 1 && number >= 1 && number <= count && { number }),
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
  const above = levels.find(
    ({ level, names, numbers }) =>
      level < best.level &&
      (numbers >= Math.max(2, best.names) || (names > 0 && isParent(titles, level, best.level))),
  )
  if (best.names > 0) return (above ?? best).level
  return levels.find(({ numbers }) => numbers > 0)?.level
}

/**
 * Whether the stages of an upper level are the parents of what a lower one names. A single one may be the title of a
 * document: if it says more than a stage's name, or if requirements come below it.
 */
function isParent(titles: readonly Title[], upper: number, lower: number): boolean {
  const [first, second] = titles.filter(({ level, named }) => level === upper && named !== undefined)
  const below = titles.find(({ level, named }) => level === lower && named !== undefined)
  if (!first || !below || first.start > below.start) return false
  if (second && second.named !== first.named) return true
  return first.whole === true && (first.named === 0 || below.named !== 0)
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

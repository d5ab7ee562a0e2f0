import { type MarkdownBlock, readBlocks } from '../../../markdown/blocks.ts'
import { mermaidBlocks } from '../../../markdown/diagrams.ts'

/** The level of the headings that name stages; those within a stage's text come below. */
const LEVEL = 2
const DEEPEST = 6

/**
 * An answer that was written stage by stage, as one Markdown text. In a stage's text, headings become deeper ones and
 * code is closed, so that the text stays within its stage.
 */
export function joinStages(parts: ReadonlyMap<number, string>, titles: readonly string[]): string {
  const sections = [...parts]
    .sort(([a], [b]) => a - b)
    .map(([stage, text]) => ({
      title: `## ${stage + 1}. ${titles[stage] ?? ''}`,
      text: closed(within(text.trim())),
    }))
  for (let at = swallowedIn(sections); at > 0; at = swallowedIn(sections)) {
    const before = sections[at - 1]
    const text = before && withoutRuns(before.text)
    if (!before || text === undefined || text === before.text) break
    sections[at - 1] = { ...before, text }
  }
  return written(sections)
}

type Section = Readonly<{ title: string; text: string }>

function written(sections: readonly Section[]): string {
  return sections.map(({ title, text }) => `${title}\n\n${text}`).join('\n\n')
}

/** The index of the first section whose title is part of the code before it; 0 for none. */
function swallowedIn(sections: readonly Section[]): number {
  const starts = new Set(
    readBlocks(written(sections)).flatMap((block) => (block.kind === 'heading' ? [block.start] : [])),
  )
  let start = 0
  const index = sections.findIndex(({ title, text }) => {
    const isTitle = starts.has(start)
    start += title.length + text.length + 4
    return !isTitle
  })
  return Math.max(0, index)
}

function within(text: string): string {
  const blocks = readBlocks(text)
  const levels = blocks.flatMap((block) => (isMarked(block) ? [block.level] : []))
  const deeper = Math.max(0, LEVEL + 1 - levels.reduce((least, level) => Math.min(least, level), DEEPEST))
  const last = blocks.at(-1)
  const open = last?.kind === 'fence' && !last.closed
  if (deeper === 0 && !open) return text
  const moved = blocks.map((block) => {
    const said = text.slice(block.start, block.end)
    if (deeper === 0 || !isMarked(block)) return said
    return `${'#'.repeat(Math.min(DEEPEST, block.level + deeper))} ${block.raw}\n`
  })
  const joined = moved.join('').trimEnd()
  return open ? `${joined}\n${last.marks.prefix}${last.mark}` : joined
}

/**
 * A text with its code closed, also code that begins behind words and never ends: its marks would pair with those of the
 * next stage.
 */
function closed(text: string): string {
  const runs = [...text.matchAll(/`{3,}|~{3,}/gu)].map(([run]) => run)
  const longest = runs.toSorted((a, b) => b.length - a.length)[0]
  if (longest === undefined) return text
  if (isClosed(text)) return text
  const endings = ['', `\n${runs.at(-1)}`, `\n${longest}`]
  const tried = [text, withoutStrayRuns(text)].flatMap((begin) => endings.map((end) => begin + end))
  const diagrams = mermaidBlocks(text).join()
  return (
    tried.find((each) => mermaidBlocks(each).join() === diagrams && isClosed(each)) ??
    tried.find(isClosed) ??
    withoutRuns(text)
  )
}

/** Marks of code as the next section may hold them: the longest close all that wait for marks of their length. */
const MARKS_BEHIND = ['x ```', '~~~', `x ${'`'.repeat(20)}`, '```']

/** Whether code in a section behind it stays there. */
function isClosed(text: string): boolean {
  return MARKS_BEHIND.every(
    (marks) =>
      swallowedIn([
        { title: '# T', text },
        { title: '# T', text: `${marks}\nx\n${marks}` },
      ]) === 0,
  )
}

/** Breaks up marks that belong to no code. */
function withoutStrayRuns(text: string): string {
  return readBlocks(text)
    .map(({ kind, start, end }) =>
      kind === 'fence' ? text.slice(start, end) : withoutRuns(text.slice(start, end)),
    )
    .join('')
}

/** Breaks up marks of code by a character that nobody sees. */
function withoutRuns(text: string): string {
  return text.replace(/([`~])(?=\1{2})/gu, '$1\u200b')
}

/** A heading by marks, not by its looks. */
function isMarked(block: MarkdownBlock): block is Extract<MarkdownBlock, { kind: 'heading' }> {
  return block.kind === 'heading' && block.level <= DEEPEST
}

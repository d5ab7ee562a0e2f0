import type { z } from 'zod'
import { sentence } from '#bot'
import { type Checked, type Flaw, flaw, type Mistake } from './mistakes.ts'
import { checkYaml, type LineOf } from './yaml.ts'

/** A Markdown file, taken apart: what its front matter says, and the body below. */
export type FrontMatter<T> = Checked<T> &
  Readonly<{
    lineOf: LineOf
    body: string
    /** The line on which the body begins. */
    bodyLine: number
  }>

/** Characters that a mistake repeats of the line where front matter should begin. */
const SHOWN = 40
/** Lines that editors or people write instead of `---`. */
const ALMOST = /^(?:-{2}|-{4,}|[—–]+|-*[—–][—–-]*|[=*_]{3,})\s*$/u

/**
 * Reads a file that begins with YAML between two lines `---`, with any line endings. `body` is absent if there is
 * no front matter.
 * @param file how mistakes name the file
 */
export function checkFrontMatter<T>(
  text: string,
  schema: z.ZodType<T>,
  file: string,
): FrontMatter<T> | Readonly<{ body?: never; mistakes: readonly Mistake[] }> {
  const { lines, begin, end } = divided(text)
  const broken = (index: number, found: Flaw) => ({
    mistakes: [{ file, line: Math.max(0, index) + 1, ...found }],
  })
  const first = lines[begin] ?? ''
  if (!isFence(first)) {
    const found = first.trim().slice(0, SHOWN)
    return broken(begin, flaw('noMatter', { found: found || sentence('mistake.part.nothing') }))
  }
  if (end < 0) {
    const meant = lines.findIndex((line, index) => index > begin && ALMOST.test(line))
    if (meant >= 0) return broken(meant, flaw('almostMatter', { found: lines[meant]?.trim() ?? '' }))
    const below = lines.findIndex((line) => /^(?:## |<!--)/u.test(line))
    return broken(below, flaw('openMatter'))
  }

  const matter = checkYaml(lines.slice(begin + 1, end).join('\n'), schema, file, begin + 1)
  const start = lines.findIndex((line, index) => index > end && line.trim() !== '')
  const body = start < 0 ? '' : lines.slice(start).join('\n')
  return { ...matter, body, bodyLine: start < 0 ? end + 1 : start + 1 }
}

/** Counts the characters of YAML to parse; 0 if front matter doesn't begin or is never closed. */
export function matterLength(text: string): number {
  const { lines, begin, end } = divided(text)
  return isFence(lines[begin] ?? '') && end >= 0 ? lines.slice(begin + 1, end).join('\n').length : 0
}

/** `begin`: the first line that isn't empty; `end`: the next that closes front matter; -1 for none. */
function divided(text: string): Readonly<{ lines: readonly string[]; begin: number; end: number }> {
  const lines = text
    .replace(/^\uFEFF/u, '')
    .replace(/\r\n?/gu, '\n')
    .split('\n')
  const begin = lines.findIndex((line) => line.trim() !== '')
  return { lines, begin, end: lines.findIndex((line, index) => index > begin && isFence(line)) }
}

function isFence(line: string): boolean {
  return line.trimEnd() === '---'
}

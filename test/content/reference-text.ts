import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Language } from '#bot'
import { type Calculation, calculations } from './calculation.ts'

/** Read as plain files: what the tests hold is the text, whichever way the bot loads it. */
const FOLDER = new URL('../../content/references/', import.meta.url)

type ReferenceSection = Readonly<{
  title: string
  body: string
  /** The body without its diagrams, which are sent as pictures. */
  prose: string
  diagrams: readonly string[]
}>

const matterSchema = z
  .strictObject({ order: z.int(), title: z.string().min(2).max(60), oneLiner: z.string().min(10).max(100) })
  .readonly()

export type ReferenceText = z.infer<typeof matterSchema> &
  Readonly<{
    body: string
    sections: readonly ReferenceSection[]
  }>

export const referenceSlugs: readonly string[] = readdirSync(FOLDER).sort()

/** @throws Error when the front matter is missing or isn't as agreed */
export function readReference(slug: string, language: Language): ReferenceText {
  const text = readFileSync(new URL(`${slug}/${language}.md`, FOLDER), 'utf8')
  const [, matter, body] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/u.exec(text) ?? []
  if (matter === undefined || body === undefined) throw new Error(`${slug}/${language}.md: no front matter`)
  return { ...matterSchema.parse(parse(matter)), body, sections: body.split(/^## /mu).slice(1).map(section) }
}

function section(text: string): ReferenceSection {
  const [title = '', ...lines] = text.split('\n')
  const body = lines.join('\n').trim()
  const fence = /```mermaid\n([\s\S]*?)```/gu
  const diagrams = [...body.matchAll(fence)].map(([, diagram = '']) => diagram)
  return { title, body, prose: body.replace(fence, '').trim(), diagrams }
}

/** The cells of a text's tables, row by row, without the lines under the heads. */
export function tableRows(body: string): readonly (readonly string[])[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-|]+\|$/u.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

export function inlineCodes(body: string): readonly string[] {
  return [...body.matchAll(/`[^`\n]+`/gu)].map(([code]) => code)
}

/**
 * A text's calculations. Formulas have `=` too: they begin with a letter, calculations with a figure, `$`
 * or a bracket around one.
 */
export function recomputed(body: string): readonly Calculation[] {
  const figures = inlineCodes(body).filter((code) => /^`\(*[\d$]/u.test(code))
  return calculations(figures.join(' '))
}

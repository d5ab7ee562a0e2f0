import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Glossary } from '../../src/content/glossary.ts'

type Term = Glossary['terms'][number]

/** The same thing said in both languages. */
export type Pair = Readonly<{ where: string; en: string; zh: string }>

const HAN = /\p{Script=Han}/u

/** `where`: file and line. */
export type ChineseLine = Readonly<{ where: string; text: string }>

/** All lines below a folder in which Chinese stands, except the glossary's own. */
export function chineseLines(dir: URL): readonly ChineseLine[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(md|ya?ml|json)$/u.test(file) && file !== 'glossary.yaml')
    .flatMap((file) =>
      readFileSync(new URL(file, dir), 'utf8')
        .split('\n')
        .map((text, index) => ({ where: `${file}:${index + 1}`, text })),
    )
    .filter(({ text }) => HAN.test(text))
}

/** Lines that say a term in a wording that the glossary avoids. */
export function avoidedWordings(lines: readonly ChineseLine[], terms: readonly Term[]): readonly string[] {
  return terms.flatMap(({ zh, avoid = [] }) =>
    [avoid]
      .flat()
      .flatMap((wording) =>
        lines
          .filter(({ text }) => text.includes(wording))
          .map(({ where }) => `${where}: ${zh} expected, ${wording} found`),
      ),
  )
}

/** Everything below a folder that is said in both languages, text by text and line by line. */
export function pairsBelow(dir: URL): readonly Pair[] {
  const read = (file: string) => readFileSync(new URL(file, dir), 'utf8')
  const markdown = ['problems', 'references'].flatMap((kind) => {
    const folder = new URL(`${kind}/`, dir)
    if (!existsSync(folder)) return []
    return readdirSync(folder).flatMap((slug) => {
      const [en, zh] = [read(`${kind}/${slug}/en.md`), read(`${kind}/${slug}/zh.md`)].map(divided)
      if (!en || !zh) return []
      const where = `${kind}/${slug}`
      return [...aligned(en.matter, zh.matter, where), ...aligned(en.lines, zh.lines, where)]
    })
  })
  const catalogues = aligned(
    JSON.parse(read('locales/en.json')),
    JSON.parse(read('locales/zh.json')),
    'locales',
  )
  const yaml = ['framework.yaml', 'rubric.yaml'].flatMap((file) => localized(parse(read(file)), file))
  return [...markdown, ...catalogues, ...yaml]
}

/** Pairs whose English says a strict term and whose Chinese doesn't. */
export function strayTerms(pairs: readonly Pair[], terms: readonly Term[]): readonly string[] {
  return terms
    .filter(({ strict }) => strict)
    .flatMap((term) => {
      const [english, chinese] = [sayings(term.en), withoutRemark(term.zh).toLowerCase()]
      return pairs
        .filter(({ en, zh }) => english.test(en) && en !== zh && !zh.toLowerCase().includes(chinese))
        .map(({ where, en, zh }) => `${where}: ${term.zh} expected for ${term.en}: ${en} | ${zh}`)
    })
}

/** One or many of it as whole words; names and abbreviations only as they are written. */
function sayings(en: string): RegExp {
  const name = withoutRemark(en)
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&')
  return new RegExp(`(?<![\\w-])${escaped}(?:e?s)?(?![\\w-])`, /\p{Lu}/u.test(name) ? 'u' : 'iu')
}

/** `calibration (of scores)` is said as calibration. */
function withoutRemark(term: string): string {
  return term.replace(/\s*[(（].*[)）]$/u, '')
}

function divided(source: string): Readonly<{ matter: unknown; lines: readonly string[] }> {
  const [, matter = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(source) ?? []
  let fenced = false
  const lines = body.split('\n').map((line) => {
    if (line.startsWith('```')) fenced = !fenced
    // In diagrams only labels are words; the rest is names.
    return fenced ? [...line.matchAll(/"([^"]*)"|\|([^|]*)\|/gu)].map(([found]) => found).join(' ') : line
  })
  return { matter: parse(matter), lines }
}

/** Two trees of the same shape, leaf by leaf. */
function aligned(en: unknown, zh: unknown, where: string): readonly Pair[] {
  if (typeof en === 'string' && typeof zh === 'string') return [{ where, en, zh }]
  if (!isTree(en) || !isTree(zh)) return []
  return Object.entries(en).flatMap(([key, value]) =>
    aligned(value, zh[key] ?? zh[key.replace(/_one$/u, '_other')], where),
  )
}

function localized(value: unknown, where: string): readonly Pair[] {
  if (!isTree(value)) return []
  const { en, zh } = value
  return typeof en === 'string' && typeof zh === 'string'
    ? [{ where, en, zh }]
    : Object.values(value).flatMap((inner) => localized(inner, where))
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object'
}

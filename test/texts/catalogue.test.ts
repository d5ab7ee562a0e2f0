import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { languageOf, loadTexts } from '../../src/texts/catalogue.ts'

type Tree = { [key: string]: string | Tree }

const read = (language: string): Tree =>
  JSON.parse(readFileSync(new URL(`../../content/locales/${language}.json`, import.meta.url), 'utf8'))

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`),
  )
}

const en = leaves(read('en'))
const zh = leaves(read('zh'))
/** Chinese has one plural form. */
const base = (key: string) => key.replace(/_(one|other)$/u, '')
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name]) => name))].sort().join(' ')

describe('the text catalogues', () => {
  it('have the same keys in both languages', () => {
    expect([...new Set(zh.map(([key]) => base(key)))].sort()).toEqual(
      [...new Set(en.map(([key]) => base(key)))].sort(),
    )
  })

  it('have the same placeholders in both languages', () => {
    const original = new Map(en.map(([key, text]) => [base(key), placeholders(text)]))
    const differ = zh.filter(([key, text]) => placeholders(text) !== original.get(base(key)))
    expect(differ).toEqual([])
  })

  it('are written with Chinese punctuation', () => {
    const code = /`[^`]*`|\{\{\w+\}\}|\/settings [\w-]+: \S+|\d:\d\d/gu
    expect(zh.filter(([, text]) => /[,;?!()]|:(?!\/)/u.test(text.replace(code, '')))).toEqual([])
  })

  it('have a sentence for every error that a person can meet', () => {
    const texts = loadTexts()
    const sources = readdirSync(new URL('../../src', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    }).filter((file) => file.endsWith('.ts'))
    const keys = sources.flatMap((file) => {
      const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8')
      return [...source.matchAll(/new UserError\(\s*'([^']+)'/gu)].map(([, key]) => key ?? '')
    })
    const refusals = /export type Refusal =\n([\s\S]*?)\n\n/u.exec(
      readFileSync(new URL('../../src/features/mock/state.ts', import.meta.url), 'utf8'),
    )
    const refused = [...(refusals?.[1] ?? '').matchAll(/'(\w+)'/gu)].map(([, name]) => `refused.${name}`)
    expect(keys.length).toBeGreaterThan(10)
    expect(refused.length).toBeGreaterThan(15)
    for (const key of [...keys, ...refused]) expect(texts.lookUp('zh', key), key).toBeTypeOf('string')
  })
})

describe('the language of a locale', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh'],
    ['en-GB', 'en'],
    ['de', undefined],
    [undefined, undefined],
  ])('%s: %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language)
  })
})

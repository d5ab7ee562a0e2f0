import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { LANGUAGES, languageOf, type TextArguments, type TextKey, type TextValue, UserError } from '#bot'
import en from '../../content/locales/en.json' with { type: 'json' }
import zh from '../../content/locales/zh.json' with { type: 'json' }
import taiwan from '../../content/locales/zh-TW.json' with { type: 'json' }
import { inTraditional } from '../../src/content/traditional.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { keyOf, keyTypes, leavesOf, parametersOf } from '../../src/texts/key-types.ts'

const english = leavesOf(en)
const chinese = leavesOf(zh)

describe('the text catalogues', () => {
  it('have the same keys in both languages', () => {
    const keys = (leaves: typeof english) => [...new Set(leaves.map(([path]) => keyOf(path)))].sort()
    expect(keys(chinese)).toEqual(keys(english))
  })

  it('have the same placeholders in both languages', () => {
    const original = new Map(english.map(([path, text]) => [keyOf(path), parametersOf(text)]))
    for (const [path, text] of chinese) expect(parametersOf(text), path).toEqual(original.get(keyOf(path)))
  })

  it('are written with Chinese punctuation', () => {
    const code = /`[^`]*`|\{\{\w+\}\}|\/settings [\w-]+: \S+|\d:\d\d/gu
    expect(chinese.filter(([, text]) => /[,;?!()]|:(?!\/)/u.test(text.replace(code, '')))).toEqual([])
  })

  it('promise no suggestions while somebody types, which Slack does not have', () => {
    const everywhere = (leaves: typeof english) =>
      leaves.filter(([path]) => !String(path).startsWith('playground'))
    const promises = /as (you|they) type|pick a problem|autocomplet|输入[^，。]{0,10}时|自动补全/u
    expect(
      [...everywhere(english), ...everywhere(chinese)].filter(([, text]) => promises.test(text)),
    ).toEqual([])
  })

  it('name the command that lists all problems', () => {
    for (const language of LANGUAGES)
      expect(loadTexts().in(language)('error.unknownProblem', { typed: 'x', nearest: 'y' })).toContain(
        '`/problem list`',
      )
  })
})

describe('the types of the keys', () => {
  it('are those of the catalogue (else: npm run texts)', () => {
    const kept = readFileSync(new URL('../../src/texts/keys.ts', import.meta.url), 'utf8')
    expect(kept).toBe(keyTypes(en))
  })

  it('for Taiwan are those of the simplified catalogue (else: npm run texts)', () => {
    expect(taiwan).toEqual(inTraditional(zh))
  })

  it('name the parameters, and `count` where the plural has two forms', () => {
    const source = keyTypes({
      a: { plain: 'x', filled: '{{b}} {{a}} {{b}}', days_one: 'a day', days_other: '{{count}}' },
    })
    expect(source).toContain("'a.plain': never\n    'a.filled': 'a' | 'b'\n    'a.days': 'count'\n")
  })
})

describe('a text that is asked for', () => {
  it('is checked by the compiler: the key, its parameters, and that none is left over', () => {
    expectTypeOf<'error.nope'>().not.toExtend<TextKey>()
    expectTypeOf<TextArguments<'list.comma'>>().toEqualTypeOf<readonly []>()
    expectTypeOf<TextArguments<'list.more'>>().toEqualTypeOf<readonly [Readonly<{ count: number }>]>()
    expectTypeOf<TextArguments<'list.more' | 'list.named'>[0]>().toEqualTypeOf<
      Readonly<{ count: number; name: TextValue; text: TextValue }>
    >()
  })

  it('travels in a UserError as data', () => {
    const error = new UserError('error.noSchedule', { typed: '#9' })
    expect({ key: error.key, params: error.params }).toEqual({
      key: 'error.noSchedule',
      params: { typed: '#9' },
    })
    expect(loadTexts().in('en')(error)).toContain('#9')
  })
})

describe('the language of a locale', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['zh', 'zh'],
    ['zh-SG', 'zh'],
    ['zh-Hans-HK', 'zh'],
    ['zh-TW', 'zh-TW'],
    ['zh_tw', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['zh-hant-mo, en', 'zh-TW'],
    ['en-GB', 'en'],
    ['', undefined],
    ['not a locale', undefined],
    [' ZH-cn, en;q=0.8', 'zh'],
    ['de', undefined],
    [undefined, undefined],
  ])('%s: %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language)
  })
})

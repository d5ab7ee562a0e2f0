import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import en from '../../../../content/locales/en.json' with { type: 'json' }
import zh from '../../../../content/locales/zh.json' with { type: 'json' }
import { type Catalogue, firstLanguage, wordsOf } from '../../../../src/platforms/playground/page/words.ts'

const FOLDER = new URL('../../../../src/platforms/playground/page/', import.meta.url)

function keysOf(catalogue: Catalogue, path = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [path + key.replace(/_(?:one|other)$/u, '')]
      : keysOf(value, `${path}${key}.`),
  )
}

const source = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
  .join('\n')

describe('the words of the page', () => {
  it('are all used', () => {
    const quoted = [...source.matchAll(/'([a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)?)'/gu)].map(
      ([, key]) => key ?? '',
    )
    const named = new Set(quoted)
    // Put together while running: themes, and what is wrong with a field.
    for (const key of [
      'preferences.light',
      'preferences.dark',
      'preferences.system',
      'form.missing',
      'form.tooLong',
    ])
      named.add(key)
    expect(keysOf(en.playground.page).filter((key) => !named.has(key))).toEqual([])
  })

  it('count in both languages', () => {
    const one = wordsOf(en.playground.page, 'en')
    expect(one('thread.count', { count: 1 })).toBe('1 message')
    expect(one('thread.count', { count: 0 })).toBe('0 messages')
    expect(wordsOf(zh.playground.page, 'zh')('thread.count', { count: 1 })).toBe('1 条消息')
  })

  it('put values in as they are, once', () => {
    const t = wordsOf({ message: { spoken: '{{name}} and {{text}}' } }, 'en')
    expect(t('message.spoken', { name: '{{text}}', text: '$&' })).toBe('{{text}} and $&')
    expect(t({ key: 'message.spoken', params: { name: 1 } })).toBe('1 and {{text}}')
    expect(t('message.edited')).toBe('message.edited')
  })
})

describe('the first language', () => {
  it.each([
    ['zh', ['en'], 'zh'],
    ['zh-TW', ['en'], 'zh-TW'],
    [null, ['zh-CN', 'en'], 'zh'],
    [null, ['zh-TW', 'zh'], 'zh-TW'],
    [null, ['zh-Hant-HK'], 'zh-TW'],
    [null, ['de', 'zh'], 'zh'],
    [null, ['de-AT', 'en-US', 'zh'], 'en'],
    [null, ['de'], 'en'],
    ['fr', [], 'en'],
  ])('%s chosen, browser %j: %s', (chosen, browser, expected) => {
    expect(firstLanguage(chosen, browser)).toBe(expected)
  })
})

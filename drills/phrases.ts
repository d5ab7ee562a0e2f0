import { readFileSync } from 'node:fs'

type Catalogue = Readonly<{ [key: string]: string | Catalogue }>

const english = JSON.parse(
  readFileSync(new URL('../content/locales/en.json', import.meta.url), 'utf8'),
) as Catalogue

/** The bot's text under this key, with its placeholders. @throws Error for a key that is not there */
export function words(key: string): string {
  let found: string | Catalogue | undefined = english
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined
  if (typeof found !== 'string') throw new Error(`content/locales/en.json has no ${key}`)
  return found
}

/** Matches what the bot says under this key; placeholders without a value are captured. */
export function phrase(key: string, values: Readonly<Record<string, string>> = {}): RegExp {
  const parts = words(key).split(/\{\{(\w+)\}\}/u)
  const source = parts.map((part, index) => {
    if (index % 2 === 0) return escaped(part)
    const value = values[part]
    return value === undefined ? '(.*?)' : escaped(value)
  })
  // A placeholder at the very end reaches to the end of its line.
  return new RegExp(source.join('').replace(/\(\.\*\?\)$/u, '(.*)'), 'u')
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&')
}

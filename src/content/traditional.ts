import { createRequire } from 'node:module'
import type { ConverterFunction, default as OpenCC } from 'opencc-js/cn2t'
import corrections from '../../content/locales/taiwan.json' with { type: 'json' }

const require = createRequire(import.meta.url)

let convert: ConverterFunction | undefined

/**
 * A text in simplified characters as it is written in Taiwan: OpenCC's characters and phrases, then the terms of
 * content/locales/taiwan.json, where OpenCC chooses another one. Only for texts of ours, when they are loaded for the
 * first time: the dictionary takes 0.2 s and 100 MB.
 */
export function traditional(simplified: string): string {
  convert ??= createConverter()
  return convert(simplified)
}

/** The same value with all of its texts as they are written in Taiwan. */
export function inTraditional<T>(value: T): T {
  return deeply(value) as T
}

function deeply(value: unknown): unknown {
  if (typeof value === 'string') return traditional(value)
  if (Array.isArray(value)) return value.map(deeply)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, deeply(each)]))
}

function createConverter(): ConverterFunction {
  // Synchronous and only when needed, because content is read synchronously and mostly comes from the cache.
  const { Converter, CustomConverter } = require('opencc-js/cn2t') as typeof OpenCC
  const toTaiwan = Converter({ from: 'cn', to: 'twp' })
  const correct = CustomConverter(Object.entries(corrections))
  return (text: string) => correct(toTaiwan(text))
}

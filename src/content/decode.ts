import type { Checked } from './errors.ts'

/** Text of a file that must be UTF-8; names the line of the first byte that isn't. */
export function decodeText(bytes: Uint8Array, file: string): Checked<string> {
  const text = new TextDecoder().decode(bytes)
  const wrong = text.search(/[\uFFFD\0]/u)
  if (wrong < 0) return { value: text, mistakes: [] }
  const line = text.slice(0, wrong).split('\n').length
  return { mistakes: [{ file, line, text: 'text in UTF-8 expected, other bytes found' }] }
}

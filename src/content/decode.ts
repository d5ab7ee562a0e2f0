import { type Sentence, sentence } from '#bot'
import { type Checked, flaw } from './mistakes.ts'

/** Decodes a file that must be UTF-8. A mistake names the line of the first invalid byte and the likely encoding. */
export function decodeText(bytes: Uint8Array, file: string): Checked<string> {
  const text = new TextDecoder().decode(bytes)
  const wrong = text.search(/[\uFFFD\0]/u)
  if (wrong < 0) return { value: text, mistakes: [] }
  const line = text.slice(0, wrong).split('\n').length
  return { mistakes: [{ file, line, ...flaw('encoding', { found: otherEncoding(bytes) }) }] }
}

/** Bytes that tell an encoding. */
const SAMPLE = 64 * 1024

/** Recognises the encodings in which editors on Windows save Chinese and Western texts. */
function otherEncoding(bytes: Uint8Array): string | Sentence {
  const begin = bytes.subarray(0, SAMPLE)
  const [first, second, third, fourth] = begin
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  // Without a byte order mark: every other byte of the front matter's beginning is zero.
  if (marked || (first === 0 && third === 0) || (second === 0 && fourth === 0)) return 'UTF-16'
  try {
    // Half of all byte pairs are some GBK character, so only frequent characters prove that a text is GBK.
    if (/[的一是不在有，。：]/u.test(new TextDecoder('gbk', { fatal: true }).decode(begin, { stream: true })))
      return 'GBK'
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  return isWindows(begin) ? 'Windows-1252' : sentence('mistake.part.bytes')
}

/** Nearly every byte is printable in Windows-1252, so a text must consist of letters and quotation marks. */
function isWindows(bytes: Uint8Array): boolean {
  const text = new TextDecoder('windows-1252').decode(bytes)
  const others = text.match(/[^\t\n\r\x20-\x7E]/gu) ?? []
  return others.every((character) => /[\p{L}‘’“”–—…€£°±²³µ·×«»\u00A0]/u.test(character))
}

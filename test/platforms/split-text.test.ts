import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shorten, splitText } from '../../src/platforms/split-text.ts'

const words = (count: number, word = 'word') =>
  Array.from({ length: count }, (_, i) => `${word}${i}`).join(' ')
const withoutBlanks = (text: string) => text.replace(/\s/g, '')

/** Whether a code block is open where a text ends. */
function openAtEnd(text: string): boolean {
  let open = ''
  for (const [, marks = '', rest = ''] of text.matchAll(/^(`{3,}|~{3,})([^`\n]*)$/gm)) {
    if (open === '') open = marks
    else if (marks.startsWith(open) && rest.trim() === '') open = ''
  }
  return open !== ''
}

describe('splitText', () => {
  test('leaves a text that fits as it is', () => {
    expect(splitText('one\n\ntwo', 2000)).toEqual(['one\n\ntwo'])
  })

  test('has no part for blank text', () => {
    expect(splitText('  \n ', 2000)).toEqual([])
  })

  test('cuts between paragraphs first', () => {
    const [a, b] = [words(120), words(120)]
    expect(splitText(`${a}\n\n${b}`, 1200)).toEqual([a, b])
  })

  test('cuts between lines where a paragraph is too long', () => {
    const line = 'x'.repeat(90)
    const parts = splitText(Array.from({ length: 30 }, () => line).join('\n'), 1000)
    expect(parts.every((part) => part.split('\n').every((each) => each === line))).toBe(true)
    expect(parts.join('\n').split('\n')).toHaveLength(30)
  })

  test('cuts between words where a line is too long', () => {
    const parts = splitText(words(500), 1000)
    expect(parts.join(' ')).toBe(words(500))
  })

  test('cuts Chinese after a sentence', () => {
    const sentence = `${'特征'.repeat(20)}。`
    const parts = splitText(sentence.repeat(40), 500)
    expect(parts.every((part) => part.endsWith('。'))).toBe(true)
    expect(parts.join('')).toBe(sentence.repeat(40))
  })

  test('closes and reopens a code block that is cut, with its language', () => {
    const code = Array.from({ length: 80 }, (_, i) => `  node${i} --> node${i + 1}`).join('\n')
    const parts = splitText(`Before\n\n\`\`\`mermaid\n${code}\n\`\`\`\nAfter`, 800)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) expect((part.match(/^```/gm) ?? []).length % 2).toBe(0)
    for (const part of parts.slice(1)) expect(part).toMatch(/^```mermaid\n {2}node/)
    const lines = parts.flatMap((part) => part.split('\n')).filter((line) => line.includes('-->'))
    expect(lines.join('\n')).toBe(code)
  })

  test('never parts a surrogate pair', () => {
    for (const part of splitText('😀'.repeat(900), 501)) expect(part.isWellFormed()).toBe(true)
  })

  test('loses nothing but blanks, and keeps every part within the limit', () => {
    const line = fc.string({ maxLength: 300, unit: fc.constantFrom('a', 'b', ' ', '\n', '。', '😀', '-') })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.integer({ min: 100, max: 400 }), (lines, limit) => {
        const text = lines.join('\n\n')
        const parts = splitText(text, limit)
        expect(withoutBlanks(parts.join(''))).toBe(withoutBlanks(text))
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit)
      }),
    )
  })

  test('loses nothing of a code block, and opens as many as it closes in each part', () => {
    const line = fc.string({
      maxLength: 200,
      unit: fc.constantFrom('a', 'b', ' ', '\t', '。', '😀', '\u2028'),
    })
    const piece = fc.oneof(line, fc.constantFrom('```', '```ts', '````', '~~~', '\n', 'x ```'))
    const withoutFences = (text: string) => withoutBlanks(text.replace(/^(`{3,}|~{3,})(ts)?$/gm, ''))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 100, max: 500 }), (all, limit) => {
        const text = all.join('\n')
        const parts = splitText(text, limit)
        expect(withoutFences(parts.join('\n'))).toBe(withoutFences(text))
        for (const part of parts.slice(0, -1)) expect(openAtEnd(part)).toBe(false)
      }),
    )
  })

  test.each(['`', '~', '`\n', '```\n', '#', '\t', '\u2028', ' \n', 'a\n'])(
    'divides 40,000 characters of %j by the limit',
    (unit) => {
      const text = `x${unit.repeat(40_000 / unit.length)}x`
      const parts = splitText(text, 2000)
      expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(2000)
      expect(parts.length).toBeLessThan(50)
    },
  )

  test('ticks that close in the line that they open leave nothing open', () => {
    const parts = splitText(`\`\`\`code\`\`\`\n${words(300)}`, 1000)
    expect(parts.slice(1).join('')).not.toContain('`')
  })

  test('ends, and within the limit, for any mixture of fences', () => {
    const piece = fc.oneof(
      fc.constantFrom('```', '```ts', '````', '\n', '\n\n', ' '),
      fc.string({ maxLength: 90 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (all) => {
        for (const part of splitText(all.join('\n'), 120)) expect(part.length).toBeLessThanOrEqual(120)
      }),
    )
  })
})

test.each([
  ['short', 10, 'short'],
  ['a label too long', 8, 'a label…'],
  ['two\nlines', 20, 'two lines'],
  ['😀😀😀', 4, '😀…'],
])('shorten(%j, %i) is %j', (text, limit, expected) => {
  expect(shorten(text, limit)).toBe(expected)
})

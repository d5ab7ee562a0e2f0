import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  diagramChanges,
  diagramsIn,
  MAX_DIAGRAMS,
  partText,
  readPart,
  stageOfEmoji,
  standingStage,
} from '../../../src/features/answers/rules.ts'

describe('keycaps', () => {
  it.each([
    ['1️⃣', 0],
    ['7️⃣', 6],
    ['3\u20E3', 2],
    ['8️⃣', undefined],
    ['0️⃣', undefined],
    ['👍', undefined],
    ['1', undefined],
  ])('%s files under %s', (emoji, stage) => {
    expect(stageOfEmoji(emoji)).toBe(stage)
  })
})

describe("a message's diagrams", () => {
  const fenced = (source: string) => `\`\`\`mermaid\n${source}\n\`\`\``

  it('change where a block or the number of blocks changed', () => {
    const two = `${fenced('a')}\n${fenced('b')}`
    expect(diagramChanges(diagramsIn(''), diagramsIn(fenced('a')))).toEqual([
      { index: 0, diagram: { source: 'a', number: 1, of: 1 } },
    ])
    expect(diagramChanges(diagramsIn(fenced('a')), diagramsIn(`${fenced('a')}\nmore words`))).toEqual([])
    expect(diagramChanges(diagramsIn(two), diagramsIn(`${fenced('a')}\n${fenced('c')}`))).toEqual([
      { index: 1, diagram: { source: 'c', number: 2, of: 2 } },
    ])
    expect(diagramChanges(diagramsIn(two), diagramsIn(fenced('b')))).toEqual([
      { index: 0, diagram: { source: 'b', number: 1, of: 1 } },
      { index: 1 },
    ])
    expect(diagramChanges(diagramsIn(two), diagramsIn(''))).toEqual([{ index: 0 }, { index: 1 }])
  })

  it('match the last text, whatever came before, and are never too many', () => {
    const wording = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 })
    fc.assert(
      fc.property(fc.array(wording, { minLength: 1, maxLength: 6 }), (wordings) => {
        const standing = new Map<number, unknown>()
        let before = ''
        for (const sources of wordings) {
          const after = sources.map(fenced).join('\n')
          for (const { index, diagram } of diagramChanges(diagramsIn(before), diagramsIn(after)))
            if (diagram) standing.set(index, diagram)
            else expect(standing.delete(index)).toBe(true)
          before = after
        }
        const last = wordings.at(-1) ?? []
        expect([...standing.entries()].toSorted(([a], [b]) => a - b)).toEqual(
          last
            .slice(0, MAX_DIAGRAMS)
            .map((source, index) => [index, { source, number: index + 1, of: last.length }]),
        )
      }),
    )
  })
})

describe('the text of a part', () => {
  it('is what is left without empty space', () => {
    expect(partText('  a  \n\n\n\n b ')).toBe('a\n\n b')
  })

  it('has the marks of code on lines of their own', () => {
    expect(partText('I: ```flowchart\n  A --> B``` so')).toBe('I:\n```\nflowchart\n  A --> B\n```\n so')
  })

  it('is what the database stores', () => {
    expect(partText('a\0b\ud83dc')).toBe('ab\ufffdc')
  })

  it('leaves embedded pictures out, and says how many', () => {
    const data = `data:image/png;base64,${'A'.repeat(66_000)}`
    expect(readPart(`![][a]\n\n\`\`\`mermaid\npie\n\`\`\`\n[a]: <${data}>`)).toEqual({
      text: '```mermaid\npie\n```',
      diagrams: { sources: ['pie'], of: 1 },
      pictures: 1,
    })
  })

  it('is the beginning of what is too long, and says how long that was', () => {
    expect(readPart(`${'x'.repeat(40_000)}y`)).toMatchObject({ text: 'x'.repeat(40_000), cutFrom: 40_001 })
    expect(readPart('x'.repeat(40_000))).not.toHaveProperty('cutFrom')
    expect(readPart(`${'x'.repeat(39_999)}😀`).text).toBe('x'.repeat(39_999))
  })

  it('is none for ten megabytes of whitespace', () => {
    expect(partText(' \n\t'.repeat(3_500_000))).toBeUndefined()
  })
})

describe('the stage after keycaps changed', () => {
  it.each<[number | null, number[], number | null]>([
    [null, [], null],
    [null, [3], 3],
    [2, [2, 5], 2],
    [2, [5], 5],
    [2, [4, 5], 5],
    [2, [], null],
  ])('known %s, standing %j: %s', (known, standing, expected) => {
    expect(standingStage(known, standing)).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import {
  isPicture,
  mermaidBlocks,
  partText,
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

describe('Mermaid blocks', () => {
  it('are found, also when left open', () => {
    const text = 'a\n```mermaid\nflowchart LR\n  a --> b\n```\nb\n```js\nx\n```\n```mermaid\npie'
    expect(mermaidBlocks(text)).toEqual(['flowchart LR\n  a --> b', 'pie'])
  })

  it('are none in a text without', () => {
    expect(mermaidBlocks('```\nmermaid\n```')).toEqual([])
  })
})

describe('the text of a part', () => {
  it('is what is left without empty space', () => {
    expect(partText('  a  \n\n\n\n b ')).toBe('a\n\n b')
  })

  it('is none for ten megabytes of whitespace', () => {
    expect(partText(' \n\t'.repeat(3_500_000))).toBeUndefined()
  })
})

describe('pictures', () => {
  it.each([
    ['image/png', true],
    ['image/jpeg; charset=x', true],
    ['image/svg+xml', false],
    ['application/pdf', false],
    [undefined, false],
  ])('%s: %s', (type, expected) => {
    expect(isPicture(type)).toBe(expected)
  })
})

describe('the stage that keycaps leave standing', () => {
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

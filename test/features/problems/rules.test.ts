import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  lossesOf,
  MAX_PROBLEMS,
  MISTAKES_SHOWN,
  mistakeLines,
  refusedAddition,
} from '../../../src/features/problems/rules.ts'

const textOf = ({ text }: { text: string }) => text
const say = ({ line, text }: { line: number; text: string }) => `${line}: ${text}`
const mistake = fc.record({ line: fc.integer({ min: 1, max: 900 }), text: fc.string({ maxLength: 300 }) })

describe('the list of mistakes', () => {
  test('shows a few whole, in the order of the file', () => {
    const found = [
      { line: 9, text: 'facts' },
      { line: 2, text: 'title' },
    ]
    expect(mistakeLines(found, textOf, say)).toEqual({ shown: ['2: title', '9: facts'], all: [], rest: 0 })
  })

  test('makes one short line of each, whatever stands in a key', () => {
    const { shown } = mistakeLines([{ line: 1, text: `a\nb${'x'.repeat(5000)}` }], textOf, say)
    expect(shown[0]).toMatch(/^1: a bx+…$/u)
    expect(shown[0]?.length).toBeLessThan(210)
  })

  test('counts what it does not show, and lists it in the file', () => {
    fc.assert(
      fc.property(fc.array(mistake, { maxLength: 60 }), (mistakes) => {
        const { shown, all, rest } = mistakeLines(mistakes, textOf, say)
        expect(shown).toHaveLength(Math.min(mistakes.length, MISTAKES_SHOWN))
        expect(shown.length + rest).toBe(mistakes.length)
        if (rest > 0) {
          expect(all.slice(0, shown.length)).toEqual(shown)
          expect(all).toHaveLength(mistakes.length)
        } else expect(all).toEqual([])
        const lines = (rest > 0 ? all : shown).map((line) => Number.parseInt(line, 10))
        expect(lines).toEqual(lines.toSorted((a, b) => a - b))
      }),
    )
  })

  test('is bounded for a file that is no problem at all', () => {
    const { all, rest } = mistakeLines(
      Array.from({ length: 30_000 }, (_, line) => ({ line, text: 'x' })),
      textOf,
      say,
    )
    expect(all).toHaveLength(1000)
    expect(rest).toBe(29_980)
  })
})

describe('what a schedule loses with a problem', () => {
  const channel = { platform: 'discord', space: 's', channel: 'c' } as const
  const lost = (problems: readonly string[] | null, pinned: string | null, offered: readonly string[]) =>
    lossesOf('eta', [{ number: 1, channel, problems, pinned }], new Set(offered)).map(({ left }) => left)

  test.each([
    ['nothing, where all take turns', null, null, ['eta', 'fraud'], []],
    ['nothing, where it lists others', ['fraud'], 'fraud', ['eta', 'fraud'], []],
    ['one of several', ['fraud', 'eta'], null, ['eta', 'fraud'], ['others']],
    ['all it had', ['eta'], null, ['eta', 'fraud'], ['alone']],
    ['all it had, after the removal', ['eta'], null, ['fraud'], ['alone']],
    ['all that is left of its list', ['gone', 'eta'], null, ['eta', 'fraud'], ['alone']],
    ['the pinned one', null, 'eta', ['eta', 'fraud'], ['pinned']],
    ['all, pinned besides', ['eta'], 'eta', ['eta', 'fraud'], ['alone']],
  ])('%s', (_, problems, pinned, offered, left) => {
    expect(lost(problems, pinned, offered)).toEqual(left)
  })
})

describe('another problem of a group', () => {
  const standing = (count: number) => Array.from({ length: count }, (_, index) => ({ slug: `p-${index}` }))

  it.each([
    ['the last that there is room for', standing(MAX_PROBLEMS - 1), 'new', undefined],
    ['one too many', standing(MAX_PROBLEMS), 'new', 'full'],
    ['a slug that is taken', standing(1), 'p-0', 'taken'],
    ['a slug that is taken where there is no room either', standing(MAX_PROBLEMS), 'p-0', 'taken'],
  ])('%s', (_, problems, slug, refused) => {
    expect(refusedAddition(problems, slug)).toBe(refused)
  })
})

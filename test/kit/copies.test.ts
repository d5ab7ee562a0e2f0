import { describe, expect, test } from 'vitest'
import { isCopy } from '../../src/kit/copies.ts'

const said = (text: string, ...files: readonly string[]) => ({ text, files })
const long = 'I would shard the feature store by user, and cache the hottest keys.'

describe('a copy', () => {
  test.each([
    ['has the same text', said('Same'), said('Same '), true],
    ['has another text', said('Same'), said('Other'), false],
    ['lacks what told the proxy who speaks', said(`A: ${long}`), said(long), true],
    ['lacks it on both sides', said(`[[${long}]]`), said(long), true],
    ['lacks more than that', said(`${long} ${long}`), said(long), false],
    ['is a short part of what was said', said('yes, but only with a cache'), said('yes'), false],
    ['adds something', said(long), said(`${long}!`), false],
    ['has the same files', said('', 'a.png', 'b.txt'), said('', 'b.txt', 'a.png'), true],
    ['has other files', said('Same', 'a.png'), said('Same', 'b.png'), false],
    ['lacks a file', said('Same', 'a.png'), said('Same'), false],
    ['says nothing', said(''), said(''), false],
    ['says nothing but the signs', said('A: '), said(''), false],
  ])('%s', (_, original, copy, expected) => {
    expect(isCopy(original, copy, 2000)).toBe(expected)
  })

  test.each([
    [-1, false],
    [0, true],
    [60_000, true],
    [60_001, false],
  ])('%i ms after its original: %s', (after, expected) => {
    expect(isCopy(said(long), said(long), after)).toBe(expected)
  })
})

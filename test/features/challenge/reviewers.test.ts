import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Assignment,
  admit,
  dismiss,
  REVIEWS,
  type ReviewPair,
} from '../../../src/features/challenge/rules/reviewers.ts'

type Exchange = Readonly<{ authors: readonly string[]; requests: readonly ReviewPair[] }>
const EMPTY: Exchange = { authors: [], requests: [] }

function after({ authors, requests }: Exchange, { add, remove }: Assignment): Exchange {
  const kept = requests.filter(
    (each) => !remove.some((pair) => pair.author === each.author && pair.reviewer === each.reviewer),
  )
  expect(requests.length - kept.length, 'what is taken back was there').toBe(remove.length)
  return { authors, requests: [...kept, ...add.map((pair) => ({ ...pair, done: false }))] }
}

function join(exchange: Exchange, person: string): Exchange {
  const next = after(exchange, admit(person, exchange.authors, exchange.requests))
  return { ...next, authors: [...exchange.authors, person] }
}

function leave(exchange: Exchange, person: string): Exchange {
  const authors = exchange.authors.filter((each) => each !== person)
  const next = after(exchange, dismiss(person, authors, exchange.requests))
  return { authors, requests: next.requests.filter(({ author }) => author !== person) }
}

const received = ({ requests }: Exchange, person: string) =>
  requests.filter(({ author }) => author === person).length
const given = ({ requests }: Exchange, person: string) =>
  requests.filter(({ reviewer }) => reviewer === person).length

describe('as people hand in', () => {
  test.each([
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 2],
    [12, 2],
  ])('of %i each reviews and is reviewed by %i', (people, n) => {
    const names = Array.from({ length: people }, (_, index) => `p${index}`)
    const exchange = names.reduce(join, EMPTY)
    expect(names.map((name) => given(exchange, name))).toEqual(names.map(() => n))
    expect(names.map((name) => received(exchange, name))).toEqual(names.map(() => n))
  })

  test('a review that was written stays, and then somebody reviews a third', () => {
    const three = ['a', 'b', 'c'].reduce(join, EMPTY)
    const written = { ...three, requests: three.requests.map((each) => ({ ...each, done: true })) }
    const four = join(written, 'd')
    expect(four.requests.filter(({ done }) => done)).toEqual(written.requests)
    expect(received(four, 'd')).toBe(REVIEWS)
    expect(given(four, 'd')).toBe(REVIEWS)
  })
})

test('an author who hands in again gets two reviewers besides those who were done', () => {
  const asked = (reviewer: string, author: string) => ({ author, reviewer, done: false })
  const requests = [
    { author: 'b', reviewer: 'c', done: true },
    asked('a', 'c'),
    asked('a', 'd'),
    asked('d', 'a'),
    asked('d', 'c'),
  ]
  const next = after({ authors: ['a', 'c', 'd'], requests }, admit('b', ['a', 'c', 'd'], requests))
  const reviewers = next.requests.filter(({ author }) => author === 'b').map(({ reviewer }) => reviewer)
  expect(reviewers.length).toBe(REVIEWS)
  expect(new Set(reviewers).size).toBe(REVIEWS)
})

describe('after any sequence of arrivals and withdrawals', () => {
  const act = fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'join' as const }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('write' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat() }) },
  )

  test('nobody reviews themselves or twice, and every answer has its reviewers', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let exchange = EMPTY
        let number = 0
        for (const each of acts) {
          if (each.kind === 'join') exchange = join(exchange, `p${number++}`)
          else if (each.kind === 'write' && exchange.requests.length > 0) {
            const chosen = each.which % exchange.requests.length
            const requests = exchange.requests.map((r, i) => (i === chosen ? { ...r, done: true } : r))
            exchange = { ...exchange, requests }
          } else if (each.kind === 'leave' && exchange.authors.length > 0)
            exchange = leave(exchange, exchange.authors[each.which % exchange.authors.length] ?? '')
          check(exchange)
        }
      }),
    )
  })

  function check(exchange: Exchange): void {
    const { authors, requests } = exchange
    const pairs = requests.map(({ author, reviewer }) => `${reviewer} ${author}`)
    expect(new Set(pairs).size).toBe(pairs.length)
    for (const { author, reviewer } of requests) expect(author).not.toBe(reviewer)
    for (const person of authors)
      expect(received(exchange, person), `${person} is reviewed`).toBeGreaterThanOrEqual(
        Math.min(REVIEWS, authors.length - 1),
      )
  }
})

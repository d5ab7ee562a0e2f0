import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../../src/kit/durations.ts'
import { type ChallengeFixture, openChallengeFixture, T0 } from './fixture.ts'
import { helpersOf } from './helpers.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { press, words, wordsOf, posts, cards } = helpersOf(() => fixture)

describe('before the first challenge', () => {
  it('the list says when it comes', async () => {
    expect(words(await press('ana', 'challenge.running'))).toContain(`⟦time ${T0 + 3 * DAY} date⟧`)
  })
})

it('nobody is asked to write messages where messages are not accepted', async () => {
  await fixture.open({ blind: true })
  expect(wordsOf(cards().at(-1))).not.toContain('or in the thread')
  fixture.readsMessages(false)
  await fixture.open()
  fixture.readsMessages(true)
  const opening = posts('How to answer').at(-1)
  expect(wordsOf(opening)).not.toContain('answer:')
  expect(wordsOf(cards().at(-1))).not.toContain('or in the thread')
})

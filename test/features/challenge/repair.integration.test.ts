import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlatformError } from '#bot'
import { DAY } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'
import { labels, readable } from './reading.ts'

let fixture: ChallengeFixture

beforeEach(async () => {
  fixture = await openChallengeFixture()
})
afterEach(() => fixture?.close())

const { press, score, refusal, words, wordsOf, posts, cards, awayFor, closed } = helpersOf(() => fixture)

describe('a thread that was deleted', () => {
  it('is opened again with a word about the reactions; a repeated event does not end the challenge', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'kept all the same')
    await fixture.react('ben', answer, '3️⃣')
    const thread = await fixture.threadOf(id)
    await Promise.all([fixture.challenges.onGone(thread), fixture.challenges.onGone(thread)])
    await fixture.sent()
    await fixture.challenges.onGone(thread)
    await fixture.sent()
    expect(posts('kept all the same')).toHaveLength(2)
    expect(wordsOf(posts('How to answer').at(-1))).toMatch(/deleted.*reactions/u)
    expect(await fixture.votes(answer)).toEqual([])
    await fixture.handIn('ben', id, 'it goes on')
    fixture.loseThread(await fixture.threadOf(id))
    await fixture.challenges.onGone(await fixture.threadOf(id))
    expect(await refusal(fixture.handIn('cai', id, 'nowhere to go'))).toBe('challenge.refused.cancelled')
  })

  it('leaves the worked design in the channel if it is gone at the close', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    fixture.loseThread(await fixture.threadOf(id))
    await closed(DAY)
    const designs = () =>
      fixture.calls.filter(
        (call) =>
          call.kind === 'post' &&
          call.to.thread === undefined &&
          readable(call.message).includes('fraud-detection.en.md'),
      )
    await until(() => designs().length > 0)
    expect(designs()).toHaveLength(1)
  })

  it('is opened again once with all answers; a second deletion ends the challenge', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'kept all the same')
    const posts = () =>
      fixture.calls.filter((c) => c.kind === 'post' && readable(c.message).includes('kept all the same'))
    expect(posts()).toHaveLength(1)
    await fixture.challenges.onGone(await fixture.threadOf(id))
    await fixture.sent()
    expect(posts()).toHaveLength(2)
    expect(fixture.calls.filter(({ kind }) => kind === 'thread').length).toBeGreaterThan(1)
    fixture.loseThread(await fixture.threadOf(id))
    await fixture.challenges.onGone(await fixture.threadOf(id))
    await fixture.sent()
    expect(await refusal(fixture.handIn('ben', id, 'nowhere to go'))).toBe('challenge.refused.cancelled')
    expect(await refusal(score('ben', answer, { data: '3' }))).toBe('challenge.scoreClosed')
  })
})

it('a deleted channel ends its challenges silently', async () => {
  const channel = { platform: 'discord', space: 's', channel: 'gone' } as const
  const id = await fixture.open({ channel })
  const before = fixture.calls.length
  await fixture.challenges.onGone(channel)
  await fixture.pass(8 * DAY)
  expect(fixture.calls.slice(before)).toEqual([])
  expect(await refusal(fixture.handIn('ben', id, 'nowhere to go'))).toBe('challenge.refused.cancelled')
})

describe('a platform that is down for longer than deliveries are retried', () => {
  it('gets the challenge afterwards', async () => {
    awayFor(({ kind }) => kind === 'post')
    const id = await fixture.open()
    await until(() => posts('How to answer').length > 0)
    await fixture.sent()
    expect(await fixture.handIn('ana', id, 'after the outage')).toBeDefined()
    expect(cards()).toHaveLength(1)
    expect(posts('after the outage')).toHaveLength(1)
  })

  it('gets the result and an answer afterwards, each once', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    awayFor((call) => call.kind === 'post' && readable(call.message).includes('answer-1.md'))
    const answer = await fixture.handIn('ana', id, 'handed in meanwhile')
    await until(async () => fixture.headOf(answer).catch(() => undefined))
    await fixture.sent()
    awayFor((call) => call.kind === 'post' && call.message.summary.startsWith('Result'))
    await closed(DAY)
    const results = () =>
      [...fixture.shown().values()].filter(({ summary }) => summary.startsWith('Result')).length
    await until(() => results() > 0)
    await fixture.sent()
    expect(results()).toBe(1)
    fixture.refuse(() => undefined)
  })
})

describe('a challenge that can not be posted', () => {
  it('is shown as cancelled if its thread can not be opened, and the organiser is told', async () => {
    fixture.refuse(({ kind }) => {
      if (kind === 'thread') throw new PlatformError('forbidden', 'no threads here')
    })
    const id = await fixture.open()
    fixture.refuse(() => undefined)
    await until(() => fixture.told('olga').length > 0)
    await fixture.sent()
    expect(wordsOf(cards().at(-1))).toContain('Cancelled')
    expect(labels(cards().at(-1))).toEqual([])
    expect(await refusal(press('ana', 'challenge.answer', id))).toBe('challenge.refused.cancelled')
    const told = fixture.told('olga').at(-1)?.summary ?? ''
    expect(told).toContain('⟦channel c⟧')
    expect(told).toContain('#3')
  })
})

describe('a problem that is no longer in the content', () => {
  it('leaves lists readable, and cancels running challenges', async () => {
    const id = await fixture.open()
    await fixture.handIn('ana', id, 'of a problem that goes')
    await fixture.database.sql`update challenges set problem = 'moved-away'`
    expect(words(await press('ana', 'challenge.mine'))).toContain('moved-away')
    expect(words(await press('olga', 'challenge.mine'))).toContain('moved-away')
    await fixture.challenges.reconcile()
    await fixture.sent()
    expect(await refusal(press('ana', 'challenge.answer', id))).toBe('challenge.refused.cancelled')
    const card = cards().at(-1)
    expect(wordsOf(card)).toContain('Cancelled')
    expect(words(await press('ana', 'challenge.mine'))).toContain('moved-away')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'
import { readable } from './reading.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { press, refusal, words, wordsOf, closed } = helpersOf(() => fixture)

describe('after the close', () => {
  it('a reopened answer shows its scorecard again', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    const answer = await fixture.handIn('ana', id, 'scored and closed')
    await fixture.submit('ben', { name: 'challenge.scored', args: [answer] }, { data: '3' })
    await closed(DAY)
    const head = async () => fixture.shown().get((await fixture.headOf(answer)).message)
    const shown = async () => readable((await head()) ?? { summary: '', blocks: [] })
    expect(await shown()).toContain('["Data","3","1","3","–"]')
    await press('olga', 'challenge.withdraw', answer)
    await press('olga', 'challenge.reopen', answer)
    await fixture.sent()
    expect(await shown()).toContain('["Data","3","1","3","–"]')
  })

  it('an answer whose message was deleted unnoticed is posted with its scorecard', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    const answer = await fixture.handIn('ana', id, 'gone without a word')
    await fixture.submit('ben', { name: 'challenge.scored', args: [answer] }, { data: '3' })
    const { message } = await fixture.headOf(answer)
    fixture.loseMessage(message)
    await closed(DAY)
    await until(async () => (await fixture.headOf(answer)).message !== message)
    const head = fixture.shown().get((await fixture.headOf(answer)).message)
    expect(wordsOf(head)).toContain('["Data","3","1","3","–"]')
  })

  it('answers on time stay; a late one may be withdrawn and handed in again', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    await fixture.handIn('ana', id, 'on time')
    await closed(DAY)
    expect(await refusal(press('ana', 'challenge.take-back', id))).toBe('challenge.refused.closedEdit')
    await fixture.handIn('ben', id, 'late')
    expect(words(await press('ben', 'challenge.take-back', id))).not.toContain('until the deadline')
    await fixture.handIn('ben', id, 'late, and again')
    expect((await fixture.submissions(id)).at(-1)).toMatchObject({
      author: 'ben',
      late: true,
      state: 'standing',
    })
    const late = (await fixture.submissions(id)).at(-1)
    const receipt = await fixture.submit(
      'ana',
      { name: 'challenge.scored', args: [late?.id ?? ''] },
      { data: '3' },
    )
    expect(words(receipt)).not.toContain('Until the deadline')
    expect(words(await press('ana', 'challenge.reviews', id))).not.toContain('to be reviewed')
  })

  it('a challenge without answers is closed too', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    await fixture.pass(DAY)
    await until(() =>
      fixture.calls.some((c) => c.kind === 'post' && readable(c.message).includes('Nobody handed in')),
    )
    expect(await refusal(fixture.act('ana', { name: 'challenge.manage', args: [id] }, 'x'))).toBe(
      'error.organisersOnly',
    )
  })
})

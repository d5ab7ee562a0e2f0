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

const { press, score } = helpersOf(() => fixture)

describe('a blind challenge', () => {
  it('names no authors before the close', async () => {
    const from = fixture.calls.length
    const blind = await fixture.open({ blind: true })
    await fixture.say('ann-the-author', blind, 'answer: here I am')
    expect(fixture.told('ann-the-author').at(-1)?.summary).toMatch(/blind/u)
    const cards = [...fixture.shown().values()].map(readable).filter((card) => card.includes('Blind: nobody'))
    expect(cards).toHaveLength(1)
    expect(cards[0]).not.toContain('or in the thread')
    const answer = await fixture.handIn('ann-the-author', blind, 'a secret hand')
    const block = '```mermaid\nflowchart LR\nA --> B\n```\n'
    const drawn = await fixture.handIn('bob', blind, `another\n${block.repeat(6)}`)
    const head = fixture.shown().get((await fixture.headOf(drawn)).message)
    const diagrams = head ? readable(head).match(/drawn: diagram-\d/gu) : []
    expect(diagrams).toEqual(['drawn: diagram-1', 'drawn: diagram-2', 'drawn: diagram-3', 'drawn: diagram-4'])
    expect(head && readable(head)).toContain('2 more are in the file')
    await fixture.react('bob', answer, '3️⃣')
    await score('bob', answer, { data: '3' })
    await fixture.pass(5 * 60_000)
    await press('olga', 'challenge.mine')
    const others = fixture.calls
      .slice(from)
      .filter((call) => call.kind !== 'dm' || call.user.user !== 'ann-the-author')
    expect(others.length).toBeGreaterThan(5)
    expect(JSON.stringify(others)).not.toContain('ann-the-author')
    expect(JSON.stringify(await press('olga', 'challenge.mine'))).not.toContain('ann-the-author')
    await fixture.pass(8 * DAY)
    await until(() => JSON.stringify(fixture.calls.slice(-12)).includes('⟦user ann-the-author⟧'))
  })
})

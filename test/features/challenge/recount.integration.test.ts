import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY } from '../../../src/kit/durations.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { closed, press } = helpersOf(() => fixture)

/** How many recounts were requested, without any reaction event. */
const requested = async (submissionId: string) => {
  const [row] = await fixture.database.sql<{ n: number }[]>`
    select reactions_heard as n from submissions where id = ${submissionId}`
  return row?.n
}

it('a first answer requests one recount, and so does a reopened one', async () => {
  const id = await fixture.open()
  const answer = await fixture.handIn('ana', id, 'counted once')
  expect(await requested(answer)).toBe(1)
  await press('ana', 'challenge.take-back', id)
  expect(await requested(answer)).toBe(1)
  await press('olga', 'challenge.reopen', answer)
  expect(await requested(answer)).toBe(2)
  await fixture.handIn('ana', id, 'counted once, and reworded')
  expect(await requested(answer)).toBe(2)
})

it('counts forty reactions in a burst, and one that is toggled', async () => {
  const cai = await fixture.handIn('cai', await fixture.open(), 'liked by many')
  await Promise.all(Array.from({ length: 40 }, (_, n) => fixture.react(`p${n}`, cai, `${(n % 4) + 1}️⃣`)))
  for (let n = 0; n < 5; n++) {
    await fixture.unreact('p0', cai, '1️⃣')
    await fixture.react('p0', cai, '1️⃣')
  }
  await fixture.counted()
  expect(await fixture.votes(cai)).toEqual(
    Array.from({ length: 40 }, (_, n) => `p${n} overall ${(n % 4) + 1}`).sort(),
  )
})

it('a reaction that arrives during a recount is not lost', async () => {
  const ben = await fixture.handIn('ben', await fixture.open(), 'liked at the wrong moment')
  await fixture.counted()
  let once = true
  fixture.whileReading(async () => {
    if (!once) return
    once = false
    await fixture.react('eve', ben, '4️⃣')
  })
  await fixture.challenges.onReactionsCleared(await fixture.headOf(ben))
  await fixture.counted()
  fixture.whileReading(() => undefined)
  expect(once).toBe(false)
  expect(await fixture.votes(ben)).toContain('eve overall 4')
})

it('at the close a voter with conflicting levels is told that none counted', async () => {
  const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
  const answer = await fixture.handIn('ana', id, 'in two minds')
  await fixture.react('hal', answer, '1️⃣', 'unheard')
  await fixture.react('hal', answer, '4️⃣', 'unheard')
  await closed(DAY)
  expect(fixture.told('hal').at(-1)?.summary).toMatch(/several levels/u)
  expect(fixture.told('hal').at(-1)?.summary).not.toMatch(/Leave the one/u)
})

it('a reaction that is taken back leaves the same one of another gender or skin tone', async () => {
  const dan = await fixture.handIn('dan', await fixture.open(), 'juggled by women and men')
  await fixture.react('fay', dan, '🤹‍♀️')
  await fixture.react('fay', dan, '🤹🏽')
  expect(await fixture.votes(dan)).toEqual(['fay multi-objective 1'])
  await fixture.unreact('fay', dan, '🤹🏽')
  await fixture.counted()
  expect(await fixture.votes(dan)).toEqual(['fay multi-objective 1'])
  await fixture.unreact('fay', dan, '🤹‍♀️')
  await fixture.counted()
  expect(await fixture.votes(dan)).toEqual([])
})

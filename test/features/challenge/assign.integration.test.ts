import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Message } from '#bot'
import { DAY } from '../../../src/kit/durations.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { readable } from './reading.ts'

let fixture: ChallengeFixture
let challenge: string
beforeAll(async () => {
  fixture = await openChallengeFixture()
  challenge = await fixture.open()
  for (const name of ['ana', 'ben', 'cai']) await fixture.handIn(name, challenge, `the answer of ${name}`)
  await fixture.pass(2 * 60_000)
})
afterAll(() => fixture?.close())

const reviewsOf = async (user: string) =>
  readable((await fixture.act(user, { name: 'challenge.reviews', args: [challenge] })) as Message)
const idOf = async (author: string) =>
  (await fixture.submissions(challenge)).find((each) => each.author === author)?.id ??
  expect.unreachable(`${author} has not handed in`)

it('a review is listed once it is written, even if its request was withdrawn', async () => {
  expect(await reviewsOf('ben')).toContain('Answer 1: to be reviewed')
  await fixture.handIn('dee', challenge, 'the answer of dee')
  // Dee came between: Ben is to review hers instead of Ana's, of which he was told before.
  expect(await reviewsOf('ben')).not.toContain('Answer 1')
  expect(await reviewsOf('ben')).toContain('Answer 4: to be reviewed')
  await fixture.react('ben', await idOf('ana'), '3️⃣')
  expect(await reviewsOf('ben')).toMatch(
    /Answer 1: reviewed.*Answer 3: to be reviewed.*Answer 4: to be reviewed/su,
  )
})

it('a reviewer of any two answers is not reminded', async () => {
  await fixture.react('ben', await idOf('cai'), '2️⃣')
  expect(await reviewsOf('ben')).toContain('Answer 4: to be reviewed')
  await fixture.pass(4 * DAY)
  const reminded = (user: string) =>
    fixture.told(user).filter(({ summary }) => /still to be written/u.test(summary)).length
  expect(reminded('ana')).toBeGreaterThan(0)
  expect(reminded('ben')).toBe(0)
})

it('requests that nobody was told about are reassigned first', async () => {
  const other = await fixture.open()
  for (const name of ['ana', 'ben', 'cai']) await fixture.handIn(name, other, `the answer of ${name}`)
  await fixture.pass(2 * 60_000)
  await fixture.handIn('dee', other, 'the answer of dee')
  const before = await askedIn(other)
  await fixture.handIn('eli', other, 'the answer of eli')
  const after = await askedIn(other)
  expect(before.filter(({ asked }) => asked).length).toBeGreaterThan(0)
  for (const pair of before.filter(({ asked }) => asked)) expect(after).toContainEqual(pair)
})

async function askedIn(id: string) {
  return fixture.database.sql<{ author: string; reviewer: string; asked: boolean }[]>`
    select s.author, r.reviewer, r.asked_at is not null as asked
    from review_requests r join submissions s on s.id = r.submission_id where s.challenge_id = ${id}`
}

it('nobody is thanked or asked twice for one review, however often answers are taken back', async () => {
  const other = await fixture.open()
  const people = ['fay', 'gil', 'hal', 'ida']
  for (const name of people) await fixture.handIn(name, other, `the answer of ${name}`)
  await fixture.pass(2 * 60_000)
  for (const name of ['fay', 'gil', 'fay']) {
    await fixture.act(name, { name: 'challenge.take-back', args: [other] })
    await fixture.pass(2 * 60_000)
    await fixture.handIn(name, other, `the answer of ${name}, once more`)
    await fixture.pass(2 * 60_000)
  }
  for (const name of people) {
    const asked = fixture.told(name).filter(({ summary }) => summary.includes('eview'))
    const answers = asked.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons.map(({ label }) => label) : [])),
    )
    expect(answers.length, name).toBeGreaterThan(1)
    expect(answers, name).toEqual([...new Set(answers)])
    expect(
      asked.filter(({ summary }) => summary.startsWith('Thank you')),
      name,
    ).toHaveLength(1)
  }
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Message } from '#bot'
import { DAY, openTown, readable, type Town } from './town.ts'

let town: Town
let challenge: string
beforeAll(async () => {
  town = await openTown()
  challenge = await town.open()
  for (const name of ['ana', 'ben', 'cai']) await town.handIn(name, challenge, `the answer of ${name}`)
  await town.pass(2 * 60_000)
})
afterAll(() => town?.close())

const reviewsOf = async (user: string) =>
  readable((await town.act(user, { name: 'challenge.reviews', args: [challenge] })) as Message)
const idOf = async (author: string) =>
  (await town.submissions(challenge)).find((each) => each.author === author)?.id ??
  expect.unreachable(`${author} has not handed in`)

it('a review that somebody is not asked for any more is listed when it is written', async () => {
  expect(await reviewsOf('ben')).toContain('Answer 1: to be reviewed')
  await town.handIn('dee', challenge, 'the answer of dee')
  // Dee came between: Ben is to review hers instead of Ana's, of which he was told before.
  expect(await reviewsOf('ben')).not.toContain('Answer 1')
  expect(await reviewsOf('ben')).toContain('Answer 4: to be reviewed')
  await town.react('ben', await idOf('ana'), '3️⃣')
  expect(await reviewsOf('ben')).toMatch(
    /Answer 1: reviewed.*Answer 3: to be reviewed.*Answer 4: to be reviewed/su,
  )
})

it('whoever has written two, of whichever answers, is not reminded', async () => {
  await town.react('ben', await idOf('cai'), '2️⃣')
  expect(await reviewsOf('ben')).toContain('Answer 4: to be reviewed')
  await town.pass(4 * DAY)
  const reminded = (user: string) =>
    town.told(user).filter(({ summary }) => /still to be written/u.test(summary)).length
  expect(reminded('ana')).toBeGreaterThan(0)
  expect(reminded('ben')).toBe(0)
})

it('what nobody was told of yet is given to others first', async () => {
  const other = await town.open()
  for (const name of ['ana', 'ben', 'cai']) await town.handIn(name, other, `the answer of ${name}`)
  await town.pass(2 * 60_000)
  await town.handIn('dee', other, 'the answer of dee')
  const before = await askedIn(other)
  await town.handIn('eli', other, 'the answer of eli')
  const after = await askedIn(other)
  expect(before.filter(({ asked }) => asked).length).toBeGreaterThan(0)
  for (const pair of before.filter(({ asked }) => asked)) expect(after).toContainEqual(pair)
})

async function askedIn(id: string) {
  return town.database.sql<{ author: string; reviewer: string; asked: boolean }[]>`
    select s.author, r.reviewer, r.asked_at is not null as asked
    from review_requests r join submissions s on s.id = r.submission_id where s.challenge_id = ${id}`
}

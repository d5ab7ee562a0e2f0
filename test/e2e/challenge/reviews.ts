import { expect } from 'vitest'
import type { Group, Name } from '../group/group.ts'
import { heads } from './heads.ts'

type Request = Readonly<{ reviewer: string; number: number; asked: boolean }>

/** The reviewers of each answer, and whether they were told. */
export function requestsOf({ db }: Group): Promise<Request[]> {
  return db.sql<Request[]>`
    select r.reviewer, s.number, r.asked_at is not null as asked
    from review_requests r join submissions s on s.id = r.submission_id`
}

/** Each answer has two reviewers, each author two reviews to write, and a link to each that was asked for. */
export async function expectRequests(group: Group, authors: readonly Name[]): Promise<void> {
  const requests = await requestsOf(group)
  expect(requests.filter(({ asked }) => asked).length).toBeGreaterThan(0)
  const standing = new Map((await heads(group)).map(({ number, post }) => [number, post.id]))
  for (const answer of standing.keys())
    expect(requests.filter(({ number }) => number === answer).length).toBeGreaterThanOrEqual(2)
  for (const each of authors) {
    const { id } = group.members[each]
    const own = requests.filter(({ reviewer }) => reviewer === id)
    expect(own.length).toBeGreaterThanOrEqual(2)
    const dms = (await group.members[each].dms()).filter(({ text }) => text.includes('Please review'))
    const links = dms.flatMap((dm) => Object.entries(dm.links))
    const linked = links.map(([label]) => Number(/\d+/u.exec(label)?.[0]))
    // A person who has written both reviews before is not asked.
    for (const { number, asked } of own) if (asked) expect(linked).toContain(number)
    for (const [label, address] of links) {
      const number = Number(/\d+/u.exec(label)?.[0])
      expect(await group.opens(address)).toBe(standing.get(number))
    }
  }
}

export async function remindersOf({ members }: Group, who: Name): Promise<readonly string[]> {
  return (await members[who].dms())
    .map(({ text }) => text)
    .filter((text) => text.includes('still to be written'))
}

/** An author with reviews to write is reminded, twice at most. @param none the person who wants no reminders */
export async function expectReminders(
  group: Group,
  authors: readonly Name[],
  { none }: Readonly<{ none: Name }>,
): Promise<void> {
  const open = await group.db.sql<{ reviewer: string }[]>`
    select distinct r.reviewer from review_requests r join submissions s on s.id = r.submission_id
    where not exists (select 1 from reviews v where v.answer_id = s.answer_id and v.voter = r.reviewer)
      and not exists (select 1 from votes v where v.answer_id = s.answer_id and v.voter = r.reviewer)`
  const written = await group.db.sql<{ voter: string; n: number }[]>`
    select v.voter, count(distinct s.id)::int as n from votes v join submissions s on s.answer_id = v.answer_id
    group by v.voter`
  for (const each of authors) {
    const reminded = await remindersOf(group, each)
    const { id } = group.members[each]
    // Two reviews of any answers are enough.
    const enough = (written.find(({ voter }) => voter === id)?.n ?? 0) >= 2
    const wanted = !enough && open.some(({ reviewer }) => reviewer === id) && each !== none
    if (wanted) expect(reminded.length, each).toBeGreaterThan(0)
    if (each === none) expect(reminded).toEqual([])
    expect(reminded.length).toBeLessThanOrEqual(2)
  }
}

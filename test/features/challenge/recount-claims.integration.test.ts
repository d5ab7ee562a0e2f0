import { sql as statement } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { challenges, submissions } from '../../../src/db/schema.ts'
import { createAnswer } from '../../../src/features/answers/store.ts'
import { claimRecount, requestRecount } from '../../../src/features/challenge/store/recounts.ts'
import { insertSubmission } from '../../../src/features/challenge/store/submissions.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'

const SPACE = { platform: 'playground', space: 's' } as const
const T0 = Date.parse('2026-03-01T17:00:00Z')
const PEOPLE = ['ana', 'ben', 'cai', 'dee', 'eli']

let database: TestDatabase
let ids: readonly string[]

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  const { id: groupId } = await groupAt(db, SPACE)
  ids = await db.transaction(async (tx) => {
    const [challenge] = await tx
      .insert(challenges)
      .values({
        ...SPACE,
        groupId,
        scheduleId: '00000000-0000-4000-8000-000000000001',
        channel: 'c',
        problem: 'fraud-detection',
        language: 'en',
        blind: false,
        phase: 'open',
        postedAt: T0,
        deadlineAt: T0 + 1,
      })
      .returning({ id: challenges.id })
    const made: string[] = []
    for (const author of PEOPLE) {
      const answer = {
        groupId,
        problem: 'fraud-detection',
        language: 'en',
        author: { ...SPACE, user: author },
      } as const
      const { id } = await insertSubmission(tx, {
        challengeId: challenge?.id ?? expect.unreachable(),
        answerId: await createAnswer(tx, answer),
        author,
        late: false,
        handedInAt: T0,
      })
      made.push(id)
      // As autovacuum may do: from then on the planner counts on one.
      if (made.length === 1) await tx.execute(statement`analyze`)
    }
    return made
  })
})
afterAll(() => database?.close())
beforeEach(() => requestRecount(database.db, ids))

it.each([
  { way: 'hash joins', off: ['mergejoin', 'nestloop'] },
  { way: 'merge joins', off: ['hashjoin', 'nestloop'] },
  { way: 'nested loops', off: ['hashjoin', 'mergejoin'] },
])('one submission is taken at a time, planned with $way', async ({ off }) => {
  const claims = await database.db.transaction(async (tx) => {
    for (const method of off) await tx.execute(statement.raw(`set local enable_${method} = off`))
    const taken: string[] = []
    for (const _ of ids) {
      const claim = await claimRecount(tx, ['playground'])
      taken.push(claim?.submissionId ?? 'none')
      const due = await tx.select().from(submissions).where(statement`recount_at <= now()`)
      expect(due).toHaveLength(ids.length - taken.length)
    }
    expect(await claimRecount(tx, ['playground'])).toBeUndefined()
    return taken
  })
  expect(claims.toSorted()).toEqual([...ids].toSorted())
})

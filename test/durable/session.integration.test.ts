import { sql as statement } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { deliveries } from '../../src/db/schema.ts'
import { isGone, openSession, type Session } from '../../src/durable/lease/session.ts'
import { outboxForTests, post, said } from '../support/outbox.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const outbox = outboxForTests()
const { put, start, rows, empty } = outbox

const opened: Session[] = []
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close()
})

async function open(): Promise<Session> {
  const session = await openSession(outbox.database())
  opened.push(session)
  return session
}

async function gone(id: string | undefined): Promise<boolean | undefined> {
  const { rows } = await outbox
    .db()
    .execute<{ gone: boolean }>(statement`select ${isGone(statement`${id ?? null}::text`)} as gone`)
  return rows[0]?.gone
}

/** A delivery that this process has leased for ten minutes. */
async function leasedBy(id: string | undefined): Promise<void> {
  await outbox
    .db()
    .update(deliveries)
    .set({ attempts: 1, leasedBy: id ?? null, leasedUntil: new Date(Date.now() + 600_000) })
}

test('a process is known to be gone when it left, and not before', async () => {
  const session = await open()
  const other = await open()
  expect(other.id()).not.toBe(session.id())
  const id = session.id()
  expect(await gone(id)).toBe(false)
  await session.close()
  await until(() => gone(id))
  expect(await gone(other.id())).toBe(false)
  expect(await gone('1000000000.5-77')).toBe(false)
})

test('it comes back by itself, as the same, when its session breaks', async () => {
  const session = await open()
  const id = session.id()
  const pid = () =>
    session.query(async (db) => {
      const { rows } = await db.execute<{ pid: number }>(statement`select pg_backend_pid() as pid`)
      return rows[0]?.pid
    })
  const before = await pid()
  await outbox.db().execute(statement`select pg_terminate_backend(${before ?? 0})`)
  await until(async () => session.id() === id && (await pid().catch(() => before)) !== before)
  expect(await gone(id)).toBe(false)
})

test('a delivery that a dead process was sending goes on at once, as a repetition', async () => {
  const dead = await open()
  await put('a', post('a1'))
  await leasedBy(dead.id())
  await put('a', post('a2'))
  await dead.close()
  const platform = scriptedPlatform('playground')
  start(platform, { session: await open() })
  await until(empty)
  expect(said(platform.calls)).toEqual(['a1', 'a2'])
  expect(platform.calls).toMatchObject([{ retried: true }, { retried: false }])
})

test('a replica that waits sees another die', async () => {
  const other = await open()
  await put('a', post('a1'))
  await leasedBy(other.id())
  const platform = scriptedPlatform('playground')
  start(platform, { session: await open() })
  await put('b', post('b1'))
  await until(async () => (await rows()).length === 1)
  expect(said(platform.calls)).toEqual(['b1'])
  await other.close()
  await until(empty)
  expect(platform.calls).toMatchObject([{ retried: false }, { retried: true }])
})

test('a delivery that a living process sends is left alone, and so is one that is sent here', async () => {
  const gate = Promise.withResolvers<void>()
  const mine = await open()
  const slow = scriptedPlatform('playground', () => gate.promise)
  await put('a', post('a1'))
  start(slow, { session: mine, workers: 1 })
  await until(() => slow.calls.length === 1)
  expect((await rows())[0]?.leasedBy).toBe(mine.id())
  const quick = scriptedPlatform('playground')
  start(quick, { session: await open() })
  for (let round = 0; round < 5; round++) {
    await put('b', post(`b${round}`))
    await until(async () => (await rows()).length === 1)
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  gate.resolve()
  await until(empty)
  expect(said([...slow.calls, ...quick.calls]).toSorted()).toEqual(['a1', 'b0', 'b1', 'b2', 'b3', 'b4'])
})

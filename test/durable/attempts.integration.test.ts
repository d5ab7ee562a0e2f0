import { sql as statement } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MessageRef, PlatformError } from '#bot'
import { createAttempts, deletionOf, NotYet, pruneFailures, wordingOf } from '../../src/durable/attempts.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const messageIn = (message: string): MessageRef => ({
  platform: 'discord',
  space: 's',
  channel: 'c',
  thread: 't',
  message,
})
const written = (message: string, at = 0) => ({ ref: messageIn(message), at })
type Written = ReturnType<typeof written>
const fault = new Error('a mistake of ours')

/** A bot that is started, on the same database as those before it. */
function startAttempts() {
  const lines: string[] = []
  const aside: string[] = []
  const attempts = createAttempts({
    db: database.db,
    log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }),
    onSetAside: (platform) => aside.push(platform),
  })
  return { ...attempts, lines, aside }
}

/** Handles messages, of which some fail. @returns those that were handled */
async function handle(
  { each }: ReturnType<typeof startAttempts>,
  all: readonly Written[],
  broken: (message: Written) => unknown,
) {
  const handled: string[] = []
  const faults = await each(all, wordingOf, async (message) => {
    handled.push(message.ref.message)
    const error = broken(message)
    if (error !== undefined) throw error
  })
  return { handled, faults }
}

test('a message that fails three times is set aside, also after a restart, and the others are handled', async () => {
  const all = [written('m1'), written('m2'), written('m3')]
  const broken = ({ ref }: Written) => (ref.message === 'm2' ? fault : undefined)
  const [first, second, third, fourth] = [startAttempts(), startAttempts(), startAttempts(), startAttempts()]
  expect(await handle(first, all, broken)).toEqual({ handled: ['m1', 'm2', 'm3'], faults: [fault] })
  expect(await handle(second, all, broken)).toEqual({ handled: ['m1', 'm2', 'm3'], faults: [fault] })
  expect([...first.aside, ...second.aside]).toEqual([])
  expect(await handle(third, all, broken)).toEqual({ handled: ['m1', 'm2', 'm3'], faults: [] })
  expect(third.aside).toEqual(['discord'])
  expect(JSON.parse(third.lines[0] ?? '')).toMatchObject({
    msg: 'an event was set aside',
    platform: 'discord',
    event: 't/m2@0',
    attempts: 3,
  })
  expect(await handle(fourth, all, broken)).toEqual({ handled: ['m1', 'm3'], faults: [] })
})

test('an edit of a message that was set aside is tried', async () => {
  const attempts = startAttempts()
  for (const _ of [1, 2, 3]) await handle(attempts, [written('edited')], () => fault)
  expect((await handle(attempts, [written('edited')], () => undefined)).handled).toEqual([])
  expect((await handle(attempts, [written('edited', 1)], () => undefined)).handled).toEqual(['edited'])
})

test('an event and a reading of the thread share one count', async () => {
  const attempts = startAttempts()
  const message = written('shared')
  expect(await attempts.failed(wordingOf(message), fault)).toBe(false)
  expect((await handle(attempts, [message], () => fault)).faults).toEqual([fault])
  expect(await attempts.failed(wordingOf(message), fault)).toBe(true)
  expect((await handle(attempts, [message], () => fault)).handled).toEqual([])
})

test('a deletion is an event of its own', async () => {
  const attempts = startAttempts()
  const message = written('deleted')
  for (const _ of [1, 2, 3]) await attempts.failed(deletionOf(message.ref), fault)
  expect((await handle(attempts, [message], () => undefined)).handled).toEqual(['deleted'])
})

test.each([
  ['a platform that is away', () => new PlatformError('later', 'away')],
  [
    'a connection that is lost',
    () => new Error('failed query', { cause: new Error('Connection terminated unexpectedly') }),
  ],
  ['a server that ends', () => Object.assign(new Error('terminating'), { code: '57P01' })],
  ['one of several', () => new AggregateError([fault, new PlatformError('later', 'away')])],
])('%s is not counted, and ends the reading at once', async (name, error) => {
  const attempts = startAttempts()
  const all = [written(name), written(`${name}, next`)]
  for (const _ of [1, 2, 3, 4]) await expect(handle(attempts, all, error)).rejects.toThrow()
  expect((await handle(attempts, all, () => undefined)).handled).toHaveLength(2)
})

test('an event that has to wait is not counted and holds up no other, until several have to', async () => {
  const attempts = startAttempts()
  const all = ['w1', 'w2', 'w3', 'w4'].map((each) => written(each))
  const waits = new NotYet('its file is not there')
  const waiting = (...names: readonly string[]) =>
    handle(attempts, all, ({ ref }) => (names.includes(ref.message) ? waits : undefined))
  for (const _ of [1, 2, 3, 4]) {
    const { handled, faults } = await waiting('w1', 'w3')
    expect({ handled, faults }).toEqual({ handled: ['w1', 'w2', 'w3', 'w4'], faults: [waits, waits] })
  }
  await expect(waiting('w1', 'w2', 'w3')).rejects.toBe(waits)
})

test('a transaction that was idle for too long counts, because the bot let it', async () => {
  const attempts = startAttempts()
  const idle = Object.assign(new Error('terminating connection'), { code: '25P03' })
  for (const _ of [1, 2]) expect(await attempts.failed({ platform: 'slack', id: 'idle' }, idle)).toBe(false)
  expect(await attempts.failed({ platform: 'slack', id: 'idle' }, idle)).toBe(true)
})

test('old failures are forgotten, young ones are not', async () => {
  const attempts = startAttempts()
  for (const message of ['old', 'young'])
    for (const _ of [1, 2, 3]) await handle(attempts, [written(message)], () => fault)
  await database.db.execute(
    statement`update event_failures set failed_at = now() - interval '61 days' where event like '%/old@%'`,
  )
  await pruneFailures(database.db)
  const { handled } = await handle(attempts, [written('old'), written('young')], () => undefined)
  expect(handled).toEqual(['old'])
})

import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type BotEvent, type Outcome, type Platform, PlatformError } from '#bot'
import { type Connections, createConnections } from '../../src/app/connections.ts'
import { ConfigError } from '../../src/db/config-error.ts'
import { leases } from '../../src/db/schema.ts'
import { openSession, type Session } from '../../src/durable/lease/session.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let session: Session
const opened: Connections[] = []

beforeAll(async () => {
  database = await testDatabase()
  session = await openSession(database)
})
afterEach(async () => {
  for (const connections of opened.splice(0)) await connections.close()
  await database.db.delete(leases)
})
afterAll(async () => {
  await session.close()
  await database.close()
})

function create(
  platform: Partial<Platform>,
  stored = new Map([['playground' as const, false]]),
): Connections {
  const whole = { ...scriptedPlatform('playground'), ...platform }
  const connections = createConnections({
    platforms: new Map([['playground', whole]]),
    stored,
    session,
    listen: database.listen,
    log: pino({ level: 'silent' }),
    onState: () => undefined,
    onLost: () => undefined,
  })
  opened.push(connections)
  return connections
}

const handled: BotEvent[] = []
const handle = async (event: BotEvent): Promise<Outcome> => {
  handled.push(event)
  return 'done'
}

test('a holder’s findings are known before this replica connects, and if it never does', async () => {
  const first = create({ readsMessages: true })
  const seen = first.platforms.get('playground')
  expect(seen?.readsMessages).toBe(false)
  expect(first.in('connecting')).toEqual(['playground'])
  await first.open([], handle)
  expect(first.in('connected')).toEqual(['playground'])
  expect(seen?.readsMessages).toBe(true)
  const second = create({ readsMessages: false })
  await second.open([], handle)
  expect(second.in('standby')).toEqual(['playground'])
  await until(() => second.platforms.get('playground')?.readsMessages)
})

test('an event that comes when the lease is not held is not handled', async () => {
  let emit: ((event: BotEvent) => Promise<Outcome>) | undefined
  const connections = create({
    start: async (_, onEvent) => {
      emit = onEvent
    },
  })
  await connections.open([], handle)
  const event = { kind: 'connected', platform: 'playground' } as const
  expect(await emit?.(event)).toBe('done')
  await connections.close()
  handled.length = 0
  expect(await emit?.(event)).toBe('fault')
  expect(handled).toEqual([])
})

test('a shared inbound connection is open in every replica, and heard without a lease', async () => {
  handled.length = 0
  const emits: ((event: BotEvent) => Promise<Outcome>)[] = []
  const shared: Partial<Platform> = {
    inbound: 'shared',
    start: async (_, onEvent) => void emits.push(onEvent),
  }
  const [first, second] = [create(shared), create(shared)]
  expect(first.in('connecting')).toEqual(['playground'])
  for (const replica of [first, second]) await replica.open([], handle)
  expect(first.in('connected')).toEqual(['playground'])
  expect(second.in('connected')).toEqual(['playground'])
  expect(second.platforms.get('playground')?.readsMessages).toBe(true)
  for (const emit of emits) expect(await emit({ kind: 'connected', platform: 'playground' })).toBe('done')
  expect(handled).toHaveLength(2)
  expect(await database.db.select().from(leases)).toEqual([])
})

test('a shared inbound connection is tried again, or ends the start', async () => {
  const refused = create({
    inbound: 'shared',
    start: () => Promise.reject(new PlatformError('forbidden', 'not here')),
  })
  await expect(refused.open([], handle)).rejects.toEqual(new ConfigError('not here'))
  let tries = 0
  const slow = create({
    inbound: 'shared',
    start: async () => {
      if (++tries === 1) throw new Error('the database went away')
    },
  })
  await slow.open([], handle)
  expect(slow.in('connecting')).toEqual(['playground'])
  await until(() => slow.in('connected').length === 1)
})

test('a failure that an operator has to correct ends the start; one that may pass is tried again', async () => {
  const refused = create({ start: () => Promise.reject(new PlatformError('forbidden', 'a bad token')) })
  await expect(refused.open([], handle)).rejects.toEqual(new ConfigError('a bad token'))
  await refused.close()
  let tries = 0
  const slow = create({
    start: async () => {
      if (++tries === 1) throw new PlatformError('later', 'no network')
    },
  })
  await slow.open([], handle)
  expect(slow.in('connecting')).toEqual(['playground'])
  await until(() => slow.in('connected').length === 1)
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PlatformError } from '#bot'
import { leases } from '../../src/db/schema.ts'
import { readStoredAccess } from '../../src/durable/lease/lease.ts'
import { giveBack, renew, take } from '../../src/durable/lease/row.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { newWatch, type Replica, type ReplicaOptions, startReplica, type Watch } from '../support/replica.ts'
import { openSql } from '../support/sql.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
let watch: Watch
let replicas: Replica[]

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.delete(leases)
  watch = newWatch()
  replicas = []
})
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()))
})

async function start(name: string, options?: ReplicaOptions): Promise<Replica> {
  const replica = await startReplica(database, watch, name, options)
  replicas.push(replica)
  return replica
}

/** Those by which replicas are present and listen; what the test itself asks must not fail. */
async function terminateSessions(): Promise<void> {
  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and (query ilike 'listen%'
      or pid in (select pid from pg_locks where locktype = 'advisory'))`
}

/** Random numbers that are the same in every run. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A lease that outlasts the test: whoever takes it was told, or knows its holder to be gone. */
const ENDLESS = { leaseMs: 600_000, fenceMs: 300_000, lookMs: 300 }

describe('the lease', () => {
  test('is held by one, and the others know what it learnt', async () => {
    const first = await start('a', { readsMessages: false })
    await first.lease.tried
    expect(first.lease.state()).toBe('connected')
    expect(first.lease.holds()).toBe(true)
    const second = await start('b')
    await second.lease.tried
    expect(second.lease.state()).toBe('standby')
    expect(second.lease.holds()).toBe(false)
    await until(() => second.lease.readsMessages() === false)
    expect(await readStoredAccess(database.db)).toEqual(new Map([['playground', false]]))
    expect(watch.events).toEqual(['a opens'])
  })

  test('is handed over at once by who stops', async () => {
    const first = await start('a', { timing: ENDLESS })
    await first.lease.tried
    const second = await start('b', { timing: { ...ENDLESS, lookMs: 600_000 } })
    await second.lease.tried
    await first.stop()
    await until(second.connected)
    expect(watch.events).toEqual(['a opens', 'a closed', 'b opens'])
  })

  test('is taken at once from who died', async () => {
    const first = await start('a', { timing: ENDLESS })
    await first.lease.tried
    const second = await start('b', { timing: ENDLESS })
    await second.lease.tried
    await first.die()
    await until(second.connected)
    expect(watch.events).toEqual(['a opens', 'a died', 'b opens'])
  })

  test('is taken at once by who is restarted after its own death', async () => {
    const first = await start('a', { timing: ENDLESS })
    await first.lease.tried
    await first.die()
    const second = await start('b', { timing: ENDLESS })
    // The server may need a moment to notice the death, during which the second one is on standby.
    await until(second.connected)
    expect(watch.events).toEqual(['a opens', 'a died', 'b opens'])
  })

  test('runs out where nobody knows whether its holder lives: the server was restarted', async () => {
    const expiresAt = new Date(Date.now() + 1_500)
    await database.db
      .insert(leases)
      .values({ platform: 'playground', holder: '1000000000.5-77', token: 5, expiresAt })
    const replica = await start('a', { timing: { lookMs: 100 } })
    await until(replica.connected)
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime())
    expect(await database.db.select().from(leases)).toMatchObject([{ token: 6 }])
  })

  test('stays with a holder that only lost its session', async () => {
    const first = await start('a', { timing: ENDLESS })
    await first.lease.tried
    const second = await start('b', { timing: { ...ENDLESS, lookMs: 20, goneMs: 60_000 } })
    await second.lease.tried
    for (let round = 0; round < 5; round++) {
      await terminateSessions()
      await sleep(100)
    }
    expect(first.lease.holds()).toBe(true)
    expect(watch.events).toEqual(['a opens'])
  })
})

test('however it flaps, one connection is open at a time, and at the end there is one', async () => {
  const random = mulberry(7)
  const wait = () => sleep(random() * 30)
  const timing = { ...ENDLESS, renewMs: 100, lookMs: 50, goneMs: 4_000, retryMs: 20 }
  const opening = async () => {
    await wait()
    if (random() < 0.3) throw new PlatformError('later', 'not now')
  }
  const begin = (name: string) => start(name, { timing, opening, closing: wait })
  let names = 3
  const running = await Promise.all(['r1', 'r2', 'r3'].map(begin))
  const opens = () => watch.events.filter((event) => event.endsWith('opens')).length
  const held = () => running.some((replica) => replica.connected())
  for (let round = 0; round < 300 && opens() < 8; round++) {
    // Where each is replaced before it can know that the holder is gone, nobody ever has the lease.
    if (random() < 0.5) await until(held)
    await sleep(random() * 200)
    const at = Math.floor(random() * running.length)
    const chosen = running[at]
    if (random() < 0.3) await terminateSessions()
    else if (chosen) {
      await (random() < 0.8 ? chosen.stop() : chosen.die())
      running[at] = await begin(`r${++names}`)
    }
  }
  await until(held)
  expect(watch.most).toBe(1)
  expect(watch.open).toBe(1)
  expect(opens()).toBeGreaterThanOrEqual(8)
})

describe('a holder that cannot renew', () => {
  const SHORT = { leaseMs: 30_000, renewMs: 200, fenceMs: 1_500, lookMs: 100 }

  test('has closed before another opens', async () => {
    const first = await start('a', { timing: SHORT, closing: () => sleep(200) })
    await first.lease.tried
    const second = await start('b', { timing: SHORT })
    await second.lease.tried
    first.freeze()
    await until(() => watch.events.includes('a closed'))
    expect(second.lease.state()).toBe('standby')
    await database.sql`update leases set expires_at = now() where expires_at > now()`
    await until(second.connected)
    expect(watch.events).toEqual(['a opens', 'a closed', 'b opens'])
    expect(first.lease.holds()).toBe(false)
  })

  test('closes while the database stalls, and opens when it is back', async () => {
    const replica = await start('a', { timing: SHORT })
    await replica.lease.tried
    const staller = openSql(database.source)
    replicas.push({ ...replica, stop: staller.close })
    const stalled = staller.sql.begin(async (tx) => {
      await tx`lock table leases in access exclusive mode`
      await until(() => watch.events.includes('a closed'))
      const [row] = await tx<{ left: boolean }[]>`select expires_at > clock_timestamp() as left from leases`
      return row?.left
    })
    expect(await stalled).toBe(true)
    await until(replica.connected)
    await staller.close()
    expect(watch.events).toEqual(['a opens', 'a closed', 'a opens'])
  })

  test('closes also while it is still opening', async () => {
    const closed = Promise.withResolvers<void>()
    const replica = await start('a', {
      timing: SHORT,
      opening: () => closed.promise,
      closing: async () => closed.resolve(),
    })
    await until(() => watch.open === 1)
    replica.freeze()
    await until(() => watch.open === 0)
    expect(replica.lease.state()).toBe('connecting')
  })

  test('knows it although its timers are late', async () => {
    const timing = { ...SHORT, renewMs: 50, fenceMs: 300 }
    const replica = await start('a', { timing })
    await until(() => replica.lease.holds())
    const end = performance.now() + timing.fenceMs + 100
    while (performance.now() < end);
    expect(replica.lease.holds()).toBe(false)
  })
})

describe('a connection that cannot be opened', () => {
  test('is tried again, and another replica may have it meanwhile', async () => {
    const fails = async () => {
      throw new PlatformError('later', 'no network')
    }
    const first = await start('a', { timing: { ...ENDLESS, retryMs: 50 }, opening: fails })
    await first.lease.tried
    expect(first.lease.state()).toBe('connecting')
    await until(() => watch.events.filter((event) => event === 'a opens').length >= 3)
    const second = await start('b', { timing: { ...ENDLESS, lookMs: 20 } })
    await until(second.connected)
    await until(() => first.lease.state() === 'standby')
    expect(watch.most).toBe(1)
  })

  test('for good is said to who starts, and the lease is free', async () => {
    const refused = new PlatformError('forbidden', 'the token is refused')
    const first = await start('a', { timing: ENDLESS, opening: () => Promise.reject(refused) })
    await expect(first.lease.tried).rejects.toBe(refused)
    const second = await start('b', { timing: ENDLESS })
    await second.lease.tried
    expect(second.lease.state()).toBe('connected')
  })

  test('for good after standing by ends the process', async () => {
    const first = await start('a', { timing: ENDLESS })
    await first.lease.tried
    const refused = new PlatformError('forbidden', 'the token is refused')
    const second = await start('b', { timing: ENDLESS, opening: () => Promise.reject(refused) })
    await second.lease.tried
    await first.stop()
    await until(() => second.lost.length > 0)
    expect(second.lost).toEqual(['the token is refused'])
  })
})

test('a holder that lost the lease changes nothing any more', async () => {
  const { db } = database
  const old = await take(db, 'playground', 'old', 0, {})
  const now = await take(db, 'playground', 'new', 600_000, {})
  expect(old).toBeDefined()
  expect(now).toBeGreaterThan(old ?? 0)
  expect(await renew(db, 'playground', old ?? 0, 'old', 600_000, undefined)).toBe(false)
  await giveBack(db, 'playground', old ?? 0)
  expect(await take(db, 'playground', 'third', 600_000, { own: old, gone: 'old' })).toBeUndefined()
  expect(await db.select().from(leases)).toMatchObject([{ holder: 'new', token: now }])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliveries } from '../../../src/db/schema.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import { mock as feature, type MockApi } from '../../../src/features/mock/index.ts'
import type { MockState } from '../../../src/features/mock/rules/state.ts'
import { step } from '../../../src/features/mock/rules/step.ts'
import { getMock, insertMock } from '../../../src/features/mock/store.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { manualClock } from '../../support/clock.ts'
import { content } from '../../support/content.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { type Driven, drive, featureDeps } from '../../support/features.ts'
import { ana, KIT, lobby, started, T0 } from './fixtures.ts'

const NOW = T0 + 10 * MINUTE

let database: TestDatabase
let mocks: Driven<MockApi>
let channels = 0

beforeAll(async () => {
  database = await testDatabase()
  mocks = drive(feature, featureDeps({ ...database, clock: manualClock(NOW), content }))
})
afterAll(() => database?.close())

async function insert(problem: string, state: MockState): Promise<string> {
  const { db } = database
  const { id: groupId } = await groupAt(db, ana.user)
  const channel = { platform: 'discord', space: 's', channel: `c${++channels}` } as const
  const rest = { groupId, channel, problem, own: null, language: 'en', minutes: 45, state } as const
  const id = await db.transaction((tx) => insertMock(tx, rest, T0))
  if (id === undefined) throw new Error('no mock')
  return id
}

const stateOf = async (id: string) => (await getMock(database.db, id))?.state

test('open mocks whose problem is gone are ended without a message; others stay as they are', async () => {
  const open = [await insert('gone', lobby()), await insert('gone', started())]
  const cancelled = step(lobby(), { kind: 'cancel', by: ana, at: T0 }, KIT).state
  const untouched = [await insert('fraud-detection', started()), await insert('gone', cancelled)]
  const before = await Promise.all(untouched.map(stateOf))
  await mocks.reconcile()
  for (const id of open)
    expect(await stateOf(id)).toMatchObject({ phase: 'cancelled', reason: 'unsent', at: NOW })
  expect(await Promise.all(untouched.map(stateOf))).toEqual(before)
  expect(await database.db.select().from(deliveries)).toEqual([])
})

test('the alarm of a mock that was ended so finds nothing to do', async () => {
  const id = await insert('gone', started())
  await mocks.reconcile()
  const ended = await stateOf(id)
  const alarm = { kind: 'mock', key: id, dueAt: NOW }
  await database.db.transaction(async (tx) => mocks.alarms.mock?.(tx, alarm, NOW + MINUTE))
  expect(await stateOf(id)).toEqual(ended)
})

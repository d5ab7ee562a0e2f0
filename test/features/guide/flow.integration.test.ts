import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActionEvent, JoinedEvent } from '#bot'
import { deliveries, inboundEvents } from '../../../src/db/schema.ts'
import { restoreDelivery } from '../../../src/durable/outbox/delivery.ts'
import { startDeliveries } from '../../../src/durable/outbox/index.ts'
import { guide as feature } from '../../../src/features/guide/index.ts'
import type { Peers } from '../../../src/features/peers.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { drive, featureDeps, NO_PEERS } from '../../support/features.ts'
import { NO_PICTURES } from '../../support/no-pictures.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'
import { until } from '../../support/until.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const channelOf = (space: string) => ({ platform: 'playground', space, channel: 'general' }) as const
const joined = (space: string, spaceLocale = 'en'): JoinedEvent => ({
  kind: 'joined',
  id: 'joined',
  channel: channelOf(space),
  spaceLocale,
})

function create(open: Peers['mock']['open']) {
  const peers = { ...NO_PEERS, mock: { ...NO_PEERS.mock, open } }
  return drive(feature, featureDeps({ ...database, peers }))
}

const nothing = async () => undefined
const waiting = async () =>
  (await database.db.select().from(deliveries)).map(({ payload }) => restoreDelivery(payload))

test('is posted once for a space, however often it is joined, also when events are long forgotten', async () => {
  const guide = create(nothing)
  await Promise.all([guide.onJoined(joined('a')), guide.onJoined(joined('a')), guide.onJoined(joined('a'))])
  await guide.onJoined(joined('b', 'zh'))
  const all = await waiting()
  expect(all).toHaveLength(2)
  const [english, chinese] = all.map((delivery) => JSON.stringify(delivery))
  expect(english).toContain('/mock fraud-detection')
  expect(english).toContain('Start a mock')
  expect(english).toContain('Look around')
  expect(english).toContain('See the weekly challenge')
  expect(chinese).toContain('开始一场模拟')
  const platform = scriptedPlatform('playground')
  const log = pino({ level: 'silent' })
  const { db, listen } = database
  const sending = startDeliveries({
    db,
    listen,
    log,
    renderer: NO_PICTURES,
    platforms: new Map([['playground', platform]]),
  })
  await until(async () => (await waiting()).length === 0)
  await sending.stop()
  await db.delete(inboundEvents)
  await guide.onJoined(joined('a'))
  expect(await waiting()).toEqual([])
  const told = platform.calls.map((call) => call.kind === 'post' && call.to)
  expect(told).toHaveLength(2)
  // Each space has a stream of its own, so either may be the first.
  expect(told).toEqual(expect.arrayContaining([channelOf('a'), channelOf('b')]))
})

test('its buttons open a mock, and say what is where', async () => {
  const wishes: unknown[] = []
  const guide = create(async (_event, _caller, options) => {
    wishes.push(options)
    return { summary: 'opened', blocks: [] }
  })
  const never = () => Promise.reject(new Error('it is not asked'))
  const event: ActionEvent = {
    kind: 'action',
    id: '1',
    action: { name: 'guide.mock', args: [] },
    actor: { platform: 'playground', space: 'a', user: 'ana', name: 'Ana', admin: false, locale: 'zh' },
    channel: channelOf('a'),
    missing: [],
    threads: true,
    defer: never,
    reply: never,
    tell: never,
    openForm: never,
  }
  const { 'guide.mock': mock, 'guide.around': around } = guide.actions
  expect(mock?.answer).toBe('private')
  expect(await guide.run(event)).toEqual({ summary: 'opened', blocks: [] })
  expect(wishes).toEqual([{ problem: 'fraud-detection' }])
  expect(around?.answer).toBe('private')
  expect(await guide.run({ ...event, action: { name: 'guide.around', args: [] } })).toMatchObject({
    summary: '四处看看',
  })
})

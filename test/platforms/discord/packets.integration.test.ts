import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScript, type Script } from '../../platform-contract/script.ts'
import { alter, alteration } from '../../support/altered.ts'
import { until } from '../../support/until.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

type Packet = Readonly<{ t: string; d: unknown }>

const USER = { id: '7', username: 'ada', global_name: 'Ada', discriminator: '0', avatar: null }
const MEMBER = { user: USER, nick: null, permissions: '0', roles: [], joined_at: '2026-01-01T00:00:00+00:00' }
const FILE = { id: '9', filename: 'a.png', size: 9, url: 'https://cdn/a.png', content_type: 'image/png' }
const CHANNEL = { id: '20', type: 0, guild_id: '1', name: 'general', permissions: '0' }
const MESSAGE = {
  id: '500',
  channel_id: '20',
  guild_id: '1',
  type: 0,
  author: USER,
  member: { nick: null },
  content: 'text',
  timestamp: '2026-05-03T12:00:00.000000+00:00',
  edited_timestamp: null,
  attachments: [FILE],
  message_snapshots: [{ message: { content: 'forwarded', attachments: [FILE] } }],
  reactions: [{ emoji: { id: null, name: '👍' } }],
}
const REACTION = {
  user_id: '7',
  channel_id: '20',
  guild_id: '1',
  message_id: '500',
  emoji: { id: null, name: '👍' },
}
const interaction = (type: number, data: unknown) => ({
  t: 'INTERACTION_CREATE',
  d: {
    id: '600',
    application_id: '3',
    token: 'a-token',
    version: 1,
    type,
    data,
    guild_id: '1',
    channel_id: '20',
    channel: CHANNEL,
    member: MEMBER,
    message: MESSAGE,
    locale: 'en-GB',
    guild_locale: 'en-US',
    app_permissions: '0',
    entitlements: [],
    authorizing_integration_owners: { 0: '1' },
    context: 0,
  },
})

const DOCUMENTED: readonly Packet[] = [
  { t: 'MESSAGE_CREATE', d: MESSAGE },
  { t: 'MESSAGE_UPDATE', d: { ...MESSAGE, edited_timestamp: MESSAGE.timestamp } },
  { t: 'MESSAGE_DELETE', d: { id: '500', channel_id: '20', guild_id: '1' } },
  { t: 'MESSAGE_DELETE_BULK', d: { ids: ['500'], channel_id: '20', guild_id: '1' } },
  { t: 'MESSAGE_REACTION_ADD', d: { ...REACTION, member: MEMBER } },
  { t: 'MESSAGE_REACTION_REMOVE', d: REACTION },
  { t: 'MESSAGE_REACTION_REMOVE_ALL', d: REACTION },
  { t: 'MESSAGE_REACTION_REMOVE_EMOJI', d: REACTION },
  { t: 'THREAD_CREATE', d: { ...CHANNEL, id: '30', type: 11, parent_id: '20' } },
  { t: 'THREAD_UPDATE', d: { ...CHANNEL, id: '30', type: 11, parent_id: '20' } },
  { t: 'THREAD_DELETE', d: { id: '30', type: 11, guild_id: '1', parent_id: '20' } },
  { t: 'THREAD_LIST_SYNC', d: { guild_id: '1', threads: [{ ...CHANNEL, id: '30', type: 11 }] } },
  { t: 'CHANNEL_CREATE', d: CHANNEL },
  { t: 'CHANNEL_UPDATE', d: CHANNEL },
  { t: 'CHANNEL_DELETE', d: CHANNEL },
  { t: 'GUILD_CREATE', d: { id: '1', name: 'Group', channels: [CHANNEL], threads: [], members: [MEMBER] } },
  { t: 'GUILD_UPDATE', d: { id: '1', name: 'Group' } },
  { t: 'GUILD_DELETE', d: { id: '1', unavailable: true } },
  { t: 'RESUMED', d: { _trace: [] } },
  { t: 'SOMETHING_NEW', d: { id: '1' } },
  interaction(2, { id: '4', name: 'mock', type: 1, options: [{ name: 'problem', type: 3, value: 'rag' }] }),
  interaction(3, { custom_id: 'schedule.x', component_type: 2 }),
  interaction(3, { custom_id: 'schedule.x', component_type: 3, values: ['a'] }),
  interaction(4, {
    id: '4',
    name: 'mock',
    type: 1,
    options: [{ name: 'problem', type: 3, value: 'r', focused: true }],
  }),
  interaction(5, {
    custom_id: 'f',
    components: [{ type: 18, component: { type: 4, custom_id: 'a', value: 'b' } }],
  }),
]

let stage: DiscordStage
let script: Script
beforeAll(async () => {
  stage = await openDiscordStage()
  script = createScript()
  await stage.platform.start([], script.onEvent)
})
afterAll(() => stage.close())

/** A message that comes now is still heard. */
async function expectHeard(): Promise<void> {
  const ref = await stage.alice.say(stage.channel, 'still here?')
  expect(await script.hear('message', ({ id }) => id === ref.message)).toMatchObject({ change: 'posted' })
}

/** Starts the platform anew: a stop waits for what is still being handled. */
async function restart(): Promise<void> {
  await stage.platform.stop()
  await stage.platform.start([], script.onEvent)
}

/** A packet as documented, with an id that no other has. */
const numbered = ({ t, d }: Packet, n: number): Packet => ({
  t,
  d: t === 'INTERACTION_CREATE' ? alter(d, ['id'], String(10_000 + n)) : d,
})

test.each(['entitlements', 'authorizing_integration_owners', 'channel', 'app_permissions', 'guild_locale'])(
  'an interaction without %s is handled',
  async (name) => {
    const { t, d } = interaction(3, { custom_id: 'challenge.rules', component_type: 2 })
    const id = String(7000 + name.length)
    stage.fake.gateway.dispatch(t, alter({ ...d, id }, [name], undefined))
    expect(await script.hear('action', (event) => event.id === id)).toMatchObject({
      action: { name: 'challenge.rules' },
    })
    await expectHeard()
  },
)

test('all documented packets are taken without a warning', async () => {
  const before = stage.logged.length
  const kinds = [
    'command',
    'action',
    'autocomplete',
    'form',
    'reaction',
    'reactions-cleared',
    'gone',
  ] as const
  const seen = () => kinds.map((kind) => script.heard.filter((event) => event.kind === kind).length)
  const heard = seen()
  for (const [n, packet] of DOCUMENTED.entries()) {
    const { t, d } = numbered(packet, n)
    stage.fake.gateway.dispatch(t, d)
  }
  await until(() => seen().every((count, at) => count > (heard[at] ?? 0)))
  await expectHeard()
  expect(stage.logged.slice(before).filter(({ message }) => message.includes('skipped'))).toEqual([])
})

test('a packet of which a field lacks, or is of another type, costs one line at most', async () => {
  // What the tests above have sent may still write its lines.
  await restart()
  let n = 100
  const malformed = fc
    .nat(DOCUMENTED.length - 1)
    .map((index) => numbered(DOCUMENTED[index] ?? { t: '', d: {} }, n++))
    .chain(({ t, d }) => alteration(d).map((other): Packet => ({ t, d: other })))
  await fc.assert(
    fc.asyncProperty(fc.array(malformed, { minLength: 1, maxLength: 20 }), async (packets) => {
      const before = stage.logged.length
      for (const { t, d } of packets) stage.fake.gateway.dispatch(t, d)
      await expectHeard()
      await restart()
      const logged = stage.logged.slice(before)
      expect(logged.length).toBeLessThanOrEqual(packets.length)
      expect(logged.filter(({ level }) => level === 'error')).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('a frame that can not be read is skipped with one line', async () => {
  const frames = [
    'null',
    '[]',
    '1',
    '"text"',
    'no JSON',
    '{}',
    '{"op":"0"}',
    '{"op":0,"t":"READY","s":1,"d":null}',
    '{"op":0,"t":"READY","s":1,"d":{}}',
    '{"op":0,"t":5,"s":1,"d":{}}',
    '{"op":0,"t":"MESSAGE_CREATE","d":{}}',
    '{"op":9}',
    '{"op":9,"d":null}',
    '{"op":10}',
    '{"op":10,"d":null}',
    '{"op":10,"d":{"heartbeat_interval":"1"}}',
  ]
  for (const frame of [...frames, Buffer.from('{"op":7}')]) {
    const before = stage.logged.length
    stage.fake.gateway.write(frame)
    await expectHeard()
    expect(stage.logged.slice(before), String(frame)).toHaveLength(1)
  }
})

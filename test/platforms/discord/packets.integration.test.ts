import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createScript, type Script } from '../../platform-contract/script.ts'
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

/** The paths of all fields, such as `['author', 'id']`, the packet's own `d` as the empty one. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, each]) => pathsIn(each, [...path, name]))]
}

/** The same with another value at a path; undefined, which JSON leaves out, removes it. */
function altered(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value))
    return value.map((each, at) => (String(at) === name ? altered(each, rest, by) : each))
  const fields = Object.entries(value ?? {})
  return Object.fromEntries(fields.map(([key, each]) => [key, key === name ? altered(each, rest, by) : each]))
}

const malformed: fc.Arbitrary<Packet> = fc.constantFrom(...DOCUMENTED).chain(({ t, d }) =>
  fc
    .record({
      path: fc.constantFrom(...pathsIn(d)),
      by: fc.constantFrom(undefined, null, 0, -1.5, true, '', 'text', [], [null], {}, { id: {} }),
    })
    .map(({ path, by }) => ({ t, d: altered(d, path, by) })),
)

let stage: DiscordStage
let script: Script
beforeAll(async () => {
  stage = await openDiscordStage()
  script = createScript()
  await stage.platform.start([], script.onEvent)
})
afterAll(() => stage.close())

/** What is said now is still heard. */
async function isHeard(): Promise<void> {
  const ref = await stage.alice.say(stage.channel, 'still here?')
  await script.hear('message', ({ id }) => id === ref.message)
}

test.each(['entitlements', 'authorizing_integration_owners'])(
  'an interaction without %s is handled',
  async (name) => {
    const { t, d } = interaction(3, { custom_id: 'challenge.rules', component_type: 2 })
    const id = name.length === 12 ? '7001' : '7002'
    stage.fake.gateway.dispatch(t, altered({ ...d, id }, [name], undefined))
    await script.hear('action', (event) => event.kind === 'action' && event.id === id)
    await isHeard()
  },
)

test('a packet of which a field lacks, or is of another type, is skipped with one line at most', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(malformed, { minLength: 30, maxLength: 30 }), async (packets) => {
      const before = stage.logged.length
      for (const { t, d } of packets) stage.fake.gateway.dispatch(t, d)
      await isHeard()
      expect(stage.logged.length - before).toBeLessThanOrEqual(packets.length)
    }),
    { numRuns: 20 },
  )
})

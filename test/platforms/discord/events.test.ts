import { type GatewayDispatchPayload, MessageType, REST } from 'discord.js'
import { expect, test } from 'vitest'
import { readPacket } from '../../../src/platforms/discord/events.ts'
import { createThreadParents } from '../../../src/platforms/discord/thread-parents.ts'

const SELF = '99'
const author = { id: '7', username: 'ada', global_name: 'Ada L.', discriminator: '0', avatar: null }
const message = {
  id: '500',
  channel_id: '20',
  guild_id: '1',
  author,
  member: { nick: 'Countess' },
  type: MessageType.Default,
  content: 'text',
  timestamp: '2026-05-03T12:00:00.000000+00:00',
  edited_timestamp: null,
  attachments: [],
}

/** Channel 20, and thread 30 in it, are known. */
function read(t: string, d: object) {
  const threadParents = createThreadParents(new REST())
  threadParents.remember({ id: '20', type: 0 })
  threadParents.remember({ id: '30', type: 11, parent_id: '20' })
  return readPacket({ op: 0, s: 1, t, d } as unknown as GatewayDispatchPayload, SELF, threadParents)
}

const reaction = {
  user_id: '7',
  channel_id: '30',
  message_id: '500',
  guild_id: '1',
  emoji: { id: null, name: '👍' },
}

test('a message tells who said what, where and when', async () => {
  const files = [{ id: '1', filename: 'a.png', size: 9, url: 'https://cdn/a.png', content_type: 'image/png' }]
  expect(await read('MESSAGE_CREATE', { ...message, channel_id: '30', attachments: files })).toEqual([
    {
      kind: 'message',
      change: 'posted',
      id: '500',
      message: {
        ref: { platform: 'discord', space: '1', channel: '20', thread: '30', message: '500' },
        author: { platform: 'discord', space: '1', user: '7', name: 'Countess', bot: false },
        text: 'text',
        files: [{ id: '1', name: 'a.png', bytes: 9, url: 'https://cdn/a.png', mediaType: 'image/png' }],
        writtenAt: Date.UTC(2026, 4, 3, 12),
        at: Date.UTC(2026, 4, 3, 12),
      },
    },
  ])
})

test.each([
  ['its own messages', 'MESSAGE_CREATE', { ...message, author: { ...author, id: SELF } }],
  ['that a thread was opened', 'MESSAGE_CREATE', { ...message, type: MessageType.ThreadCreated }],
  [
    'a thread’s first message, again',
    'MESSAGE_CREATE',
    { ...message, type: MessageType.ThreadStarterMessage },
  ],
  ['that someone joined', 'MESSAGE_CREATE', { ...message, type: MessageType.UserJoin }],
  ['a link’s preview', 'MESSAGE_UPDATE', { ...message, embeds: [{}] }],
  ['an update without its author', 'MESSAGE_UPDATE', { id: '500', channel_id: '20', guild_id: '1' }],
  ['its own reactions', 'MESSAGE_REACTION_ADD', { ...reaction, user_id: SELF }],
  ['a guild’s own emoji', 'MESSAGE_REACTION_ADD', { ...reaction, emoji: { id: '5', name: 'blob' } }],
  [
    'a guild’s own emoji, cleared',
    'MESSAGE_REACTION_REMOVE_EMOJI',
    { ...reaction, emoji: { id: '5', name: 'blob' } },
  ],
  ['an outage of a guild', 'GUILD_DELETE', { id: '1', unavailable: true }],
  ['what it does not know', 'TYPING_START', {}],
])('leaves out %s', async (_, t, d) => {
  expect(await read(t, d)).toEqual([])
})

test.each([
  ['another bot', { author: { ...author, bot: true } }],
  ['a webhook', { webhook_id: '3' }],
])('%s is known as one', async (_, more) => {
  expect(await read('MESSAGE_CREATE', { ...message, ...more })).toMatchObject([
    { message: { author: { bot: true } } },
  ])
})

test('forwarded texts and files count as the message’s own', async () => {
  const file = { id: '1', filename: 'message.txt', size: 9, url: 'https://cdn/a' }
  const forward = {
    ...message,
    content: '',
    message_reference: { type: 1, channel_id: '20', message_id: '400' },
    message_snapshots: [{ message: { content: 'Of elsewhere', attachments: [file] } }, { message: {} }],
  }
  expect(await read('MESSAGE_CREATE', forward)).toMatchObject([
    { message: { text: 'Of elsewhere', files: [{ name: 'message.txt' }] } },
  ])
  // An update that names other fields only must not empty it.
  const edited_timestamp = '2026-05-03T12:01:00+00:00'
  expect(await read('MESSAGE_UPDATE', { ...forward, edited_timestamp })).toHaveLength(1)
  const without = { ...forward, message_snapshots: undefined }
  expect(await read('MESSAGE_UPDATE', { ...without, edited_timestamp })).toEqual([])
  expect(await read('MESSAGE_CREATE', without)).toMatchObject([{ message: { text: '' } }])
})

test('an edit has the id of its time', async () => {
  const [event] = await read('MESSAGE_UPDATE', { ...message, edited_timestamp: '2026-05-03T12:01:00+00:00' })
  expect(event).toMatchObject({ change: 'edited', id: '500:2026-05-03T12:01:00+00:00' })
})

test.each([
  ['all', 'MESSAGE_REACTION_REMOVE_ALL', {}],
  ['one kind', 'MESSAGE_REACTION_REMOVE_EMOJI', { emoji: { id: null, name: '👍' } }],
])('reactions are cleared: %s', async (_, t, more) => {
  const place = { channel_id: '30', message_id: '500', guild_id: '1' }
  expect(await read(t, { ...place, ...more })).toEqual([
    {
      kind: 'reactions-cleared',
      message: { platform: 'discord', space: '1', channel: '20', thread: '30', message: '500' },
    },
  ])
})

test('deletions come one by one, also in bulk', async () => {
  const deleted = { id: '500', channel_id: '30', guild_id: '1' }
  expect(await read('MESSAGE_DELETE', deleted)).toMatchObject([
    { change: 'deleted', id: '500:deleted', ref: { channel: '20', thread: '30', message: '500' } },
  ])
  const bulk = await read('MESSAGE_DELETE_BULK', { ids: ['500', '501'], channel_id: '20', guild_id: '1' })
  expect(bulk.map((event) => 'id' in event && event.id)).toEqual(['500:deleted', '501:deleted'])
})

test.each([
  ['THREAD_DELETE', { id: '30', guild_id: '1', parent_id: '20', type: 11 }, { channel: '20', thread: '30' }],
  ['CHANNEL_DELETE', { id: '20', guild_id: '1', type: 0 }, { channel: '20' }],
  ['GUILD_DELETE', { id: '1' }, {}],
])('%s is gone', async (t, d, place) => {
  expect(await read(t, d)).toEqual([{ kind: 'gone', place: { platform: 'discord', space: '1', ...place } }])
})

test('a forwarded message counts with its text and its files', async () => {
  const file = { id: '1', filename: 'board.png', size: 9, url: 'https://cdn/board.png' }
  const forwarded = { message: { content: 'answer: two towers', attachments: [file], type: 0 } }
  const heard = await read('MESSAGE_CREATE', { ...message, content: '', message_snapshots: [forwarded] })
  expect(heard).toMatchObject([{ message: { text: 'answer: two towers', files: [{ name: 'board.png' }] } }])
  const both = await read('MESSAGE_CREATE', { ...message, content: 'see', message_snapshots: [forwarded] })
  expect(both).toMatchObject([{ message: { text: 'see\n\nanswer: two towers' } }])
  const empty = await read('MESSAGE_CREATE', { ...message, message_snapshots: [{ message: {} }] })
  expect(empty).toMatchObject([{ message: { text: 'text', files: [] } }])
})

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { action } from '#bot'
import { BOT_EVENTS, BOT_SCOPES } from '../../../src/platforms/slack/manifest.ts'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackStage } from './stage.ts'

let stage: SlackStage
let script: Script

beforeEach(async () => {
  stage = await openSlackStage()
  script = createScript()
  await stage.platform.start(commands, script.onEvent)
})
afterEach(() => stage.close())

const threadOn = async (title: string) => {
  const head = await stage.platform.post(stage.channel, text(title), title, false)
  return { head, thread: await stage.platform.openThread(head, title) }
}

test('a reaction in a thread tells of the thread, also of messages that were never heard', async () => {
  const { thread } = await threadOn('Thread')
  const said = await stage.alice.say(thread, 'Mine')
  await script.hear('message')
  await stage.members.alice.react(stage.message(said), 'three')
  expect(await script.hear('reaction')).toMatchObject({ message: said, emoji: '3️⃣', added: true })
  await stage.platform.stop()
  const unheard = await stage.alice.say(thread, 'Nobody listens')
  await stage.platform.start(commands, script.onEvent)
  await stage.members.bob.react(stage.message(unheard), 'thumbsup::skin-tone-3')
  expect(await script.hear('reaction', ({ emoji }) => emoji === '👍')).toMatchObject({ message: unheard })
})

test('a reaction that comes again after minutes is told as late', async () => {
  const { head } = await threadOn('Head')
  const { events } = stage.fake
  stage.members.bob.react(stage.message(head), 'one')
  expect(await script.hear('reaction')).not.toHaveProperty('late')
  const { event } = events.sent.find(({ kind }) => kind === 'reaction_added') ?? { event: {} }
  const minuteAgo = `${Math.floor(Date.now() / 1000) - 60}.000100`
  events.publish('reaction_added', 'reactions:read', { ...event, reaction: 'two', event_ts: minuteAgo })
  expect(await script.hear('reaction', ({ emoji }) => emoji === '2️⃣')).toMatchObject({ late: true })
})

test('a message that comes again after minutes is told as it stands by then', async () => {
  const { thread } = await threadOn('Thread')
  const { events } = stage.fake
  const [edited, deleted] = [await stage.alice.say(thread, 'One'), await stage.alice.say(thread, 'Two')]
  await script.hear('message', ({ change, ...rest }) => change === 'posted' && 'message' in rest)
  const minuteAgo = `${Math.floor(Date.now() / 1000) - 60}.000100`
  const again = ({ message }: typeof edited) => {
    const { event } = events.sent.find((sent) => sent.kind === 'message' && sent.event.ts === message) ?? {}
    events.publish('message.channels', 'channels:history', { ...event, event_ts: minuteAgo })
  }
  await stage.alice.rewrite(edited, 'One and a half')
  await stage.alice.remove(deleted)
  await script.hear('message', ({ change }) => change === 'deleted')
  const before = script.heard.length
  again(edited)
  again(deleted)
  await until(() => script.heard.length === before + 2)
  expect(script.heard.slice(before)).toMatchObject([
    { change: 'posted', message: { ref: edited, text: 'One and a half' } },
    { change: 'deleted', ref: deleted },
  ])
})

test('emoji without a meaning are no events', async () => {
  const { head } = await threadOn('Head')
  await stage.members.bob.react(stage.message(head), 'unicorn_face')
  await stage.members.bob.react(stage.message(head), 'eyes')
  expect(await script.hear('reaction')).toMatchObject({ emoji: '👀' })
})

test('one emoji in two skins is one reaction', async () => {
  const { head } = await threadOn('Head')
  for (const name of ['thumbsup', 'thumbsup::skin-tone-3'])
    await stage.members.bob.react(stage.message(head), name)
  expect(await stage.platform.readReactions(head)).toEqual([{ emoji: '👍', user: stage.bob.ref }])
})

test('a deleted message on which a thread stands is deleted, though a stone is left', async () => {
  const { head, thread } = await threadOn('Head')
  await stage.alice.say(thread, 'An answer')
  stage.members.alice.delete(stage.message(head))
  expect(await script.hear('message', ({ change }) => change === 'deleted')).toMatchObject({ ref: head })
})

test('the bot’s own card that somebody deletes is told', async () => {
  const ref = await stage.platform.post(stage.channel, text('Lobby'), 'k', false)
  stage.members.alice.delete(stage.message(ref))
  expect(await script.hear('message')).toMatchObject({ change: 'deleted', ref })
})

test('an answer in its thread changes no message', async () => {
  const said = await stage.alice.say(stage.channel, 'Head')
  await stage.bob.say({ ...stage.channel, thread: said.message }, 'Reply')
  await script.hear('message', (event) => event.change === 'posted' && event.message.text === 'Reply')
  await sleep(50)
  expect(script.heard.filter(({ kind }) => kind === 'message')).toHaveLength(2)
})

test('a link’s preview is no edit', async () => {
  const said = await stage.alice.say(stage.channel, 'see https://a.example/b')
  stage.fake.unfurl(stage.message(said))
  await stage.alice.say(stage.channel, 'marker')
  await script.hear('message', (event) => event.change === 'posted' && event.message.text === 'marker')
  expect(script.heard.filter(({ kind }) => kind === 'message')).toHaveLength(2)
  expect(await script.hear('message')).toMatchObject({ message: { text: 'see https://a.example/b' } })
})

test('redelivered events have the same id, edits another', async () => {
  stage.fake.events.duplicateNext('message')
  const said = await stage.alice.say(stage.channel, 'Twice')
  const ids = () => script.heard.flatMap((event) => (event.kind === 'message' ? [event.id] : []))
  await until(() => ids().length === 2)
  await stage.alice.rewrite(said, 'Edited')
  await until(() => ids().length === 3)
  expect(new Set(ids()).size).toBe(2)
})

test('a text arrives as it was typed', async () => {
  const words = 'a < b && c > d, @Bob: `x`'
  await stage.alice.say(stage.channel, words)
  expect(await script.hear('message')).toMatchObject({ message: { text: words } })
})

test.each([
  ['is asked for', 'described', { name: 'notes.md', mediaType: 'text/markdown', bytes: 5 }],
  ['stays closed', 'denied', { withheld: 'denied', url: '' }],
] as const)('a file of another workspace %s, in events and in readings', async (_, foreign, expected) => {
  const { thread } = await threadOn('Thread')
  const file = { name: 'notes.md', data: 'Notes', foreign }
  stage.members.alice.say(stage.room, '', { thread: String(thread.thread), files: [file] })
  const heard = await script.hear('message')
  expect(heard).toMatchObject({ message: { text: '', files: [expected] } })
  const [read] = (await stage.platform.readMessages(thread)).messages
  expect(read).toMatchObject({ files: [expected] })
  const [ref] = read?.files ?? []
  const bytes = ref && stage.platform.download(ref, 5)
  if (foreign === 'described') expect(Buffer.from((await bytes) ?? []).toString()).toBe('Notes')
  else await expect(bytes).rejects.toMatchObject({ kind: 'forbidden' })
})

test('a file of another workspace about which Slack says nothing for now is marked as unknown', async () => {
  const { thread } = await threadOn('Thread')
  const file = { name: 'notes.md', data: 'Notes', foreign: 'described' as const }
  stage.fake.faults.add({ method: /^files.info$/u, status: 503 })
  stage.members.alice.say(stage.room, 'see', { thread: String(thread.thread), files: [file] })
  expect(await script.hear('message')).toMatchObject({ message: { files: [{ withheld: 'unknown' }] } })
})

test('a snippet is known as one, and a forwarded message beside words counts', async () => {
  const { thread } = await threadOn('Thread')
  const at = { thread: String(thread.thread) }
  const files = [{ name: 'Untitled', data: 'x = 1', snippet: 'python' }]
  const said = stage.members.alice.say(stage.room, '', { ...at, files })
  expect(await script.hear('message')).toMatchObject({
    message: { files: [{ name: 'Untitled', mediaType: 'text/plain', snippet: 'python' }] },
  })
  stage.members.bob.forward(said, stage.room, { ...at, text: 'as said:' })
  expect(
    await script.hear('message', (each) => each.change === 'posted' && each.message.text !== ''),
  ).toMatchObject({
    message: { text: 'as said:', files: [{ snippet: 'python' }] },
  })
})

test('channels that are archived or deleted are gone', async () => {
  const secret = stage.fake.addChannel({ name: 'secret', private: true })
  const [other, third] = ['a', 'b'].map((name) => stage.fake.addChannel({ name, private: name === 'b' }))
  secret.archive()
  stage.room.archive()
  other?.delete()
  third?.delete()
  const gone = () =>
    script.heard.flatMap((event) =>
      event.kind === 'gone' && 'channel' in event.place ? [event.place.channel] : [],
    )
  const all = [secret, stage.room, other, third].map((channel) => channel?.id)
  await expect.poll(() => gone().sort()).toEqual(all.sort())
})

test('the manifest asks for what is used, and for nothing else', async () => {
  const { platform, fake, room, members, alice, bob, channel } = stage
  const card = {
    summary: 'Card',
    blocks: [{ type: 'buttons', buttons: [{ label: 'Press', action: action('press') }] }],
  } as const
  script.on('mock', (event) => event.defer('private'))
  const secret = fake.addChannel({ name: 'secret', private: true })
  secret.invite(members.alice.user)
  for (const place of [room, secret]) {
    const at = { ...channel, channel: place.id }
    await members.alice.command(place, '/mock rag')
    const head = await platform.post(at, card, `head-${place.id}`, false)
    const thread = await platform.openThread(head, 'Thread')
    await platform.post(thread, text('Welcome'), `in-${place.id}`, true)
    members.alice.say(place, 'With a file', { thread: head.message, files: [{ name: 'a.png', data: PIXEL }] })
    const file = await until(async () => (await platform.readMessages(thread)).messages[0]?.files[0])
    await platform.download(file, 1000)
    await script.hear('message', ({ id }) => id.startsWith(place.id))
  }
  await platform.post(
    channel,
    { ...card, blocks: [{ type: 'file', name: 'a.md', text: 'x' }] },
    'file',
    false,
  )
  await platform.dm(bob.ref, text('Hello'), 'dm', true)
  const said = await alice.say(channel, 'Vote')
  await platform.react(said, '👍')
  await alice.react(said, '1️⃣')
  await alice.unreact(said, '1️⃣')
  await platform.readReactions(said)
  await script.hear('reaction', ({ added }) => !added)
  members.bob.openHome()
  await script.hear('home')
  const [third, fourth] = [fake.addChannel({ name: 'x' }), fake.addChannel({ name: 'y', private: true })]
  third.delete()
  fourth.delete()
  room.archive()
  secret.archive()
  fake.uninstall()
  await script.hear('lost')
  await until(() => script.heard.filter(({ kind }) => kind === 'gone').length === 5)
  expect([...fake.used.scopes].toSorted()).toEqual(Object.keys(BOT_SCOPES).toSorted())
  expect([...fake.used.events].toSorted()).toEqual([...BOT_EVENTS].toSorted())
  expect(fake.violations).toEqual([])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { allPermissionsBut } from '../../fakes/discord/index.ts'
import { commands, createScript, text } from '../../platform-contract/script.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

let stage: DiscordStage

beforeEach(async () => {
  stage = await openDiscordStage()
})
afterEach(() => stage.close())

test('a thread that it may not read is not taken for empty', async () => {
  const head = await stage.platform.post(stage.channel, text('head'), 'head', false)
  const thread = await stage.platform.openThread(head, 'Thread')
  await stage.alice.say(thread, 'an answer')
  stage.room.allowBot(allPermissionsBut('READ_MESSAGE_HISTORY'))
  expect(await stage.platform.readMessages(thread)).toEqual({ messages: [], complete: false })
  stage.room.allowBot(allPermissionsBut())
  expect(await stage.platform.readMessages(thread)).toMatchObject({
    messages: [{ text: 'an answer' }],
    complete: true,
  })
})

test.each([
  ['all', undefined, []],
  ['of one kind', '2️⃣', ['3️⃣']],
])('reactions that a moderator takes away, %s, are heard', async (_, emoji, left) => {
  const script = createScript()
  await stage.platform.start(commands, script.onEvent)
  const ref = await stage.platform.post(stage.channel, text('Score'), 'score', false)
  await stage.bob.react(ref, '2️⃣')
  await stage.alice.react(ref, '3️⃣')
  stage.members.alice.clearReactions(stage.message(ref), emoji)
  expect(await script.hear('reactions-cleared')).toEqual({ kind: 'reactions-cleared', message: ref })
  expect((await stage.platform.readReactions(ref)).map((each) => each.emoji)).toEqual(left)
})

test('a member’s message that a webhook’s copy replaces is told as replaced, in threads', async () => {
  const script = createScript()
  await stage.platform.start(commands, script.onEvent)
  const head = await stage.platform.post(stage.channel, text('head'), 'head', false)
  const thread = await stage.platform.openThread(head, 'Thread')
  const room = stage.room.threads[0] ?? expect.unreachable('the thread is open')
  const files = [{ name: 'sketch.png', data: 'x' }]
  const original = stage.members.bob.say(room, 'A: an answer to the question', { files })
  const copy = stage.guild.relay(room, 'Alter', 'an answer to the question', files)
  stage.members.bob.delete(original)
  expect(await script.hear('message', ({ change }) => change === 'replaced')).toMatchObject({
    ref: stage.refOf(original),
    message: {
      ref: stage.refOf(copy),
      author: stage.bob.ref,
      text: 'an answer to the question',
      relayed: true,
    },
  })
  const { messages } = await stage.platform.readMessages(thread)
  expect(messages).toMatchObject([{ ref: stage.refOf(copy), relayed: true, author: { bot: true } }])
  const wished = stage.members.bob.say(room, 'not this')
  stage.members.bob.delete(wished)
  expect(await script.hear('message', ({ change }) => change === 'deleted')).toMatchObject({
    ref: stage.refOf(wished),
  })
})

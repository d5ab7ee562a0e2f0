import { describe, expect, test } from 'vitest'
import { PlatformError } from '#bot'
import { until } from '../support/until.ts'
import type { Scene } from './contract.ts'
import { text } from './script.ts'
import { openThread, PIXEL } from './sending.ts'

export function hearingContract(now: () => Scene): void {
  describe('hearing', () => {
    test('says that it is connected', async () => {
      const { platform, script } = now()
      expect(await script.hear('connected')).toEqual({ kind: 'connected', platform: platform.name })
      expect(platform.readsMessages).toBe(true)
    })

    test('a message in a thread is heard, its edit and its deletion too', async () => {
      const { platform, stage, script } = now()
      const thread = await openThread(now(), 'hear')
      const ref = await stage.alice.say(thread, 'My answer', { name: 'sketch.png', data: PIXEL })
      const posted = await script.hear(
        'message',
        (each) => each.change === 'posted' && each.id.includes(ref.message),
      )
      expect(posted).toMatchObject({
        message: {
          ref,
          text: 'My answer',
          author: { ...stage.alice.ref, name: stage.alice.name, bot: false },
        },
      })
      if (posted.change !== 'posted') throw new Error('it was posted')
      const { writtenAt } = posted.message
      expect(posted.message.at).toBe(writtenAt)
      await until(() => Date.now() > writtenAt)
      await stage.alice.rewrite(ref, 'My better answer')
      const edited = await script.hear(
        'message',
        (each) => each.change === 'edited' && each.message.ref.message === ref.message,
      )
      expect(edited).toMatchObject({ message: { ref, text: 'My better answer' } })
      expect(edited.id).not.toBe(posted.id)
      if (edited.change !== 'edited') throw new Error('it was edited')
      expect(edited.message.writtenAt).toBe(writtenAt)
      expect(edited.message.at).toBeGreaterThan(writtenAt)
      const [read] = (await platform.readMessages(thread)).messages
      expect(read).toMatchObject({ text: 'My better answer', writtenAt, at: edited.message.at })
      await stage.alice.remove(ref)
      const deleted = await script.hear(
        'message',
        (each) => each.change === 'deleted' && each.ref.message === ref.message,
      )
      expect(deleted).toMatchObject({ ref })
    })

    test('its own messages are no events', async () => {
      const { platform, stage, script } = now()
      const own = await platform.post(stage.channel, text('By myself'), 'own', false)
      const marker = await stage.alice.say(stage.channel, 'marker')
      await script.hear(
        'message',
        (each) => each.change === 'posted' && each.message.ref.message === marker.message,
      )
      expect(script.heard.some((each) => JSON.stringify(each).includes(own.message))).toBe(false)
    })

    test('reactions come and go', async () => {
      const { platform, stage, script } = now()
      const ref = await platform.post(stage.channel, text('Score'), 'score', false)
      await platform.react(ref, '2️⃣')
      await stage.bob.react(ref, '2️⃣')
      const seen = (added: boolean) =>
        script.hear('reaction', (each) => each.message.message === ref.message && each.added === added)
      expect(await seen(true)).toEqual({
        kind: 'reaction',
        message: ref,
        user: stage.bob.ref,
        emoji: '2️⃣',
        added: true,
      })
      expect(await platform.readReactions(ref)).toEqual([{ emoji: '2️⃣', user: stage.bob.ref }])
      await stage.bob.unreact(ref, '2️⃣')
      expect(await seen(false)).toMatchObject({ user: stage.bob.ref, emoji: '2️⃣' })
      expect(await platform.readReactions(ref)).toEqual([])
    })

    test('a thread can be read whole', async () => {
      const { platform, stage } = now()
      const thread = await openThread(now(), 'read')
      const refs = []
      for (let i = 0; i < 130; i++) refs.push(await stage.alice.say(thread, `Line ${i}`))
      await platform.post(thread, text('From the bot'), 'bot-line', false)
      const { messages, complete } = await platform.readMessages(thread)
      expect(messages.map((each) => each.text)).toEqual(Array.from({ length: 130 }, (_, i) => `Line ${i}`))
      expect(messages.map((each) => each.ref)).toEqual(refs)
      expect(messages[0]).toMatchObject({ author: stage.alice.ref })
      expect(complete).toBe(true)
    })

    test('a file can be fetched, up to a size', async () => {
      const { platform, stage } = now()
      const thread = await openThread(now(), 'file')
      const data = Buffer.from('x'.repeat(5000))
      await stage.alice.say(thread, 'A file', { name: 'answer.txt', data })
      const file = (await platform.readMessages(thread)).messages.flatMap((each) => each.files)[0]
      if (!file) throw new Error('the file is not there')
      expect(file).toMatchObject({ name: 'answer.txt', bytes: 5000 })
      expect(Buffer.from(await platform.download(file, 5000))).toEqual(data)
      const tooLarge = platform.download({ ...file, bytes: 0 }, 4999)
      await expect(tooLarge).rejects.toMatchObject({ kind: 'invalid' })
      await expect(tooLarge).rejects.toBeInstanceOf(PlatformError)
    })

    test('a forwarded message has the text and the files of the one that it forwards', async (context) => {
      const { platform, stage, script } = now()
      const [thread, other] = [await openThread(now(), 'forward'), await openThread(now(), 'from')]
      const file = { name: 'message.txt', data: Buffer.from('the rest') }
      const original = await stage.alice.say(other, 'Of elsewhere & <b>', file)
      const forwarded = await stage.alice.forward(original, thread)
      if (!forwarded) return context.skip('the service forwards no messages')
      const expected = {
        ref: forwarded,
        author: { ...stage.alice.ref, bot: false },
        text: 'Of elsewhere & <b>',
        files: [{ name: 'message.txt', bytes: 8 }],
      }
      const heard = await script.hear(
        'message',
        (each) => each.change === 'posted' && each.message.ref.message === forwarded.message,
      )
      expect(heard).toMatchObject({ message: expected })
      const [read] = (await platform.readMessages(thread)).messages
      expect(read).toMatchObject(expected)
      for (const each of read?.files ?? [])
        expect(Buffer.from(await platform.download(each, 8))).toEqual(file.data)
    })

    test('a deleted thread is told', async (context) => {
      const { stage, script } = now()
      const thread = await openThread(now(), 'gone')
      if (!(await stage.deleteThread(thread))) return context.skip('the service deletes no threads')
      expect(await script.hear('gone')).toEqual({ kind: 'gone', place: thread })
    })

    test('every request was valid by the service’s own rules', async () => {
      expect(await now().stage.violations()).toEqual([])
    })
  })
}

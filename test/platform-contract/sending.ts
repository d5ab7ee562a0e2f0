import { describe, expect, test } from 'vitest'
import { action, type Message, PlatformError, timeToken, userToken } from '#bot'
import { until } from '../support/until.ts'
import type { Scene } from './contract.ts'
import { text } from './script.ts'

/** The smallest PNG: one grey pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

const card = (title: string, label: string): Message => ({
  summary: title,
  tone: 'live',
  blocks: [
    { type: 'heading', text: title },
    { type: 'fields', fields: [{ name: 'Stage', value: 'Metrics' }] },
    { type: 'divider' },
    { type: 'note', text: 'A hint' },
    { type: 'buttons', buttons: [{ label, action: action('press', title), style: 'primary' }] },
  ],
})

export function sendingContract(now: () => Scene): void {
  describe('sending', () => {
    test('posts a text and tells where it stands', async () => {
      const { platform, stage } = now()
      const ref = await platform.post(stage.channel, text('Hello, **group**'), 'hello', false)
      const seen = (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      expect(seen?.ref).toEqual(ref)
      expect(seen?.text).toContain('group')
    })

    test('posts a card and edits it', async () => {
      const { platform, stage } = now()
      const ref = await platform.post(stage.channel, card('Lobby', 'Start'), 'card', false)
      const find = async () =>
        (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      expect((await find())?.buttons).toEqual(['Start'])
      expect((await find())?.text).toMatch(/Lobby[\s\S]*Metrics[\s\S]*A hint/)
      await platform.edit(ref, card('Running', 'Next stage'))
      expect((await find())?.buttons).toEqual(['Next stage'])
      expect((await find())?.text).not.toContain('Lobby')
      await platform.edit(ref, text('Over'))
      expect((await find())?.buttons).toEqual([])
      expect((await find())?.text).toContain('Over')
    })

    test('edits a plain text into a card', async () => {
      const { platform, stage } = now()
      const ref = await platform.post(stage.channel, text('plain'), 'plain', false)
      await platform.edit(ref, card('Now a card', 'Go'))
      const seen = (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      expect(seen?.buttons).toEqual(['Go'])
      expect(seen?.text).not.toContain('plain')
    })

    test('loses nothing of a long text, and returns the message with the buttons', async () => {
      const { platform, stage } = now()
      const paragraphs = Array.from({ length: 60 }, (_, i) => `Paragraph ${i}: ${'lorem ipsum '.repeat(20)}`)
      const thread = await openThread(now(), 'long')
      const ref = await platform.post(
        thread,
        {
          summary: 'Long',
          blocks: [
            { type: 'text', text: paragraphs.join('\n\n') },
            { type: 'buttons', buttons: [{ label: 'Read', action: action('press', 'read') }] },
          ],
        },
        'long',
        false,
      )
      const all = await stage.messages(thread)
      for (let i = 0; i < paragraphs.length; i++)
        expect(all.some((each) => each.text.includes(`Paragraph ${i}:`))).toBe(true)
      expect(all.at(-1)?.ref).toEqual(ref)
      expect(all.at(-1)?.buttons).toEqual(['Read'])
    })

    test('draws a table with every cell', async () => {
      const { platform, stage } = now()
      const rows = [
        ['Framing', '3', 'good'],
        ['Data', '2', 'thin'],
      ]
      const ref = await platform.post(
        stage.channel,
        { summary: 'Scores', blocks: [{ type: 'table', columns: ['Criterion', 'Median', 'Note'], rows }] },
        'table',
        false,
      )
      const seen = (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      for (const cell of ['Framing', 'Data', 'Median', '3', '2', 'thin']) expect(seen?.text).toContain(cell)
    })

    test('sends a picture with its description, and a whole text as a file', async () => {
      const { platform, stage } = now()
      const thread = await openThread(now(), 'files')
      await platform.post(
        thread,
        {
          summary: 'Picture',
          blocks: [
            { type: 'text', text: 'A design' },
            { type: 'image', png: PIXEL, name: 'design.png', alt: 'Two-tower retrieval' },
            { type: 'file', name: 'answer.md', text: '# Whole answer\n\n整个答案' },
          ],
        },
        'files',
        false,
      )
      const files = await until(async () => {
        const shown = (await stage.messages(thread)).flatMap((each) => each.files)
        return shown.length >= 2 && shown
      })
      expect(files.map(({ name }) => name).sort()).toEqual(['answer.md', 'design.png'])
      expect(files.find(({ name }) => name === 'design.png')?.alt).toBe('Two-tower retrieval')
      const whole = files.find(({ name }) => name === 'answer.md')
      expect(Buffer.from(whole?.data ?? []).toString()).toBe('# Whole answer\n\n整个答案')
    })

    test('takes a message away with its picture, also one that is not there any more', async () => {
      const { platform, stage } = now()
      const thread = await openThread(now(), 'taken')
      const stays = await platform.post(thread, text('stays'), 'stays', false)
      const picture: Message = {
        summary: 'Taken',
        blocks: [
          { type: 'note', text: 'taken away' },
          { type: 'image', png: PIXEL, name: 'taken.png', alt: 'One pixel' },
        ],
      }
      const ref = await platform.post(thread, picture, 'taken', false)
      await until(async () => (await stage.messages(thread)).some(({ files }) => files.length > 0))
      await platform.remove(ref)
      await platform.remove(ref)
      const left = await until(async () => {
        const all = await stage.messages(thread)
        return all.every(({ files, text }) => files.length === 0 && !text.includes('taken away')) && all
      })
      expect(left.map((each) => each.ref.message)).toContain(stays.message)
    })

    test('pings whom it names, and nobody else', async () => {
      const { platform, stage } = now()
      const { alice, bob } = stage
      const ref = await platform.post(
        stage.channel,
        {
          summary: 'Turn',
          ping: [alice.ref],
          blocks: [
            {
              type: 'text',
              text: `${userToken(bob.ref)} asks, until ${timeToken(1_780_000_000_000, 'clock')} @everyone`,
            },
          ],
        },
        'ping',
        false,
      )
      const seen = (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      expect(seen?.pinged).toEqual([alice.ref.user])
      expect(seen?.text).not.toContain('⟦')
    })

    test('opens one thread on a message however often it is asked', async () => {
      const { platform, stage } = now()
      const ref = await platform.post(stage.channel, text('A mock'), 'thread', false)
      const first = await platform.openThread(ref, 'Mock: fraud detection')
      expect(first).toMatchObject({ channel: stage.channel.channel })
      expect(first.thread).toBeDefined()
      expect(await platform.openThread(ref, 'Again')).toEqual(first)
      const inside = await platform.post(first, text('Welcome'), 'welcome', false)
      expect(inside).toMatchObject(first)
      expect((await stage.messages(first)).map(({ text: words }) => words)).toContain('Welcome')
    })

    test('posts once though it is told to repeat', async () => {
      const { platform, stage } = now()
      const thread = await openThread(now(), 'repeat')
      for (const message of [text('Said once'), card('Shown once', 'One')]) {
        const first = await platform.post(thread, message, `repeat-${message.summary.length}`, false)
        const again = await platform.post(thread, message, `repeat-${message.summary.length}`, true)
        expect(again).toEqual(first)
      }
      expect(await stage.messages(thread)).toHaveLength(2)
    })

    test('puts a reaction on a message', async () => {
      const { platform, stage } = now()
      const ref = await platform.post(stage.channel, text('Vote'), 'vote', false)
      await platform.react(ref, '3️⃣')
      await platform.react(ref, '3️⃣')
      const seen = (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      expect(seen?.reactions.map(({ emoji, users }) => [emoji, users.length])).toEqual([['3️⃣', 1]])
      expect(await platform.readReactions(ref)).toEqual([])
    })

    test('sends a direct message', async () => {
      const { platform, stage } = now()
      await platform.dm(stage.bob.ref, text('For you alone'), 'dm', false)
      expect((await stage.dms(stage.bob)).map(({ text: words }) => words)).toContain('For you alone')
    })

    test('a direct message has buttons that can be pressed', async () => {
      const { platform, stage, script } = now()
      script.on('press', (event) => event.defer('silent'))
      await platform.dm(stage.bob.ref, card('Reminder', 'Done'), 'dm-card', false)
      const sent = (await stage.dms(stage.bob)).find(({ text: words }) => words.includes('Reminder'))
      expect(sent?.buttons).toEqual(['Done'])
      if (!sent) throw new Error('it did not arrive')
      await stage.bob.click(sent.ref, 'Done')
      const event = await script.hear('action', ({ action: { args } }) => args[0] === 'Reminder')
      expect(event.actor.user).toBe(stage.bob.ref.user)
    })

    test('says clearly that direct messages are closed', async (context) => {
      const { platform, stage } = now()
      const reopen = stage.closeDms(stage.alice)
      if (!reopen) return context.skip('the service has no way to close them')
      const dm = () => platform.dm(stage.alice.ref, card('News', 'Read'), 'dm-closed', false)
      const failure = await dm().catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(PlatformError)
      expect(failure).toMatchObject({ kind: 'forbidden' })
      expect(await stage.dms(stage.alice)).toEqual([])
      reopen()
      await dm()
      expect(await stage.dms(stage.alice)).toHaveLength(1)
    })

    test('an edit replaces the file of before, and the last one takes it away', async () => {
      const { platform, stage } = now()
      const thread = await openThread(now(), 'replaced')
      const answer = (version: string, ...files: readonly string[]): Message => ({
        summary: `Answer ${version}`,
        blocks: [
          { type: 'text', text: `Handed in: ${version}` },
          ...files.map((content) => ({ type: 'file' as const, name: 'answer.md', text: content })),
        ],
      })
      const standing = async () =>
        (await stage.messages(thread)).flatMap(({ files }) =>
          files.map(({ data }) => String(Buffer.from(data))),
        )
      const ref = await platform.post(thread, answer('first', '# First'), 'replaced', false)
      await until(async () => (await standing()).length > 0)
      expect(await standing()).toEqual(['# First'])
      for (const content of ['# Second', '# Second', '# Third']) {
        await platform.edit(ref, answer(content, content))
        await until(async () => (await standing()).includes(content))
        expect(await standing()).toEqual([content])
      }
      expect((await stage.messages(thread)).map(({ text: words }) => words).join()).toContain('# Third')
      await platform.edit(ref, answer('none'))
      expect(await standing()).toEqual([])
    })

    test('buttons lead to a message, a thread and a channel', async () => {
      const { platform, stage } = now()
      const head = await platform.post(stage.channel, text('Linked'), 'linked', false)
      const thread = await platform.openThread(head, 'Linked')
      const inside = await platform.post(thread, text('Linked inside'), 'linked-in', false)
      const targets = { Head: head, Inside: inside, Thread: thread, Channel: stage.channel }
      const buttons = Object.entries(targets).map(([label, to]) => ({ label, to }))
      const ref = await platform.post(
        stage.channel,
        { summary: 'Links', blocks: [{ type: 'buttons', buttons }] },
        'links',
        false,
      )
      const seen = (await stage.messages(stage.channel)).find((each) => each.ref.message === ref.message)
      expect(seen?.buttons).toEqual(Object.keys(targets))
      for (const [label, to] of Object.entries(targets))
        expect(stage.opens(seen?.links[label] ?? '')).toMatchObject(to)
    })

    test('tells what it lacks in another channel, before anything is posted there', async () => {
      const { platform, stage } = now()
      expect(await platform.missing(stage.channel)).toEqual([])
      const closed = stage.closedChannel()
      if (closed) expect(await platform.missing(closed.channel)).toEqual(closed.lacks)
      await expect(platform.missing(stage.threadless())).rejects.toMatchObject({ kind: 'invalid' })
    })

    test('says that a place is gone', async () => {
      const { platform, stage } = now()
      const ref = { ...stage.channel, message: '100000000000000001' }
      const failure = await platform.edit(ref, text('x')).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(PlatformError)
      expect(failure).toMatchObject({ kind: 'gone' })
    })
  })
}

export async function openThread({ platform, stage }: Scene, title: string) {
  const head = await platform.post(stage.channel, text(`Head of ${title}`), `head-${title}`, false)
  return await platform.openThread(head, title)
}

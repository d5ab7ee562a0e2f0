import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileRef, SeenMessage } from '#bot'
import { DAY } from '../../../src/kit/durations.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { posts, fileOf } = helpersOf(() => fixture)

describe('a message in the thread', () => {
  it('with a file that is too large is explained, and the others are read', async () => {
    const id = await fixture.open()
    const huge = fileOf('huge.md', 'x'.repeat(200_000))
    await fixture.say('ida', id, 'answer: as attached', fixture.clock.now(), 'huge', [huge])
    expect(fixture.told('ida').at(-1)?.summary).toMatch(/huge\.md/u)
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    expect(fixture.told('ida')).toHaveLength(1)
  })

  it('with several texts is one answer; files of other types are named', async () => {
    const id = await fixture.open()
    const [first, second] = [fileOf('a.md', 'part one'), fileOf('b.txt', 'part two')]
    await fixture.say('jan', id, 'answer:', fixture.clock.now(), 'two', [first, second])
    expect(posts('part one\\n\\npart two')).toHaveLength(1)
    const pdf = { id: 'x', name: 'design.pdf', bytes: 9, url: 'x:' }
    await fixture.say('kim', id, 'answer: see the file', fixture.clock.now(), 'pdf', [pdf])
    expect(fixture.told('kim').at(-1)?.summary).toMatch(/design\.pdf/u)
  })

  it('that was accepted does not need its file any more', async () => {
    const id = await fixture.open()
    await fixture.say('tom', id, 'answer:', fixture.clock.now(), 'taken', [fileOf('taken.md', 'all of it')])
    fixture.files.delete('taken.md')
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('tom')).toEqual([])
    expect((await fixture.submissions(id)).map(({ version }) => version)).toEqual([1])
  })

  it('is refused once, however long the challenge runs', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + 14 * DAY })
    await fixture.say('lea', id, 'answer:')
    await fixture.pass(4 * DAY)
    // Events are forgotten after three days.
    await fixture.database.sql`delete from inbound_events`
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('lea')).toHaveLength(1)
  })
})

describe('a message of a text file alone', () => {
  const say = (user: string, id: string, text: string, files: readonly FileRef[], message?: string) =>
    fixture.say(user, id, text, fixture.clock.now(), message ?? `file-${user}`, files)
  const authors = async (id: string) => (await fixture.submissions(id)).map(({ author }) => author).toSorted()

  it.each<[string, string, string, string | undefined]>([
    ['message.txt', '', 'answer: a long paste', 'a long paste'],
    ['design.md', '', '## My answer\n\n## 1. Requirements\nFast', '## 1. Requirements\\nFast'],
    ['回答.md', ' ', '回答：写在文件里', '写在文件里'],
    ['serving.mmd', 'answer:', 'flowchart LR\n  A --> B', '```mermaid\\nflowchart LR\\n  A --> B\\n```'],
    ['message.txt', '@Loopmate', 'answer: after a mention', 'after a mention'],
    ['notes.md', '', 'What I would measure first', undefined],
    ['notes.md', 'here are my notes', 'answer: quoted from elsewhere', undefined],
  ])('%s with %j and %j', async (name, text, inFile, expected) => {
    const id = await fixture.open()
    await say('mia', id, text, [fileOf(name, inFile)])
    expect(await authors(id)).toEqual(expected === undefined ? [] : ['mia'])
    if (expected !== undefined) expect(posts(expected)).toHaveLength(1)
    expect(fixture.told('mia')).toEqual([])
  })

  it('is refused in a blind challenge, once its text is known to be an answer', async () => {
    const id = await fixture.open({ blind: true })
    await say('nia', id, '', [fileOf('notes.md', 'talk')], 'talk')
    expect(fixture.told('nia')).toEqual([])
    await say('nia', id, '', [fileOf('message.txt', 'answer: x')], 'an-answer')
    expect(fixture.told('nia')).toHaveLength(1)
    expect(await authors(id)).toEqual([])
  })

  it.each([
    ['is no text', 'gbk.txt', Uint8Array.of(0xbb, 0xd8, 0xb4, 0xf0)],
    ['is too large', 'huge.md', new Uint8Array(8 * 1024 * 1024 + 1)],
  ])('that %s is explained once, by its name', async (_, name, bytes) => {
    const id = await fixture.open()
    fixture.files.set(name, bytes)
    await say('oda', id, '', [{ id: name, name, bytes: 9, url: 'x:' }], name)
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    const about = fixture.told('oda').filter(({ summary }) => summary.includes(name))
    expect(about).toHaveLength(1)
    expect(await authors(id)).toEqual([])
  })

  it('that may come later is handed in by the catch-up, and keeps no other from it', async () => {
    const id = await fixture.open()
    const paste = fileOf('later.md', 'answer: at last')
    fixture.failDownloads('later.md')
    await expect(say('pia', id, '', [paste])).rejects.toThrow('could not be fetched yet')
    fixture.threads.push({ ...(await fixture.say('quinn', id, 'talk')), text: 'answer: at once' })
    const readAgain = () => fixture.challenges.catchUp('discord', new AbortController().signal)
    await expect(readAgain()).rejects.toThrow('not every thread could be read')
    expect(await authors(id)).toEqual(['quinn'])
    fixture.failDownloads()
    await readAgain()
    expect(await authors(id)).toEqual(['pia', 'quinn'])
    expect(fixture.told('pia')).toEqual([])
  })
})

describe('a message that a webhook’s copy replaces', () => {
  const relayed = (message: SeenMessage, text: string, id: string, seconds = 2): SeenMessage => {
    const at = message.at + seconds * 1000
    const author = { ...message.author, user: 'webhook', name: 'Alter', bot: true }
    return {
      ...message,
      ref: { ...message.ref, message: id },
      author,
      text,
      relayed: true,
      writtenAt: at,
      at,
    }
  }
  const replace = (from: SeenMessage, to: SeenMessage) =>
    fixture.challenges.onMessage({
      kind: 'message',
      change: 'replaced',
      id: `${from.ref.message}:deleted`,
      ref: from.ref,
      message: { ...to, author: from.author },
    })
  const remove = ({ ref }: SeenMessage) =>
    fixture.challenges.onMessage({ kind: 'message', change: 'deleted', id: `${ref.message}:deleted`, ref })
  const standing = async (id: string) =>
    (await fixture.submissions(id)).map(({ author, state, version }) => `${author} ${state} ${version}`)

  it.each([
    ['before the deletion', false],
    ['after it', true],
  ])('stands, where the copy comes %s, until the copy is deleted', async (_, late) => {
    const id = await fixture.open()
    const original = await fixture.say('rex', id, 'answer: proxied', fixture.clock.now(), `rex-${late}`)
    const copy = relayed(original, original.text, `rex-${late}-copy`)
    if (late) await remove(original)
    expect(await standing(id)).toEqual([`rex ${late ? 'withdrawn' : 'standing'} 1`])
    await replace(original, copy)
    expect(await standing(id)).toEqual(['rex standing 1'])
    await fixture.challenges.onMessage({
      kind: 'message',
      change: 'edited',
      id: 'copy:edited',
      message: { ...copy, text: 'answer: changed by the proxy', at: copy.at + 5000 },
    })
    expect(await standing(id)).toEqual(['rex standing 2'])
    await remove(copy)
    expect(await standing(id)).toEqual(['rex withdrawn 2'])
    expect(fixture.told('rex')).toEqual([])
  })

  it('that was never heard is handed in as the author’s', async () => {
    const id = await fixture.open()
    const heard = await fixture.say('sam', id, 'talk', fixture.clock.now(), 'sam-1')
    await replace(heard, relayed(heard, 'answer: by proxy', 'sam-copy'))
    expect(await standing(id)).toEqual(['sam standing 1'])
  })

  it.each([
    ['its copy', 'answer: proxied', 'tia standing 1'],
    ['another text', 'answer: of a bridge', 'tia withdrawn 1'],
  ])('and is gone when the thread is read again, where there is %s', async (name, text, expected) => {
    const id = await fixture.open()
    const original = await fixture.say('tia', id, 'answer: proxied', fixture.clock.now(), `tia-${name}`)
    fixture.loseMessage(original.ref.message)
    fixture.threads.splice(fixture.threads.indexOf(original), 1, relayed(original, text, `tia-copy-${name}`))
    for (const _again of [1, 2]) {
      await fixture.challenges.catchUp('discord', new AbortController().signal)
      expect(await standing(id)).toEqual([expected])
    }
  })
})

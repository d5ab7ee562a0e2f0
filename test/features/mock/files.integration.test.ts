import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FileRef, type Language, PlatformError, type SeenMessage } from '#bot'
import { catchUpAll } from '../../../src/features/mock/catch-up.ts'
import { recordMessage } from '../../../src/features/mock/record.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { ben } from './fixtures.ts'
import { mockThreads, said } from './thread-fixture.ts'

const JPEG = Uint8Array.of(
  0xff,
  0xd8,
  0xff,
  0xe0,
  0,
  16,
  0x4a,
  0x46,
  0x49,
  0x46,
  0,
  1,
  1,
  0,
  0,
  1,
  0,
  1,
  0,
  0,
)
const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
const MEGABYTE = 1024 * 1024
const bytesOf = (text: string) => new TextEncoder().encode(text)
const never = new AbortController().signal

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())

/** A mock, and messages in its thread. */
async function openScene(language?: Language) {
  const mocks = mockThreads(database)
  const { id, thread, end, reveal } = await mocks.running(language)
  const before = (await mocks.told()).length
  const messages: SeenMessage[] = []
  mocks.reading.readMessages = async (place) => ({
    messages: place.thread === thread.thread ? messages : [],
    complete: place.thread === thread.thread,
  })
  return {
    ...mocks,
    id,
    thread,
    end,
    reveal,
    messages,
    /** @param bytes what the platform sends for the file, or why it does not */
    file(name: string, mediaType?: string, bytes?: Uint8Array | PlatformError): FileRef {
      if (bytes) mocks.files.set(name, bytes)
      const size = bytes instanceof Uint8Array ? bytes.length : 100
      return { id: name, name, bytes: size, url: 'x:', ...(mediaType && { mediaType }) }
    },
    /** Ana says something, or edits it. */
    async say(text: string, files: readonly FileRef[], message = `${id}-${messages.length}`, at = 1) {
      const written = said(thread, message, text, 1, at, files)
      const index = messages.findIndex(({ ref }) => ref.message === message)
      messages.splice(index < 0 ? messages.length : index, index < 0 ? 0 : 1, written)
      await recordMessage(mocks.deps, id, written)
    },
    readAgain: () => catchUpAll(mocks.deps, 'discord', never),
    texts: () => mocks.stored(id),
    kept: () => mocks.kept(id),
    toldSince: async () => (await mocks.told()).slice(before),
  }
}

describe('text files', () => {
  it('are the message’s text, and their diagrams are drawn', async () => {
    const { id, file, say, texts, kept, toldSince } = await openScene()
    const paste = 'A paste\n\n```mermaid\npie\n```'
    await say('', [file('message.txt', 'text/plain; charset=utf-8', bytesOf(paste))])
    const chart = file('serving.mmd', undefined, bytesOf('flowchart LR\n  A --> B'))
    await say('as drawn:', [chart, file('notes.md', 'text/markdown', bytesOf('# Notes'))])
    await say('', [{ ...file('Untitled', 'text/plain', bytesOf('a snippet')), snippet: 'text' }])
    expect(await texts()).toEqual([
      paste,
      'as drawn:\n\n```mermaid\nflowchart LR\n  A --> B\n```\n\n# Notes',
      'a snippet',
    ])
    expect([await kept(), await toldSince()]).toEqual([[], []])
    const drawn = await database.sql`select 1 from deliveries where stream = ${`drawings:${id}`}`
    expect(drawn).toHaveLength(2)
  })

  it('of others, and those that come too late, are not fetched', async () => {
    const { deps, id, thread, file, fetched, say, end } = await openScene()
    const files = [file('message.txt', 'text/plain', bytesOf('x'))]
    const author = { ...ben.user, name: 'Ben', bot: false }
    await recordMessage(deps, id, { ...said(thread, 'theirs', '', 1, 1, files), author })
    await end()
    await recordMessage(deps, id, said(thread, 'late', '', 61, 61, files))
    expect(fetched).toEqual([])
    await say('', files)
    expect(fetched).toEqual(['message.txt'])
  })

  it('that can’t be read are kept as files, and said once by their names', async () => {
    const { file, say, texts, kept, toldSince, readAgain, fetched } = await openScene()
    const files = [
      file('gbk.txt', 'text/plain', Uint8Array.of(0xbb, 0xd8, 0xb4, 0xf0)),
      file('gone.md'),
      file('huge.txt', 'text/plain', new Uint8Array(8 * MEGABYTE + 1)),
      { ...file('theirs.md'), withheld: 'denied' as const },
    ]
    await say('See the files', files)
    const fetches = fetched.length
    await readAgain()
    expect(fetched).toHaveLength(fetches)
    expect(await texts()).toEqual(['See the files'])
    expect((await kept()).map((each) => each.split(' ')[0])).toEqual(files.map(({ name }) => name))
    const [only, ...rest] = await toldSince()
    expect(rest).toEqual([])
    expect(only).toMatch(/gbk\.txt.*UTF-16.*gone\.md.*huge\.txt.*8 MB.*theirs\.md/su)
  })

  it('that may come later are read by the catch-up', async () => {
    const { file, files, say, texts, readAgain, toldSince } = await openScene()
    const paste = file('message.txt', 'text/plain', new PlatformError('later', 'busy'))
    await expect(say('', [paste])).rejects.toThrow('a file could not be fetched yet')
    await expect(readAgain()).rejects.toThrow('not every thread could be read')
    expect(await texts()).toEqual([])
    files.set('message.txt', bytesOf('at last'))
    await readAgain()
    expect([await texts(), await toldSince()]).toEqual([['at last'], []])
  })

  it('that are too long are cut, and that is said', async () => {
    const { file, say, texts, toldSince } = await openScene()
    await say('x', [file('long.md', undefined, bytesOf(`${'y'.repeat(50_000)}`))])
    expect((await texts()).map((text) => text.length)).toEqual([40_000])
    expect(await toldSince()).toEqual([expect.stringMatching(/50003 characters.*first 40000/u)])
  })

  it('have their pictures counted out, and that is said', async () => {
    const { file, say, texts, toldSince } = await openScene()
    const picture = `![][a]\n\nText\n\n[a]: <data:image/png;base64,${'A'.repeat(60_000)}>`
    await say('', [file('export.md', undefined, bytesOf(picture))])
    expect(await texts()).toEqual(['Text'])
    expect(await toldSince()).toEqual([expect.stringContaining('1 picture')])
  })
})

describe('pictures that are pasted with their document', () => {
  it.each<[Language, string]>([
    ['en', 'About your message in the mock on .*: I left out 2 pictures'],
    ['zh', '模拟面试里发的消息：文本里嵌入的 2 张图片没有收录'],
    ['zh-TW', '模擬面試裡發的訊息：文字裡嵌入的 2 張圖片沒有收錄'],
  ])('are left out, and their author is told once: %s', async (language, told) => {
    const { say, texts, toldSince, readAgain } = await openScene(language)
    const picture = `data:image/png;base64,${'A'.repeat(1000)}`
    await say(`# Design\n\n![](${picture})\n\nA cache.\n\n![drawing](${picture})`, [])
    await readAgain()
    expect(await texts()).toEqual(['# Design\n\nA cache.\n\ndrawing'])
    expect(await toldSince()).toEqual([expect.stringMatching(told)])
  })
})

describe('pictures and other files', () => {
  it.each<[string, string | undefined, Uint8Array, string]>([
    ['sketch.png', 'image/png', PIXEL, `image/png ${PIXEL.length}`],
    ['IMG_2.jpg', undefined, JPEG, `image/jpeg ${JPEG.length}`],
    ['photo', 'application/octet-stream', JPEG, `image/jpeg ${JPEG.length}`],
    ['IMG.HEIC', 'image/heic', HEIC, 'image/heic 0'],
    ['photo.jpg', 'image/jpeg', HEIC, 'image/heic 0'],
    ['board.avif', undefined, HEIC, 'image/avif 0'],
    ['board.pdf', 'application/pdf', bytesOf('%PDF-1.7'), 'application/pdf 0'],
    ['board.svg', 'image/svg+xml', bytesOf('<svg/>'), 'image/svg+xml 0'],
    ['talk.m4a', 'audio/mp4', bytesOf('x'), 'audio/mp4 0'],
    ['model.zip', undefined, bytesOf('PK'), 'application/octet-stream 0'],
  ])('%s as %s is kept', async (name, mediaType, bytes, stored) => {
    const { file, say, kept, texts, toldSince } = await openScene()
    await say('', [file(name, mediaType, bytes)])
    await expect.poll(kept).toEqual([`${name} ${stored}`])
    expect([await texts(), await toldSince()]).toEqual([[''], []])
  })

  it('of 9 MB are kept as links to their message, which the debrief shows', async () => {
    const { id, thread, file, say, kept, fetched, toldSince, end, reveal, posted } = await openScene()
    const large = new Uint8Array(9 * MEGABYTE)
    large.set(JPEG)
    await say('the `board`', [file('board `1`.jpg', 'image/jpeg', large), file('a.pdf')], 'm-large')
    expect(await kept()).toEqual(['board `1`.jpg image/jpeg 0', 'a.pdf application/octet-stream 0'])
    expect([fetched, await toldSince()]).toEqual([[], []])
    await end()
    await reveal()
    const debrief = await posted(id)
    expect(debrief).toContain('`board  1 .jpg`, `a.pdf`')
    const { buttons } = JSON.parse(/\{"type":"buttons","buttons":\[\{"to".*?\]\}/u.exec(debrief)?.[0] ?? '{}')
    expect(buttons).toContainEqual({ label: 'a.pdf', to: { ...thread, message: 'm-large' } })
    expect(debrief).toContain('Pictures and diagrams: 1')
  })

  it('that fail are fetched by the catch-up, and one keeps no other from it', async () => {
    const { file, files, say, kept, readAgain } = await openScene()
    await say('', [file('a.png', 'image/png'), file('b.png', 'image/png', PIXEL)])
    await expect.poll(kept).toContain(`b.png image/png ${PIXEL.length}`)
    files.set('a.png', PIXEL)
    await readAgain()
    await expect.poll(kept).toEqual(['a', 'b'].map((each) => `${each}.png image/png ${PIXEL.length}`))
  })

  it('are those of the newest wording', async () => {
    const { deps, id, thread, file, say, kept } = await openScene()
    const [one, two, three] = ['1.pdf', '2.pdf', '3.pdf'].map((name) => file(name))
    if (!one || !two || !three) return expect.unreachable('there are three')
    await say('first', [one, two], 'edited')
    await say('second', [two, three], 'edited', 3)
    await recordMessage(deps, id, said(thread, 'edited', 'between', 1, 2, [one]))
    expect((await kept()).map((each) => each.split(' ')[0])).toEqual(['2.pdf', '3.pdf'])
    await say('', [], 'edited', 4)
    expect(await kept()).toEqual([])
  })

  it('are 200 per mock, and further ones are said', async () => {
    const { file, say, kept, toldSince } = await openScene()
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => file(`${from + index}.pdf`, 'application/pdf'))
    await say('', many(0, 150))
    await say('', many(150, 51))
    expect(await kept()).toHaveLength(200)
    expect(await toldSince()).toEqual([expect.stringMatching(/200 files.*200\.pdf/u)])
  })

  it('that the service withholds are kept and said', async () => {
    const { file, say, kept, toldSince, fetched } = await openScene()
    await say('', [{ ...file('F0AB', 'image/png'), withheld: 'denied' }])
    expect([await kept(), fetched]).toEqual([['F0AB image/png 0'], []])
    expect(await toldSince()).toEqual([expect.stringMatching(/not allowed to open “F0AB”/u)])
  })
})

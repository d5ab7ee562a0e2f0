import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands, createScript, type Script } from '../../platform-contract/script.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { openPage, type Page } from './page.ts'
import { type Served, servePlayground } from './server.ts'

let database: TestDatabase
let served: Served
let script: Script
let ana: Page
let ben: Page

beforeAll(async () => {
  database = await testDatabase()
  served = await servePlayground(database)
  script = createScript()
  await served.playground.start(commands, script.onEvent)
  ana = await openPage(served.base, { as: 'ana' })
  ben = await openPage(served.base, { as: 'ben', locale: 'zh' })
})
afterAll(async () => {
  await ana.close()
  await ben.close()
  await served.stop()
  await database.close()
})

const OCTETS = 'application/octet-stream'
const place = { channel: 'general', thread: null }
const words = { ...place, text: 'Hello', files: [] }
const count = async () => (await database.sql`select 1 from playground_messages`).length
const from = { as: 'ana', locale: 'en' }

/** As its author's request, whose answer is looked at. */
const say = (more: object) => ana.send('say', { ...from, ...words, ...more })

describe('messages', () => {
  test('too long a text is refused in a sentence, and nothing is done', async () => {
    const before = await count()
    const long = await say({ text: 'x'.repeat(4001) })
    expect(long).toEqual({ status: 413, body: { say: expect.stringContaining('4000 characters') } })
    const chinese = await ben.send('say', { as: 'ben', locale: 'zh', ...words, text: '很'.repeat(4001) })
    expect(chinese).toEqual({ status: 413, body: { say: expect.stringContaining('4000 个字符') } })
    const huge = await say({ text: 'x'.repeat(1024 * 1024) })
    expect(huge).toEqual({ status: 413, body: { say: expect.stringContaining('too much at once') } })
    expect(await count()).toBe(before)
    expect(await say({ text: 'x'.repeat(4000) })).toMatchObject({ status: 200 })
  })

  test('a request that the page would not send is refused in a sentence', async () => {
    const before = await count()
    const wrong: readonly (readonly [unknown, number])[] = [
      ['{"as":"ana"', 400],
      ['', 400],
      ['null', 400],
      [[], 400],
      [{ ...from, ...words, text: 7 }, 400],
      [{ ...from, ...words, text: undefined }, 400],
      [{ ...from, ...words, locale: 'de' }, 400],
      [{ ...from, ...words, files: ['../x'] }, 400],
      [{ ...from, ...words, as: 'mallory' }, 400],
      [{ ...from, ...words, as: 'bot' }, 400],
      [{ ...from, ...words, channel: 'elsewhere' }, 404],
      [{ ...from, ...words, channel: 'direct-ben' }, 404],
      [{ ...from, ...words, thread: '000000000000' }, 404],
      [{ ...from, ...words, thread: "1' or true" }, 404],
      [{ ...from, ...words, files: ['00000000-0000-4000-8000-000000000000'] }, 404],
      [{ ...from, ...words, text: ' \n ' }, 400],
    ]
    for (const [body, status] of wrong)
      expect(await ana.send('say', body), JSON.stringify(body)).toEqual({
        status,
        body: { say: expect.stringMatching(/^[A-Z].*\.$/u) },
      })
    expect(await count()).toBe(before)
  })

  test('characters that the database cannot hold are left out', async () => {
    const { id } = await ana.ask('say', { ...words, text: 'a\0b \ud83d c' })
    const seen = await until(() => ben.messages().find((message) => message.id === id))
    expect(seen.blocks).toEqual([{ type: 'text', text: 'ab \ufffd c' }])
  })

  test('only who wrote a message may change it or take it back', async () => {
    const { id } = await ana.ask('say', words)
    for (const [name, body] of [
      ['rewrite', { message: id, text: 'Mine' }],
      ['remove', { message: id }],
    ] as const)
      expect(await ben.send(name, { as: 'ben', locale: 'zh', ...body })).toMatchObject({ status: 403 })
    const bot = await served.playground.post(
      { platform: 'playground', space: 'playground', channel: 'general' },
      { summary: 'Card', blocks: [] },
      'card',
      false,
    )
    expect(await ana.send('remove', { ...from, message: bot.message })).toMatchObject({ status: 403 })
    await ana.ask('remove', { message: id })
    expect(await ana.send('rewrite', { ...from, message: id, text: 'x' })).toMatchObject({ status: 404 })
    expect(await ana.send('remove', { ...from, message: 'x' })).toMatchObject({ status: 404 })
    const seen = await until(() => ben.messages().find((message) => message.id === id && message.deleted))
    expect(seen).toMatchObject({ blocks: [], files: [], summary: '' })
  })

  test('edits are heard in the order in which they were made', async () => {
    const { id } = await ana.ask('say', { ...words, text: '0' })
    const texts = Array.from({ length: 12 }, (_, index) => String(index + 1))
    for (const text of texts) void ana.ask('rewrite', { message: id, text })
    const heard = () =>
      script.heard.flatMap((event) =>
        event.kind === 'message' && event.change !== 'deleted' && event.message.ref.message === id
          ? [event]
          : [],
      )
    await until(() => heard().length === 13)
    // Ids end with the number of the change.
    const changes = heard().map((event) => Number(event.id.split('.')[1]))
    expect(changes).toEqual([...new Set(changes)].sort((a, b) => a - b))
    const times = heard().map(({ message }) => message.at)
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    const standing = await until(() =>
      ben.messages().find((message) => message.id === id && message.change === changes.at(-1)),
    )
    expect(standing.blocks).toEqual([{ type: 'text', text: heard().at(-1)?.message.text }])
  })

  test('reactions are those that are offered or stand there, once each, and none on what is gone', async () => {
    const { id } = await ana.ask('say', words)
    const react = (emoji: string, on = true) =>
      ben.send('react', { as: 'ben', locale: 'en', message: id, emoji, on })
    expect(await react('<img src=x>')).toMatchObject({ status: 400 })
    expect(await react('🧨')).toMatchObject({ status: 400 })
    for (let i = 0; i < 3; i++) expect(await react('👍')).toMatchObject({ status: 200 })
    expect(await react('👍', false)).toMatchObject({ status: 200 })
    expect(await react('👍', false)).toMatchObject({ status: 200 })
    const heard = script.heard.filter((event) => event.kind === 'reaction' && event.message.message === id)
    expect(heard.map((event) => event.kind === 'reaction' && event.added)).toEqual([true, false])
    await ana.ask('remove', { message: id })
    expect(await react('👍')).toMatchObject({ status: 404 })
  })
})

describe('files', () => {
  const get = async (url: string) => fetch(`${served.base}${url}`)

  test('a picture is what its bytes say, anything else is only ever saved', async () => {
    const kinds: readonly (readonly [Uint8Array, string, string, RegExp])[] = [
      [PIXEL, 'text/html', 'image/png', /^inline;/u],
      [Buffer.from('GIF89a....'), '', 'image/gif', /^inline;/u],
      [Buffer.from('<script>alert(1)</script>'), 'text/html', 'text/html', /^attachment;/u],
      [Buffer.from('<svg onload="alert(1)"/>'), 'image/svg+xml', OCTETS, /^attachment;/u],
      [Buffer.from('no picture'), 'image/png', OCTETS, /^attachment;/u],
      [Buffer.from('a text'), 'text/plain', 'text/plain; charset=utf-8', /^attachment;/u],
      [Buffer.from('x'), 'no type at all', OCTETS, /^attachment;/u],
    ]
    for (const [data, declared, type, disposition] of kinds) {
      const uploaded = await ana.upload('x.bin', data, declared)
      const response = await get(String(uploaded.body.url))
      expect(response.headers.get('content-type')).toBe(type)
      expect(response.headers.get('content-disposition')).toMatch(disposition)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(data))
    }
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\answer.txt', 'answer.txt'],
    ['a\r\nset-cookie: x', 'aset-cookie_ x'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['"><script>.png', '___script_.png'],
    ['...', 'file'],
    ['', 'file'],
    ['答案.md', '答案.md'],
    ["it's (1).md", "it's (1).md"],
  ])('the name %j becomes %j', async (name, clean) => {
    const { body } = await ana.upload(name, Buffer.from('x'))
    expect(body).toMatchObject({ name: clean, bytes: 1 })
    const disposition = (await get(String(body.url))).headers.get('content-disposition') ?? ''
    const [, encoded = ''] = /^attachment; filename\*=UTF-8''([\w.%~!#$&+^`|-]+)$/u.exec(disposition) ?? []
    expect(decodeURIComponent(encoded)).toBe(clean)
  })

  test('a file that is too large is refused in a sentence', async () => {
    const large = await ana.upload('large.bin', new Uint8Array(8 * 1024 * 1024 + 1))
    expect(large).toEqual({ status: 413, body: { say: expect.stringContaining('8 MB') } })
    expect(await ana.upload('whole.bin', new Uint8Array(8 * 1024 * 1024))).toMatchObject({ status: 200 })
  })

  test('a file is posted once, by whoever sent it, and goes with its message', async () => {
    const { body } = await ana.upload('sketch.png', PIXEL)
    const files = [String(body.id)]
    expect(await ben.send('say', { as: 'ben', locale: 'en', ...words, files })).toMatchObject({ status: 404 })
    const { id } = await ana.ask('say', { ...words, text: '', files })
    expect(await say({ files })).toMatchObject({ status: 404 })
    const seen = await until(() => ben.messages().find((message) => message.id === id))
    expect(seen.files).toEqual([
      { id: body.id, name: 'sketch.png', mediaType: 'image/png', bytes: PIXEL.length, url: body.url },
    ])
    await ana.ask('remove', { message: id })
    expect((await get(String(body.url))).status).toBe(404)
  })
})

describe('people', () => {
  test('a new name reaches every page; one that is none is refused', async () => {
    for (const name of ['', ' \u200B ', 'x'.repeat(41)])
      expect(await ana.send('rename', { ...from, person: 'dee', name })).toMatchObject({ status: 400 })
    expect(await ana.send('rename', { ...from, person: 'nobody', name: 'x' })).toMatchObject({ status: 400 })
    await ana.ask('rename', { person: 'dee', name: ' <b>Dee</b>\u202E ' })
    await until(() =>
      ben.heard.some(
        (told) =>
          told.kind === 'people' && told.people.some(({ id, name }) => id === 'dee' && name === '<b>Dee</b>'),
      ),
    )
  })
})

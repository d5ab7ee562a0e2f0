import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BotEvent, Outcome } from '#bot'
import { connect } from '../../../src/db/client.ts'
import { createPlaygroundStorage } from '../../../src/db/playground/index.ts'
import type { WireMessage } from '../../../src/platforms/playground/wire.ts'
import { commands, createScript, text } from '../../platform-contract/script.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { openPage, type Page } from './page.ts'
import { servePlayground, testClock } from './server.ts'

let database: TestDatabase
const cleanUps: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  database = await testDatabase()
  cleanUps.push(() => database.close())
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function serve(
  more: Parameters<typeof servePlayground>[1] = {},
  onEvent: (event: BotEvent) => Promise<Outcome> = createScript().onEvent,
) {
  const served = await servePlayground(database, more)
  cleanUps.push(served.stop)
  await served.playground.start(commands, onEvent)
  return served
}

async function open(base: string, options: Parameters<typeof openPage>[1] = {}) {
  const page = await openPage(base, options)
  cleanUps.push(page.close)
  return page
}

const general = { platform: 'playground', space: 'playground', channel: 'general' } as const
const place = { channel: 'general', thread: null }
const say = (words: string) => ({ ...place, text: words, files: [] })
const summaries = (messages: readonly WireMessage[]) => messages.map(({ summary }) => summary)

test('a page is greeted with who, where and what there is', async () => {
  const { base, playground } = await serve()
  await playground.post(general, text('Hello'), 'k', false)
  const page = await open(base, { as: 'cai', locale: 'zh' })
  expect(page.hello()).toMatchObject({
    as: 'cai',
    commands: [{ name: 'mock' }, { name: 'schedule' }, { name: 'settings' }],
    emoji: ['1️⃣', '2️⃣', '3️⃣', '👍'],
    clock: { speed: 1, changeable: true },
    maxTextLength: 4000,
    maxFileBytes: 8 * 1024 * 1024,
    fresh: true,
    messages: [{ summary: 'Hello', author: null }],
  })
  expect(page.hello().people.map(({ name, admin }) => [name, admin])).toEqual([
    ['Ana', false],
    ['Ben', false],
    ['Cai', false],
    ['Dee', false],
    ['Olga', true],
  ])
  expect(page.hello().channels.at(-1)).toMatchObject({ id: 'direct-cai', kind: 'direct' })
  expect((await open(base, { as: 'nobody' })).hello().as).toBe('ana')
})

test('both tabs of one person, and those of others, hear what was said', async () => {
  const { base } = await serve()
  const tabs = [await open(base), await open(base), await open(base, { as: 'ben' })]
  await tabs[0]?.ask('say', say('one'))
  for (const tab of tabs) await expect.poll(() => summaries(tab.messages())).toContain('one')
})

test('after a lost connection a page hears what it missed, and no more than that', async () => {
  const { base, playground } = await serve()
  const page = await open(base)
  const { id } = await page.ask('say', say('before'))
  await page.ask('say', say('stays'))
  const seen = await until(() => page.messages().length === 2 && page.messages())
  const since = Math.max(...seen.map(({ change }) => change))
  await page.close()
  const ben = await open(base, { as: 'ben' })
  await ben.ask('say', say('missed'))
  await ben.ask('react', { message: id, emoji: '👍', on: true })
  const head = await playground.post(general, text('Head'), 'head', false)
  const thread = await playground.openThread(head, 'A thread')
  await playground.post(thread, text('Inside'), 'inside', false)
  await playground.dm(
    { platform: 'playground', space: 'playground', user: 'ben' },
    text('Not hers'),
    'dm',
    false,
  )
  const again = (await open(base, { since })).hello()
  expect(again.fresh).toBe(false)
  expect(summaries(again.messages).toSorted()).toEqual(['Head', 'Inside', 'before', 'missed'])
  expect(again.messages.find((message) => message.id === id)?.reactions).toEqual([
    { emoji: '👍', people: ['ben'] },
  ])
  const changes = again.messages.map(({ change }) => change)
  expect(changes).toEqual([...changes].sort((a, b) => a - b))
  expect((await open(base, { since: again.change })).hello()).toMatchObject({ fresh: false, messages: [] })
  // The number is another database's, or too old.
  expect((await open(base, { since: again.change + 1 })).hello().fresh).toBe(true)
})

test('a page that missed too much begins anew with the latest of each channel', async () => {
  const { base } = await serve()
  const storage = createPlaygroundStorage(database)
  const message = { summary: '', tone: null, pings: [], blocks: [], key: null, author: null, onlyFor: null }
  for (let i = 0; i < 501; i++)
    await storage.post({ ...message, ...place, summary: String(i), at: i, attached: [] }, [])
  const page = await open(base, { since: 0 })
  expect(page.hello().fresh).toBe(true)
  expect(summaries(page.hello().messages)).toEqual(Array.from({ length: 50 }, (_, i) => String(451 + i)))
  const older = await page.ask('history', { ...place, before: page.hello().messages[0]?.id ?? null })
  expect(summaries(older.messages)).toEqual(Array.from({ length: 50 }, (_, i) => String(401 + i)))
  expect(older.more).toBe(true)
})

test('two replicas: what is said on one is heard on the other, also when a notification was lost', async () => {
  const other = connect(database.source)
  cleanUps.push(other.close)
  const deaf = createPlaygroundStorage(database)
  const first = await serve()
  const second = await serve({ storage: createPlaygroundStorage(other) })
  const third = await serve({ storage: { ...deaf, listen: () => () => undefined }, lookMs: 50 })
  const pages = [await open(first.base), await open(second.base, { as: 'ben' }), await open(third.base)]
  await pages[0]?.ask('say', say('across'))
  await pages[1]?.ask('rename', { person: 'ana', name: 'Anna' })
  for (const page of pages) await expect.poll(() => summaries(page.messages())).toContain('across')
  const names = ({ heard }: Pick<Page, 'heard'>) =>
    heard.flatMap((told) => (told.kind === 'people' ? told.people.map(({ name }) => name) : []))
  for (const page of pages.slice(0, 2)) await expect.poll(() => names(page)).toContain('Anna')
})

test('while the database does not answer the page says so, and misses nothing', async () => {
  const storage = createPlaygroundStorage(database)
  let away = false
  const changes: typeof storage.changes = (...asked) =>
    away ? Promise.reject(new Error('the database is away')) : storage.changes(...asked)
  const { base } = await serve({ storage: { ...storage, changes }, lookMs: 50 })
  const page = await open(base)
  const ready = () => page.heard.flatMap((told) => (told.kind === 'bot' ? [told.ready] : []))
  await until(() => ready().length === 1)
  away = true
  await until(() => ready().length === 2)
  await page.ask('say', say('meanwhile'))
  away = false
  await until(() => ready().length === 3)
  expect(ready()).toEqual([true, false, true])
  await until(() => summaries(page.messages()).includes('meanwhile'))
})

test('a bot that stops says so, and its pages are let go', async () => {
  const served = await servePlayground(database)
  await served.playground.start(commands, createScript().onEvent)
  const page = await openPage(served.base)
  await served.playground.stop()
  await until(() => page.heard.at(-1)?.kind === 'bot')
  expect(page.heard.at(-1)).toEqual({ kind: 'bot', ready: false })
  const answer = await page.send('say', { as: 'ana', locale: 'en', ...say('too late') })
  expect(answer).toMatchObject({ status: 503, body: { say: expect.stringContaining('try again') } })
  await expect(openPage(served.base)).rejects.toThrow('503')
  await served.stop()
})

test('the speed of time is changed for all pages, where it may be', async () => {
  const clock = testClock()
  const { base } = await serve({ clock })
  const page = await open(base)
  const from = { as: 'ana', locale: 'en' }
  for (const speed of [0, -1, 2, 1e9, '10'])
    expect(await page.send('speed', { ...from, speed })).toMatchObject({ status: 400 })
  await page.ask('speed', { speed: 60 })
  await until(() => page.heard.some((told) => told.kind === 'clock' && told.clock.speed === 60))
  const fixed = await serve({ clock: testClock(false) })
  const other = await open(fixed.base)
  expect(other.hello().clock.changeable).toBe(false)
  expect(await other.send('speed', { ...from, speed: 60 })).toMatchObject({
    status: 400,
    body: { say: expect.stringContaining('nobody but the playground') },
  })
})

test('the first page that connects lets the bot introduce itself, again until that was done', async () => {
  const joined: BotEvent[] = []
  const { base } = await serve({}, async (event) => {
    if (event.kind !== 'joined') return 'done'
    joined.push(event)
    return joined.length === 1 ? 'fault' : 'done'
  })
  await open(base, { locale: 'zh' })
  await until(() => joined.length === 1)
  await open(base, { locale: 'en' })
  await until(() => joined.length === 2)
  await open(base)
  await open(base)
  expect(joined[0]).toEqual({ kind: 'joined', id: 'joined', channel: general, spaceLocale: 'zh' })
  expect(joined).toHaveLength(2)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TEXT_FILE_MAX_BYTES } from '../../../src/features/answers/file-rules.ts'
import type { FakeChannel } from '../../fakes/discord/index.ts'
import { expectWell, linesOf, newRoom, phaseIn, settled } from './room.ts'
import { openStage, type Stage, saying, startMock, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

/** The stored parts of the answer that was written in this thread. */
async function partsOf({ db }: Stage, thread: FakeChannel) {
  const rows = await db.sql<{ source_id: string; text: string; stage: number; filed_stage: number | null }[]>`
    select source_id, text, stage, filed_stage from answer_parts
    join answers on answers.id = answer_id join places on places.stream = answers.mock_id::text
    where places.slot = 'thread' and places.thread = ${thread.id} and deleted_at is null
    order by answer_parts.id`
  return rows.map((row) => ({ ...row }))
}

async function mockIn(name: string) {
  const room = newRoom(stage, name)
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben, observer: room.cai })
  const card = await withButton(stage, thread, 'Next stage')
  return { room, thread, card }
}

async function storedCount(thread: FakeChannel, count: number) {
  return stage.discord.waitFor(async () => {
    const parts = await partsOf(stage, thread)
    return parts.length >= count && parts
  })
}

test('whitespace is no answer, however much of it', async () => {
  const { room, thread } = await mockIn('whitespace')
  for (const text of [' '.repeat(4000), '\n'.repeat(4000), '\u3000\t \u00A0'.repeat(1000)])
    room.ana.say(thread, text)
  room.ana.say(thread, ' ', {
    files: [{ name: 'nothing.txt', data: ' '.repeat(TEXT_FILE_MAX_BYTES), mediaType: 'text/plain' }],
  })
  const words = room.ana.say(thread, 'Words at last: whitespace test')
  await storedCount(thread, 1)
  expect(await partsOf(stage, thread)).toMatchObject([{ source_id: words.id }])
})

test('a text file of 10 MB is kept unread, and its author is told once', async () => {
  const { room, thread } = await mockIn('large')
  room.ana.say(thread, 'The file as text', {
    files: [{ name: 'spaces.txt', data: ' '.repeat(10_000_000), mediaType: 'text/plain' }],
  })
  const dms = () => stage.discord.dms(room.ana).map(({ text }) => text)
  await expect
    .poll(dms)
    .toEqual([expect.stringContaining("“spaces.txt” has more than 8 MB, so I can't read it")])
  expect(await partsOf(stage, thread)).toMatchObject([{ text: 'The file as text' }])
  const kept = await stage.db
    .sql`select octet_length(bytes) as bytes from whiteboards where name = 'spaces.txt'`
  expect(kept).toEqual([{ bytes: 0 }])
})

test('odd characters are kept as far as the database can hold them', async () => {
  const { room, thread } = await mockIn('odd')
  const odd = [
    'a NUL \u0000 within oddly',
    'half a pair \uD83D oddly',
    'family 👨‍👩‍👧‍👦 and right-to-left \u202E oddly',
    `z${'\u0301'.repeat(3000)} oddly`,
    "'; drop table answer_parts; -- oddly",
    '{{interviewer}} $t(button.start) @everyone <@&1> oddly',
  ]
  for (const text of odd) room.ana.say(thread, text)
  const parts = await storedCount(thread, odd.length)
  expect(parts.map(({ text }) => text).toSorted()).toEqual(
    ['a NUL  within oddly', 'half a pair \uFFFD oddly', ...odd.slice(2)].toSorted(),
  )
})

test('an edit, a deletion, and an edit that leaves no words', async () => {
  const { room, thread } = await mockIn('edits')
  const first = room.ana.say(thread, 'first thought of edits', {
    files: [{ name: 'slides.pdf', data: '%PDF', mediaType: 'application/pdf' }],
  })
  const second = room.ana.say(thread, 'second thought of edits')
  await storedCount(thread, 2)
  room.ana.edit(first, 'first thought of edits, mended')
  await stage.discord.waitFor(async () =>
    (await partsOf(stage, thread)).some(({ text }) => text.endsWith('mended')),
  )
  room.ana.delete(second)
  await stage.discord.waitFor(async () => (await partsOf(stage, thread)).length === 1)
  room.ana.edit(first, '')
  const left = async () => (await partsOf(stage, thread)).map(({ text }) => text.trim())
  await expect.poll(left).toEqual([''])
})

test('what others say, and bots, is no answer', async () => {
  const { room, thread } = await mockIn('others')
  room.ben.say(thread, 'the interviewer asks: others')
  room.cai.say(thread, 'the observer whispers: others')
  room.dan.say(thread, 'a stranger shouts: others')
  room.ana.say(room.channel, 'the candidate, but in the channel: others')
  const own = room.ana.say(thread, 'the candidate answers: others')
  await storedCount(thread, 1)
  expect(await partsOf(stage, thread)).toMatchObject([{ source_id: own.id }])
})

test('emoji that mean nothing change nothing', async () => {
  const { room, thread, card } = await mockIn('emoji')
  const own = room.ana.say(thread, 'an answer to react to')
  const foreign = room.ben.say(thread, 'a question to react to')
  await storedCount(thread, 1)
  for (const emoji of ['👍', '0️⃣', '8️⃣', '9️⃣', '🔟', '🇩🇪', '👨‍👩‍👧‍👦']) {
    room.ana.react(own, emoji)
    room.ana.unreact(own, emoji)
  }
  room.ben.react(own, '3️⃣')
  room.dan.react(own, '4️⃣')
  room.ana.react(foreign, '2️⃣')
  room.ana.react(card, '2️⃣')
  const sentinel = room.ana.say(thread, 'the sentinel of emoji')
  await storedCount(thread, 2)
  room.ana.react(sentinel, '5️⃣')
  await stage.discord.waitFor(async () => (await partsOf(stage, thread))[1]?.filed_stage === 4)
  expect(await partsOf(stage, thread)).toMatchObject([{ source_id: own.id, filed_stage: null }, {}])
  room.ana.unreact(sentinel, '5️⃣')
  await stage.discord.waitFor(async () => (await partsOf(stage, thread))[1]?.filed_stage === null)
})

test('a note of nothing is not saved', async () => {
  const { room, card } = await mockIn('notes')
  const console = await (await room.ben.click(card, 'Console')).reply()
  const { modal } = await room.ben.click(console, 'Take a note')
  if (!modal) throw new Error('no modal')
  const answer = await (await room.ben.submit(modal, { Note: ' \n \u3000 ' })).reply()
  expect(answer.text).toBe('The note was empty, so nothing was saved.')
})

test('a database that refuses an answer leaks none of it into the log', async () => {
  const { room, thread } = await mockIn('leak')
  await stage.db.sql`alter table answer_parts add constraint no_ink check (text not like '%invisible ink%')`
  room.ana.say(thread, 'written in invisible ink')
  await stage.discord.waitFor(() => stage.logs().some(({ level = 0 }) => level >= 50), {
    what: 'an error line',
  })
  await stage.db.sql`alter table answer_parts drop constraint no_ink`
  expect(stage.output()).not.toContain('invisible ink')
  expect(await phaseIn(room)).toBe('running')
})

test('after all this the bot is well', async () => {
  await settled(stage)
  const { room, thread, card } = await mockIn('well')
  await room.ana.click(card, 'Pause')
  await saying(stage, thread, 'Paused by')
  expect(linesOf(thread, 'Paused by')).toHaveLength(1)
  const written = ['at last', 'oddly', 'first thought', 'second thought', 'answer to react', 'sentinel of']
  await expectWell(stage, { written, expected: /an event could not be handled/ })
})

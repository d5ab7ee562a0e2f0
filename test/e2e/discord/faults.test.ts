import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeChannel } from '../../fakes/discord/index.ts'
import { expectWell, linesOf, newRoom, phaseIn, settled } from './room.ts'
import { commanded, openLobby, openStage, type Stage, saying, startMock, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }
const EDITS = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }

async function mockIn(name: string) {
  const room = newRoom(stage, name)
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben, observer: room.cai })
  const card = await withButton(stage, thread, 'Next stage')
  await settled(stage)
  return { room, thread, card }
}

/** In order, what the bot said since its first card; each once. */
function saidIn(thread: FakeChannel): readonly string[] {
  const marks = ['1/8', 'Paused by', 'resumed', 'added two minutes', '2/8', 'Time to score']
  return thread.messages.flatMap((message) => marks.filter((mark) => message.text.includes(mark)))
}

test.each([
  ['429 for a second', { status: 429, retryAfter: 1, times: 2 }],
  ['429 for longer than anybody waits inline', { status: 429, retryAfter: 4 }],
  ['429 for all routes', { status: 429, retryAfter: 1, global: true }],
  ['500 three times', { status: 500, times: 3 }],
  ['503', { status: 503, times: 2 }],
  ['a connection broken before', { reset: true, times: 2 }],
  ['a connection broken after', { reset: true, applied: true, times: 2 }],
  ['a late answer', { delayMs: 1000, times: 2 }],
] as const)('%s during a mock: nothing lost, nothing doubled, all in order', async (what, fault) => {
  const { room, thread, card } = await mockIn(`fault ${what}`)
  stage.discord.faults.add({ ...POSTS, ...fault })
  stage.discord.faults.add({ ...EDITS, ...fault })
  await room.ana.click(card, 'Pause')
  await saying(stage, thread, 'Paused by')
  await stage.discord.waitFor(() => card.buttons.includes('Resume'))
  await room.ben.click(card, 'Resume')
  await stage.discord.waitFor(() => card.buttons.includes('Pause'))
  await room.ben.click(card, '+2 min')
  await saying(stage, thread, 'added two minutes')
  await room.ben.click(card, 'Next stage')
  await saying(stage, thread, '2/8')
  await room.ben.click(await withButton(stage, thread, 'End'), 'End')
  await withButton(stage, thread, 'Score')
  await settled(stage)
  stage.discord.faults.clear()
  expect(saidIn(thread)).toEqual(['1/8', 'Paused by', 'resumed', 'added two minutes', '2/8', 'Time to score'])
  expect(card.buttons).toEqual([])
})

test('faults while a thread opens: one thread, one card', async () => {
  const room = newRoom(stage, 'thread faults')
  const lobby = await openLobby(room, room.ana)
  const threads = { method: 'POST', path: /\/threads$/ }
  stage.discord.faults.add({ ...threads, reset: true, applied: true })
  stage.discord.faults.add({ ...threads, status: 500, times: 2 })
  stage.discord.faults.add({ ...POSTS, reset: true, applied: true })
  await room.ana.click(lobby, 'Start')
  const thread = await stage.discord.waitFor(() => lobby.thread)
  await withButton(stage, thread, 'Next stage')
  await settled(stage)
  stage.discord.faults.clear()
  expect(room.channel.threads).toEqual([thread])
  expect(linesOf(thread, '1/8')).toHaveLength(1)
  expect(linesOf(thread, 'the floor is yours')).toHaveLength(1)
})

test('faults of an acknowledgement: the press counts once', async () => {
  const { room, thread, card } = await mockIn('acknowledgement')
  const callbacks = { method: 'POST', path: /^\/interactions\// }
  stage.discord.faults.add({ ...callbacks, status: 500 })
  expect((await room.ana.click(card, 'Pause')).error).toBeUndefined()
  await saying(stage, thread, 'Paused by')
  await stage.discord.waitFor(() => card.buttons.includes('Resume'))
  stage.discord.faults.add({ ...callbacks, reset: true, applied: true })
  expect((await room.ana.click(card, 'Resume')).error).toBeUndefined()
  await saying(stage, thread, 'resumed')
  stage.discord.faults.add({ ...callbacks, reset: true })
  const help = await commanded(room.cai, room.channel, 'help')
  expect(help).toContain('/mock')
  await settled(stage)
  expect(linesOf(thread, /Paused by|resumed/)).toHaveLength(2)
})

test('a duplicate of an event changes nothing', async () => {
  const { room, thread, card } = await mockIn('duplicate')
  for (const label of ['Next stage', '+2 min'] as const) {
    const open = label === '+2 min' ? await withButton(stage, thread, '+2 min') : card
    stage.discord.gateway.duplicateNext('INTERACTION_CREATE')
    await room.ben.click(open, label)
    await saying(stage, thread, label === '+2 min' ? 'added two minutes' : '2/8')
  }
  stage.discord.gateway.duplicateNext('MESSAGE_CREATE')
  const said = room.ana.say(thread, 'said once, delivered twice')
  const stored = () => stage.db.sql`select 1 from answer_parts where source_id = ${said.id}`
  await stage.discord.waitFor(async () => (await stored()).length > 0)
  stage.discord.gateway.duplicateNext('INTERACTION_CREATE')
  const opened = await room.dan.command(room.channel, 'mock', { problem: 'fraud-detection' })
  await saying(stage, room.channel, room.dan.id)
  await opened.reply()
  await settled(stage)
  expect(linesOf(thread, '3/8')).toEqual([])
  expect(linesOf(thread, 'added two minutes')).toHaveLength(1)
  expect(linesOf(room.channel, room.dan.id)).toHaveLength(1)
  expect(linesOf(opened, 'The lobby is below')).toHaveLength(1)
  expect(await stored()).toHaveLength(1)
})

test('a dropped and a renewed connection: what was said meanwhile is there', async () => {
  const { room, thread } = await mockIn('connection')
  const { gateway } = stage.discord
  const greeted = () => gateway.counts.identifies + gateway.counts.resumes
  for (const drop of [
    () => gateway.drop(),
    () => gateway.op7(),
    () => gateway.op9(true),
    () => gateway.op9(false),
  ]) {
    const before = greeted()
    drop()
    const said = room.ana.say(thread, 'said while nobody listened')
    // After an invalid session a client waits for some seconds, as Discord asks.
    await stage.discord.waitFor(() => greeted() > before, { what: 'a new connection' })
    const stored = () => stage.db.sql`select 1 from answer_parts where source_id = ${said.id}`
    await stage.discord.waitFor(async () => (await stored()).length > 0, {
      what: 'what was said meanwhile',
    })
  }
  expect(await phaseIn(room)).toBe('running')
})

test('after all this the bot is well', () =>
  expectWell(stage, { written: ['said once', 'said while nobody'] }))

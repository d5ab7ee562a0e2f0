import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FakeChannel } from '../../fakes/discord/index.ts'
import { expectWell, linesOf, newRoom, phaseIn, type Room, settled } from './room.ts'
import { commanded, openLobby, openStage, type Stage, saying, startMock, withButton } from './stage.ts'

let stage: Stage
/** Its connection is dropped, which would disturb the others. */
let unsteady: Stage

beforeAll(async () => {
  stage = await openStage()
  unsteady = await openStage()
})

afterAll(async () => {
  await stage?.close()
  await unsteady?.close()
})

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }

async function mockIn(name: string, on = stage) {
  const room = newRoom(on, name)
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben, observer: room.cai })
  const card = await withButton(on, thread, 'Next stage')
  await settledIn(room)
  return { room, thread, card }
}

/** Waits until everything about the mock of this room is said. */
async function settledIn({ db, discord, channel }: Room): Promise<void> {
  const waiting = () => db.sql`
    select 1 from deliveries join mocks on mocks.id::text = stream
    where deliveries.state = 'pending' and channel = ${channel.id}`
  await discord.waitFor(async () => (await waiting()).length === 0, { what: 'an empty outbox' })
}

/** The bot's announcements since its first card, in order. */
function saidIn(thread: FakeChannel): readonly string[] {
  const marks = ['1/8', 'Paused by', 'resumed', 'added two minutes', '2/8', 'Time to score']
  return thread.messages.flatMap((message) => marks.filter((mark) => message.text.includes(mark)))
}

type Kind = Readonly<
  | { status: 429; retryAfter: number; times?: number; global?: boolean }
  | { status: 500 | 503; times: number }
  | { reset: true; applied?: boolean; times: number }
  | { delayMs: number; times: number }
>

async function playThrough(what: string, fault: Kind): Promise<void> {
  const { room, thread, card } = await mockIn(`fault ${what}`)
  // In this thread only, so that other tests can run at the same time.
  stage.discord.faults.add({
    method: 'POST',
    path: new RegExp(`^/channels/${thread.id}/messages$`, 'u'),
    ...fault,
  })
  stage.discord.faults.add({
    method: 'PATCH',
    path: new RegExp(`^/channels/${thread.id}/messages/\\d+$`, 'u'),
    ...fault,
  })
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
  await settledIn(room)
  expect(saidIn(thread)).toEqual(['1/8', 'Paused by', 'resumed', 'added two minutes', '2/8', 'Time to score'])
  expect(card.buttons).toEqual([])
}

describe('side by side', { concurrent: true }, () => {
  test.each<[string, Kind]>([
    ['429 for a second', { status: 429, retryAfter: 1, times: 2 }],
    ['429 for longer than anybody waits inline', { status: 429, retryAfter: 4 }],
    ['500 three times', { status: 500, times: 3 }],
    ['503', { status: 503, times: 2 }],
    ['a connection broken before', { reset: true, times: 2 }],
    ['a connection broken after', { reset: true, applied: true, times: 2 }],
    ['a late answer', { delayMs: 1000, times: 2 }],
  ])('%s during a mock: nothing lost, nothing doubled, all in order', playThrough)

  test('a dropped and a renewed connection: what was said meanwhile is there', async () => {
    const { room, thread } = await mockIn('connection', unsteady)
    const { gateway } = unsteady.discord
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
      await unsteady.discord.waitFor(() => greeted() > before, { what: 'a new connection' })
      const stored = () => unsteady.db.sql`select 1 from answer_parts where source_id = ${said.id}`
      await unsteady.discord.waitFor(async () => (await stored()).length > 0, {
        what: 'what was said meanwhile',
      })
    }
    expect(await phaseIn(room)).toBe('running')
  })
})

test.each<[string, Kind]>([['429 for all routes', { status: 429, retryAfter: 1, global: true }]])(
  '%s during a mock: nothing lost, nothing doubled, all in order',
  playThrough,
)

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

test('after all this the bots are well', async () => {
  await expectWell(stage, { written: ['said once'] })
  await expectWell(unsteady, { written: ['said while nobody'] })
})

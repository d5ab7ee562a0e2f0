import { afterAll, beforeAll, expect, test } from 'vitest'
import { messageSlots } from '../../../src/db/schema.ts'
import { expectWell, linesOf, newRoom, phaseIn, type Room, settled } from './room.ts'
import { commanded, openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

async function expectCancelled(room: Room): Promise<void> {
  await expect.poll(() => phaseIn(room)).toBe('cancelled')
}

async function expectAnotherCanOpen(room: Room): Promise<void> {
  const text = await commanded(room.ana, room.channel, 'mock', { problem: 'fraud-detection' })
  expect(text).toContain('The lobby is below')
  await withButton(stage, room.channel, 'Start')
}

test('a thread deleted mid-mock ends the mock quietly, and the candidate can open another', async () => {
  const room = newRoom(stage, 'thread gone')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  await withButton(stage, thread, 'Next stage')
  const lobby = await saying(stage, room.channel, 'Running in the thread')
  thread.delete()
  await expectCancelled(room)
  await settled(stage)
  expect(lobby.text).not.toContain('Running in the thread')
  await expectAnotherCanOpen(room)
})

test('a thread deleted during scoring ends the mock quietly', async () => {
  const room = newRoom(stage, 'scoring thread gone')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  await room.ben.click(await withButton(stage, thread, 'End'), 'End')
  await withButton(stage, thread, 'Score')
  thread.delete()
  await expectCancelled(room)
  await expectAnotherCanOpen(room)
})

test('a channel deleted mid-mock ends its mocks quietly', async () => {
  const room = newRoom(stage, 'channel gone')
  await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const other = newRoom(stage, 'channel that stays')
  const thread = await startMock(other, { candidate: room.ana, interviewer: other.ben })
  room.channel.delete()
  await expectCancelled(room)
  await other.ben.click(await withButton(stage, thread, 'Next stage'), 'Next stage')
  await saying(stage, thread, '2/8')
  expect(await phaseIn(other)).toBe('running')
})

test('a channel deleted with a lobby in it', async () => {
  const room = newRoom(stage, 'lobby channel gone')
  await openLobby(room, room.ana)
  room.channel.delete()
  await expectCancelled(room)
})

test('the lobby message deleted before the start sets its candidate free', async () => {
  const room = newRoom(stage, 'lobby gone')
  const lobby = await openLobby(room, room.ana)
  // A person sees the card later than the bot stores its message id.
  await stage.discord.waitFor(async () =>
    (await stage.db.db.select().from(messageSlots)).some(({ message }) => message === lobby.id),
  )
  room.olga.delete(lobby)
  await expectCancelled(room)
  await expectAnotherCanOpen(room)
})

test('the lobby message deleted mid-mock stops nothing', async () => {
  const room = newRoom(stage, 'lobby gone later')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const card = await withButton(stage, thread, 'Next stage')
  const lobby = await saying(stage, room.channel, 'Running in the thread')
  room.olga.delete(lobby)
  await room.ben.click(card, 'Next stage')
  await saying(stage, thread, '2/8')
  await room.ben.click(await withButton(stage, thread, 'End'), 'End')
  expect(await told(room.dan, await withButton(stage, thread, 'Score'), 'Score')).toContain(
    'Only people with a role',
  )
})

test('the stage card deleted mid-mock stops nothing', async () => {
  const room = newRoom(stage, 'card gone')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const card = await withButton(stage, thread, 'Next stage')
  const controls = card.components
  const line = room.ben.say(thread, 'oops')
  room.olga.delete(card)
  line.components = [...controls]
  await room.ben.click(line, 'Next stage')
  await saying(stage, thread, '2/8')
  expect(await phaseIn(room)).toBe('running')
})

test('an archived thread is opened again for what is to be said', async () => {
  const room = newRoom(stage, 'archived')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const card = await withButton(stage, thread, 'Next stage')
  await settled(stage)
  thread.archive()
  await room.ben.click(card, 'Next stage')
  await saying(stage, thread, '2/8')
  await expect.poll(() => card.buttons).toEqual([])
})

test('the bot removed from a server mid-mock goes on elsewhere', async () => {
  const guild = stage.discord.addGuild({ name: 'A group that changed its mind' })
  const room = newRoom(stage, 'removed', { guild })
  await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const lobbyRoom = newRoom(stage, 'removed in the lobby', { guild })
  await openLobby(lobbyRoom, lobbyRoom.ana)
  const other = newRoom(stage, 'not removed')
  const thread = await startMock(other, { candidate: other.ana, interviewer: other.ben })
  guild.removeBot()
  await expectCancelled(room)
  await expectCancelled(lobbyRoom)
  await other.ben.click(await withButton(stage, thread, 'Next stage'), 'Next stage')
  await saying(stage, thread, '2/8')
  other.ana.say(thread, 'still here')
  await other.ana.click(await withButton(stage, thread, 'Pause'), 'Pause')
  await saying(stage, thread, 'Paused by')
  await settled(stage)
  expect(linesOf(thread, 'Paused by')).toHaveLength(1)
})

test('after all this the bot is well', () => expectWell(stage, { written: ['still here', 'oops'] }))

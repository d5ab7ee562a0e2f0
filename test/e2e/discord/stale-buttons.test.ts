import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeMember, FakeMessage } from '../../fakes/discord/index.ts'
import {
  clickAsItWas,
  doubleClick,
  expectWell,
  linesOf,
  newRoom,
  phaseIn,
  settled,
  toldAsItWas,
} from './room.ts'
import { openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

const OUT_OF_DATE = 'That button was out of date or already pressed. Please use the newest card.'

async function runningMock(name: string) {
  const room = newRoom(stage, name)
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben, observer: room.cai })
  const card = await withButton(stage, thread, 'Next stage')
  return { room, thread, card }
}

async function scoringMock(name: string) {
  const { room, thread, card } = await runningMock(name)
  await room.ben.click(card, 'End')
  return { room, thread, scoring: await withButton(stage, thread, 'Score') }
}

/** Opens the rubric form. @returns the panel with its selects */
async function openForm(member: FakeMember, scoring: FakeMessage): Promise<FakeMessage> {
  return (await member.click(scoring, 'Score')).reply()
}

test('a double click on Start starts once', async () => {
  const room = newRoom(stage, 'start twice')
  const lobby = await openLobby(room, room.ana)
  const clicks = await doubleClick(room.ana, lobby, 'Start')
  const said = clicks.flatMap((click) => click.messages.map((message) => message.text))
  expect(said).toEqual([OUT_OF_DATE])
  const thread = await stage.discord.waitFor(() => lobby.thread)
  await withButton(stage, thread, 'Next stage')
  await settled(stage)
  expect(room.channel.threads).toHaveLength(1)
  expect(linesOf(thread, '1/8')).toHaveLength(1)
  expect(linesOf(thread, 'the floor is yours')).toHaveLength(1)
})

test('a double click on Next stage moves on by one stage', async () => {
  const { room, thread, card } = await runningMock('next twice')
  const clicks = await doubleClick(room.ben, card, 'Next stage')
  expect(clicks.flatMap((click) => click.messages.map((message) => message.text))).toEqual([OUT_OF_DATE])
  await saying(stage, thread, '2/8')
  await settled(stage)
  expect(linesOf(thread, '2/8')).toHaveLength(1)
  expect(linesOf(thread, '3/8')).toEqual([])
})

test.each(['+2 min', 'Pause'])('a double click on %s counts once', async (label) => {
  const { room, thread, card } = await runningMock(`${label} twice`)
  const clicks = await doubleClick(room.ben, card, label)
  expect(clicks.flatMap((click) => click.messages.map((message) => message.text))).toEqual([OUT_OF_DATE])
  await settled(stage)
  expect(linesOf(thread, label === 'Pause' ? 'Paused by' : 'added two minutes')).toHaveLength(1)
})

test('a double click on Curveball throws one', async () => {
  const { room, thread, card } = await runningMock('curveball twice')
  const console = await (await room.ben.click(card, 'Console')).reply()
  const clicks = await Promise.all([
    room.ben.click(console, 'Curveball'),
    room.ben.click(console, 'Curveball'),
  ])
  const answers = await Promise.all(clicks.map((click) => click.reply()))
  expect(answers.filter((answer) => answer.text === OUT_OF_DATE)).toHaveLength(1)
  await settled(stage)
  expect(linesOf(thread, 'A change of plan')).toHaveLength(1)
})

test('a double click on End ends once, and the cards of a finished mock are dead', async () => {
  const { room, thread, card } = await runningMock('end twice')
  const then = card.components
  const console = await (await room.ben.click(card, 'Console')).reply()
  const clicks = await doubleClick(room.ben, card, 'End')
  expect(clicks.flatMap((click) => click.messages.map((message) => message.text))).toEqual([
    'This mock is over.',
  ])
  await withButton(stage, thread, 'Score')
  for (const label of ['Next stage', '+2 min', 'Pause', 'End', 'Console'])
    expect(await toldAsItWas(room.ben, card, then, label)).toBe('This mock is over.')
  expect(await told(room.ben, console, 'Curveball')).toMatch(/This mock is over|This mock isn't running/)
  await settled(stage)
  expect(linesOf(thread, 'Time to score')).toHaveLength(1)
  expect(linesOf(thread, 'A change of plan')).toEqual([])
})

test('a card of an earlier revision changes nothing', async () => {
  const { room, thread, card } = await runningMock('stale')
  const first = card.components
  await room.ben.click(card, '+2 min')
  await saying(stage, thread, 'added two minutes')
  for (const label of ['Next stage', '+2 min', 'Pause', 'End'])
    expect(await toldAsItWas(room.ben, card, first, label)).toBe(OUT_OF_DATE)
  const before = card.components
  await room.ana.click(card, 'Pause')
  await stage.discord.waitFor(() => card.buttons.includes('Resume'))
  expect(await toldAsItWas(room.ana, card, before, 'Pause')).toBe(OUT_OF_DATE)
  await settled(stage)
  expect(linesOf(thread, 'Paused by')).toHaveLength(1)
  expect(await phaseIn(room)).toBe('paused')
})

test('the lobby is closed after the start, and its buttons are dead after a cancel', async () => {
  const { room } = await runningMock('old lobby')
  expect((await saying(stage, room.channel, 'Running in the thread')).buttons).toEqual([])
  const fresh = newRoom(stage, 'old lobby cancelled')
  const open = await openLobby(fresh, fresh.ana)
  const controls = open.components
  await fresh.ana.click(open, 'Cancel')
  await saying(stage, fresh.channel, 'Cancelled')
  for (const label of ['Interview', 'Observe', 'Be the candidate', 'Start', 'Cancel'])
    expect(await toldAsItWas(fresh.ben, open, controls, label)).toBe('This mock is over.')
  expect(await phaseIn(fresh)).toBe('cancelled')
})

test('a form submitted after the reveal counts nothing', async () => {
  const { room, thread, scoring } = await scoringMock('late form')
  const panel = await openForm(room.cai, scoring)
  await room.cai.choose(panel, panel.selects[0] ?? '', '4')
  const buttons = scoring.components
  await room.ben.click(scoring, 'Reveal')
  await saying(stage, thread, 'Debrief')
  const receipt = await room.cai.click(panel, 'Submit')
  await receipt.waitFor(({ messages }) => messages.length > 0)
  expect(receipt.messages.map((message) => message.text)).toEqual([
    'The votes are already revealed, so no more are counted.',
  ])
  expect(await toldAsItWas(room.cai, scoring, buttons, 'Score')).toContain('already revealed')
  expect(await toldAsItWas(room.ben, scoring, buttons, 'Reveal')).toBe(OUT_OF_DATE)
  expect(panel.text).not.toContain('Submitted')
  const [votes] = await stage.db.sql<{ count: number }[]>`
    select count(*)::int as count from votes join answers on answers.id = answer_id
    where author = ${room.ana.id}`
  expect(votes?.count).toBe(0)
})

test('a form with no level chosen is refused, and stays open', async () => {
  const { room, scoring } = await scoringMock('empty form')
  const panel = await openForm(room.ben, scoring)
  const refused = await room.ben.click(panel, 'Submit')
  await refused.waitFor(({ messages }) => messages.length > 0)
  expect(refused.messages[0]?.text).toContain('No level was chosen')
  await room.ben.choose(panel, panel.selects[0] ?? '', '3')
  const counted = await room.ben.click(panel, 'Submit')
  await counted.waitFor(({ messages }) => messages.length > 0)
  expect(counted.messages[0]?.text).toMatch(/^Counted 1 of/)
})

test('a double click on Submit counts once', async () => {
  const { room, scoring } = await scoringMock('submit twice')
  const panel = await openForm(room.ben, scoring)
  await room.ben.choose(panel, panel.selects[0] ?? '', '3')
  const then = panel.components
  const clicks = await doubleClick(room.ben, panel, 'Submit')
  await stage.discord.waitFor(() => panel.text.includes('Submitted'))
  const said = clicks.flatMap((click) => click.messages.map((message) => message.text))
  for (const text of said) expect(text).toMatch(/^Counted 1 of/)
  const again = await clickAsItWas(room.ben, panel, then, 'Submit')
  expect(again.error).toBeUndefined()
  expect(panel.text).toMatch(/Submitted|no longer open/)
  const [votes] = await stage.db.sql<{ count: number }[]>`
    select count(*)::int as count from votes where voter = ${room.ben.id}`
  expect(votes?.count).toBe(1)
})

test('after all this the bot is well', () => expectWell(stage))

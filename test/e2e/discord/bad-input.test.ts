import { afterAll, beforeAll, expect, test } from 'vitest'
import { buttonWithId, expectWell, newRoom, phaseIn, settled, toldAsItWas } from './room.ts'
import { commanded, openLobby, openStage, type Stage, saying, startMock, told } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

test('an unknown problem is answered with the nearest slugs, and nothing is posted', async () => {
  const room = newRoom(stage, 'unknown')
  for (const problem of [
    'fraud-detektion',
    'Frod',
    '欺诈检侧',
    'zzz',
    ' ',
    '\u0000\u202E💳',
    'x'.repeat(6000),
  ]) {
    const text = await commanded(room.ana, room.channel, 'mock', { problem })
    expect(text).toContain('I have no problem called')
    expect(text).toContain('`fraud-detection`')
    expect(text.length).toBeLessThan(400)
  }
  for (const problem of ['{{nearest}}', '$t(button.start)', '@everyone'])
    expect(await commanded(room.ana, room.channel, 'mock', { problem })).toContain(`“${problem}”`)
  await settled(stage)
  expect(room.channel.messages).toEqual([])
})

test.each([
  ['en-US', 'leetcode', 'Coding rounds are another exercise'],
  ['en-US', 'a coding interview', 'Coding rounds are another exercise'],
  ['en-US', 'behavioural', 'rounds want stories of your own'],
  ['en-US', 'math theory', 'Theory and derivations'],
  ['en-US', 'implement a transformer', 'Here nothing is trained or implemented'],
  ['en-US', 'Paper Review!', 'For papers a reading group'],
  ['zh-CN', '刷算法题', '编程面试是另一种练习'],
  ['zh-CN', '行为面试', '行为面试需要你把自己的经历'],
  ['zh-CN', '数学推导', '理论和推导，找本教材'],
  ['zh-CN', '手写注意力', '这里不训练也不实现模型'],
  ['zh-CN', '读论文', '找个论文小组更合适'],
])('%s: the topic “%s” is out of scope and answered kindly', async (locale, problem, sentence) => {
  const room = newRoom(stage, `scope ${problem}`, { locale })
  const text = await commanded(room.ana, room.channel, 'mock', { problem })
  expect(text).toContain(sentence)
  expect(text).toContain('/mock fraud-detection')
  await settled(stage)
  expect(room.channel.messages).toEqual([])
})

test.each([19, 121, 0, -5, 1_000_000])('%i minutes are refused with the limits', async (minutes) => {
  const room = newRoom(stage, `minutes ${minutes}`)
  const text = await commanded(room.ana, room.channel, 'mock', { problem: 'fraud-detection', minutes })
  expect(text).toBe('A mock lasts between 20 and 120 minutes, in whole minutes.')
  await settled(stage)
  expect(room.channel.messages).toEqual([])
})

test('20 and 120 minutes are taken', async () => {
  for (const minutes of [20, 120]) {
    const room = newRoom(stage, `${minutes} minutes`)
    const lobby = await openLobby(room, room.ana, { minutes })
    expect(lobby.text).toContain(`${minutes} min`)
  }
})

test('a candidate has one open mock a channel, and may have one elsewhere', async () => {
  const room = newRoom(stage, 'second')
  const lobby = await openLobby(room, room.ana)
  const again = await commanded(room.ana, room.channel, 'mock', { problem: 'fraud-detection' })
  expect(again).toContain('You are already the candidate of a mock in this channel')
  expect(room.channel.messages).toHaveLength(1)

  const elsewhere = { ...room, channel: stage.guild.addChannel({ name: 'second elsewhere' }) }
  await openLobby(elsewhere, room.ana)

  await commanded(room.ben, room.channel, 'mock', { problem: 'fraud-detection' })
  const others = await saying(stage, room.channel, room.ben.id)
  expect(await told(room.cai, others, 'Be the candidate')).toContain('That seat is taken')
  await room.ben.click(others, 'Observe')
  await stage.discord.waitFor(() => others.button('Start')?.disabled)
  expect(await told(room.ana, others, 'Be the candidate')).toContain('You are already the candidate')

  await room.ana.click(lobby, 'Cancel')
  await stage.discord.waitFor(() => lobby.text.includes('Cancelled'))
  await openLobby(room, room.ana)
})

test('two free seats pressed at once make somebody the candidate of one mock only', async () => {
  const room = newRoom(stage, 'both seats')
  const lobbies = []
  for (const host of [room.ben, room.cai]) {
    await commanded(host, room.channel, 'mock', { problem: 'fraud-detection' })
    const lobby = await saying(stage, room.channel, host.id)
    await host.click(lobby, 'Observe')
    await stage.discord.waitFor(() => lobby.button('Start')?.disabled)
    lobbies.push(lobby)
  }
  const clicks = await Promise.all(lobbies.map((lobby) => room.ana.click(lobby, 'Be the candidate')))
  const refusal = await Promise.any(clicks.map((click) => click.reply()))
  expect(refusal.text).toContain('You are already the candidate of a mock in this channel')
  await settled(stage)
  expect(lobbies.filter((lobby) => lobby.text.includes(room.ana.id))).toHaveLength(1)
})

test('/mock inside a thread is sent to the channel', async () => {
  const room = newRoom(stage, 'inside')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const before = thread.messages.length
  const text = await commanded(room.cai, thread, 'mock', { problem: 'fraud-detection' })
  expect(text).toBe('Please type /mock in a channel: the mock opens a thread of its own.')
  await settled(stage)
  expect(thread.messages.length).toBeGreaterThanOrEqual(before)
  expect(await phaseIn(room)).toBe('running')
})

test.each([
  'nonsense',
  'mock.start',
  'mock.start|',
  'mock.start|not-a-uuid',
  'mock.start|00000000-0000-4000-8000-000000000000',
  "mock.next|'; drop table mocks; --|1",
  'mock.unheard-of|00000000-0000-4000-8000-000000000000',
  'constructor',
  '__proto__|x',
  '%E0%A4%A',
  '~',
  '~x',
  '|',
])('a press of the unknown button %s is absorbed', async (customId) => {
  const room = newRoom(stage, `unknown ${customId}`.slice(0, 90))
  const lobby = await openLobby(room, room.ana)
  const before = lobby.text
  const message = room.ana.say(room.channel, 'somebody else put a button here')
  const result = await room.ben.click(Object.assign(message, { components: buttonWithId(customId) }), 'Press')
  expect(result.error).toBeUndefined()
  await settled(stage)
  expect(lobby.text).toBe(before)
  expect(result.messages.every((answer) => answer.ephemeral)).toBe(true)
})

test("a mock's button does nothing in another server, nor in direct messages", async () => {
  const room = newRoom(stage, 'abroad')
  const lobby = await openLobby(room, room.ana)
  const guild = stage.discord.addGuild({ name: 'Another group' })
  const abroad = newRoom(stage, 'abroad too', { guild })
  const there = abroad.olga.say(abroad.channel, 'forwarded')
  for (const label of ['Start', 'Cancel', 'Observe'])
    expect(await toldAsItWas(abroad.olga, there, lobby.components, label)).toContain('no longer here')
  const direct = room.ana.say(stage.discord.dm(room.ana), 'forwarded')
  expect(await toldAsItWas(room.ana, direct, lobby.components, 'Start')).toContain('no longer here')
  await settled(stage)
  expect(await phaseIn(room)).toBe('lobby')
})

test('a number that is none in a clock button changes nothing', async () => {
  const room = newRoom(stage, 'numbers')
  const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
  const card = await stage.discord.waitFor(() =>
    thread.messages.find((m) => m.buttons.includes('Next stage')),
  )
  const id = card.button('Next stage')?.custom_id?.split('|')[1] ?? ''
  for (const revision of ['', '|-1', '|1.5', '|NaN', '|99999999999999999999', '|1e3'])
    expect(await toldAsItWas(room.ben, card, buttonWithId(`mock.next|${id}${revision}`), 'Press')).toMatch(
      /no longer here|out of date/,
    )
  expect(card.buttons).toContain('Next stage')
})

test('after all this the bot is well', () => expectWell(stage))

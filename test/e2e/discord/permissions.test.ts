import { afterAll, beforeAll, expect, test } from 'vitest'
import { allPermissionsBut, type FakeMember } from '../../fakes/discord/index.ts'
import { buttonWithId, expectWell, linesOf, newRoom, phaseIn, settled, toldAsItWas } from './room.ts'
import { commanded, openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

test.each([
  ['CREATE_PUBLIC_THREADS', 'Create Public Threads', '创建公共子区'],
  ['SEND_MESSAGES_IN_THREADS', 'Send Messages in Threads', '在子区内发送消息'],
  ['READ_MESSAGE_HISTORY', 'Read Message History', '读取消息历史记录'],
  ['ADD_REACTIONS', 'Add Reactions', '添加反应'],
  ['SEND_MESSAGES', 'Send Messages', '发送消息'],
  ['VIEW_CHANNEL', 'View Channel', '查看频道'],
] as const)('the missing permission %s is named to the one who asked', async (name, english, chinese) => {
  const botPermissions = allPermissionsBut(name)
  const room = newRoom(stage, `without ${name}`, { botPermissions })
  const zhang = room.guild.addMember({ name: '张三', locale: 'zh-CN' })
  const text = await commanded(room.ana, room.channel, 'mock', { problem: 'fraud-detection' })
  expect(text).toContain("I can't run a mock in this channel")
  expect(text).toMatch(new RegExp(`: ${english}\\.$`))
  expect(await commanded(zhang, room.channel, 'mock', { problem: 'fraud-detection' })).toMatch(
    new RegExp(`我在这个频道里无法进行模拟面试.*：${chinese}。$`),
  )
  await settled(stage)
  expect(room.channel.messages).toEqual([])
  expect(await phaseIn(room)).toBeUndefined()
})

test('several missing permissions are all named, and once granted the mock opens', async () => {
  const room = newRoom(stage, 'without several', {
    botPermissions: allPermissionsBut('CREATE_PUBLIC_THREADS', 'ADD_REACTIONS'),
  })
  const text = await commanded(room.ana, room.channel, 'mock', { problem: 'fraud-detection' })
  expect(text).toContain('Create Public Threads, Add Reactions')
  room.channel.allowBot(allPermissionsBut())
  await openLobby(room, room.ana)
})

test('a permission withdrawn before the start is named to the one who starts', async () => {
  const room = newRoom(stage, 'withdrawn')
  const lobby = await openLobby(room, room.ana)
  room.channel.allowBot(allPermissionsBut('CREATE_PUBLIC_THREADS'))
  expect(await told(room.ana, lobby, 'Start')).toContain('Create Public Threads')
  expect(await phaseIn(room)).toBe('lobby')
  room.channel.allowBot(allPermissionsBut())
  await room.ana.click(lobby, 'Start')
  await withButton(stage, await stage.discord.waitFor(() => lobby.thread), 'Next stage')
})

test('in the lobby: who may start and cancel', async () => {
  const room = newRoom(stage, 'lobby roles')
  const lobby = await openLobby(room, room.ana)
  await room.ben.click(lobby, 'Interview')
  await stage.discord.waitFor(() => lobby.text.includes(room.ben.id))
  await room.cai.click(lobby, 'Observe')
  await stage.discord.waitFor(() => lobby.text.includes(room.cai.id))
  for (const person of [room.cai, room.dan, room.olga])
    expect(await told(person, lobby, 'Start')).toBe('The candidate or the interviewer starts the mock.')
  for (const person of [room.cai, room.dan])
    expect(await told(person, lobby, 'Cancel')).toContain('Only the one who opened it')
  for (const person of [room.cai, room.dan, room.olga, room.ana])
    expect(await told(person, lobby, 'Interview')).toContain('That seat is taken')
  for (const person of [room.ben, room.cai, room.dan])
    expect(await told(person, lobby, 'Be the candidate')).toContain('That seat is taken')
  await settled(stage)
  expect(await phaseIn(room)).toBe('lobby')
  await room.olga.click(lobby, 'Cancel')
  await saying(stage, room.channel, 'Cancelled')
})

test('with an interviewer: who may steer, pause, open the console, end', async () => {
  const room = newRoom(stage, 'running roles')
  const { ana, ben, cai, dan, olga } = room
  const thread = await startMock(room, { candidate: ana, interviewer: ben, observer: cai })
  const card = await withButton(stage, thread, 'Next stage')
  const refused = async (people: readonly FakeMember[], label: string, sentence: string | RegExp) => {
    for (const person of people) {
      const text = await told(person, card, label)
      expect(text).toMatch(sentence)
      expect(text).not.toMatch(/\{\{|\}\}/)
    }
  }
  const benSteers = new RegExp(`<@${ben.id}> interviews and steers the clock`)
  for (const label of ['Next stage', '+2 min']) await refused([ana, cai, dan, olga], label, benSteers)
  await refused([dan, olga], 'Pause', 'Only the candidate or the interviewer can pause')
  await refused([cai], 'Pause', /Only the candidate or the interviewer|interviews and steers/)
  await refused([ana, cai, dan, olga], 'Console', 'The console is for the interviewer')
  await refused([ana, dan], 'End', `Only <@${ben.id}> or an organiser can end`)
  await refused([cai], 'End', /interviewer|interviews|can end/)

  const console = await (await ben.click(card, 'Console')).reply()
  for (const person of [ana, cai, dan, olga]) {
    expect(await toldAsItWas(person, card, console.components, 'Curveball')).toMatch(benSteers)
    expect(await toldAsItWas(person, card, console.components, 'Take a note')).toContain(
      'is for the interviewer',
    )
  }
  await ana.click(card, 'Pause')
  await stage.discord.waitFor(() => card.buttons.includes('Resume'))
  await refused([cai, dan, olga], 'Resume', /Only the candidate or the interviewer|interviews and steers/)
  await settled(stage)
  expect(linesOf(thread, /2\/8|A change of plan|added two|resumed/)).toEqual([])
  await olga.click(card, 'End')
  const scoring = await withButton(stage, thread, 'Score')
  expect(await told(dan, scoring, 'Score')).toBe('Only people with a role in this mock score it.')
  expect(await told(olga, scoring, 'Score')).toBe('Only people with a role in this mock score it.')
  for (const person of [ana, cai, dan])
    expect(await told(person, scoring, 'Reveal')).toBe('The interviewer or an organiser reveals the votes.')
  expect(await phaseIn(room)).toBe('scoring')
  await olga.click(scoring, 'Reveal')
  await saying(stage, thread, 'Debrief')
})

test('an observer is told when they can take over, and is not offered it before', async () => {
  const room = newRoom(stage, 'take over')
  const { ana, ben, cai, dan } = room
  const thread = await startMock(room, { candidate: ana, interviewer: ben, observer: cai })
  const card = await withButton(stage, thread, 'Next stage')
  const hint = await (await cai.click(card, 'Next stage')).reply()
  expect(hint.ephemeral).toBe(true)
  expect(hint.text).toContain(`<@${ben.id}> interviews`)
  expect(hint.text).toContain('press a clock button again to take over')
  expect(hint.buttons).toEqual([])
  expect(await told(dan, card, 'Next stage')).toContain('the stages still move on by themselves')
  expect(linesOf(thread, 'takes the interviewer')).toEqual([])
})

test('in a solo mock the candidate steers, and nobody else', async () => {
  const room = newRoom(stage, 'solo roles')
  const { ana, cai, dan, olga } = room
  const thread = await startMock(room, { candidate: ana, observer: cai })
  const card = await withButton(stage, thread, 'Next stage')
  for (const person of [cai, dan, olga]) {
    for (const label of ['Next stage', '+2 min'])
      expect(await told(person, card, label)).toBe('In a solo mock only the candidate steers the clock.')
    expect(await told(person, card, 'Pause')).toContain('Only the candidate')
  }
  expect(card.buttons).not.toContain('Console')
  for (const person of [cai, dan])
    expect(await told(person, card, 'End')).toBe(
      'In a solo mock only the candidate or an organiser can end it.',
    )
  const id = card.button('Next stage')?.custom_id?.split('|')[1] ?? ''
  const console = buttonWithId(`mock.console|${id}`)
  for (const person of [ana, cai, dan])
    expect(await toldAsItWas(person, card, console, 'Press')).toContain('The console is for the interviewer')
  const curveball = buttonWithId(`mock.curveball|${id}|0`)
  for (const person of [ana, dan]) expect(await toldAsItWas(person, card, curveball, 'Press')).toMatch(/^\S/)
  expect(await toldAsItWas(cai, card, buttonWithId(`mock.take-over|${id}`), 'Press')).toContain('solo mock')
  await ana.click(card, 'End')
  const scoring = await withButton(stage, thread, 'Score')
  for (const person of [cai, dan])
    expect(await told(person, scoring, 'Reveal')).toContain('In a solo mock the candidate or an organiser')
  await settled(stage)
  expect(linesOf(thread, 'A change of plan')).toEqual([])
})

test('after all this the bot is well', () => expectWell(stage))

import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectWell, newRoom, settled } from './room.ts'
import { commanded, openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})

afterAll(() => stage.close())

/** Settings belong to a group, so each test has its own. */
function newGroup(name: string, locale?: string) {
  const guild = stage.discord.addGuild({ name, ...(locale && { locale }) })
  return newRoom(stage, 'mocks', { guild })
}

const NOT_THEIRS =
  'Only organisers can see and change the settings: those who manage this server, and whoever they added.'

test('only organisers see and change the settings', async () => {
  const room = newGroup('Strict group')
  expect(await commanded(room.ana, room.channel, 'settings')).toBe(NOT_THEIRS)
  expect(await commanded(room.ana, room.channel, 'settings', { language: 'zh', minutes: 60 })).toBe(
    NOT_THEIRS,
  )
  expect(await commanded(room.ana, room.channel, 'settings', { 'add-organiser': room.ana.id })).toBe(
    NOT_THEIRS,
  )
  const shown = await commanded(room.olga, room.channel, 'settings')
  for (const part of ['English', 'UTC', '45 min', 'Those who manage this server'])
    expect(shown).toContain(part)
})

test('an organiser is named and unnamed', async () => {
  const room = newGroup('Group with organisers')
  const { ana, ben, cai, olga, channel } = room
  expect(await commanded(olga, channel, 'settings', { 'add-organiser': ana.id })).toContain(`<@${ana.id}>`)
  expect(await commanded(ana, channel, 'settings', { minutes: 30 })).toContain('30 min')

  const thread = await startMock(room, { candidate: ben, interviewer: cai })
  await ana.click(await withButton(stage, thread, 'End'), 'End')
  await withButton(stage, thread, 'Score')

  expect(await commanded(olga, channel, 'settings', { 'remove-organiser': ana.id })).not.toContain(ana.id)
  expect(await commanded(ana, channel, 'settings')).toBe(NOT_THEIRS)
  expect(await commanded(ana, channel, 'settings', { minutes: 60 })).toBe(NOT_THEIRS)
  expect(await told(ana, await withButton(stage, thread, 'Reveal'), 'Reveal')).toContain(
    'or an organiser reveals',
  )
  expect(await commanded(olga, channel, 'settings')).toContain('30 min')
})

test('an organiser of one group is none in another', async () => {
  const room = newGroup('One group')
  await commanded(room.olga, room.channel, 'settings', { 'add-organiser': room.ana.id })
  const other = newGroup('Another group')
  const shown = await commanded(other.olga, other.channel, 'settings')
  expect(shown).not.toContain(room.ana.id)
  expect(await commanded(other.ana, other.channel, 'settings')).toBe(NOT_THEIRS)
})

test('what is wrong is named, and nothing of it is taken', async () => {
  const { olga, channel } = newGroup('Careless group')
  for (const zone of ['Mars/Olympus', '', 'Europe', "'; drop", '\u0000', 'x'.repeat(5000)]) {
    const text = await commanded(olga, channel, 'settings', {
      'time-zone': zone,
      minutes: 60,
      language: 'zh',
    })
    expect(text).toContain('is no time zone I know')
    expect(text.length).toBeLessThan(300)
  }
  for (const minutes of [19, 121, 0, -5, 1_000_000])
    expect(await commanded(olga, channel, 'settings', { minutes, language: 'zh' })).toContain(
      'between 20 and 120 minutes',
    )
  const shown = await commanded(olga, channel, 'settings')
  for (const part of ['English', 'UTC', '45 min']) expect(shown).toContain(part)
  expect(await commanded(olga, channel, 'settings', { 'time-zone': 'asia/shanghai' })).toContain(
    'Asia/Shanghai',
  )
  const zones = await olga.autocomplete(channel, 'settings', 'time-zone', 'new york')
  expect(zones[0]).toEqual({
    name: expect.stringMatching(/^America\/New_York \(UTC-[45]\) · \d\d:\d\d$/u),
    value: 'America/New_York',
  })
  expect(await commanded(olga, channel, 'settings', { 'time-zone': 'CST' })).toContain(
    'America/Chicago, Asia/Shanghai, Asia/Taipei',
  )
  expect(await commanded(olga, channel, 'settings', { 'time-zone': 'Bangalore' })).toContain(
    'Asia/Kolkata (UTC+5:30)',
  )
  expect(await commanded(olga, channel, 'settings', { 'time-zone': 'GMT-5' })).toContain('UTC-5')
})

test('the language of the group is that of its next lobby; the default minutes count', async () => {
  const room = newGroup('Group that learns Chinese')
  await openLobby(room, room.ana)
  await commanded(room.olga, room.channel, 'settings', { language: 'zh', minutes: 60 })
  const lobby = await openLobby(room, room.ben, {}, '开始')
  for (const part of ['模拟面试', '候选人', '60 分钟']) expect(lobby.text).toContain(part)
  expect(lobby.buttons).toEqual(['我来当候选人', '我来面试', '旁观', '开始', '取消'])
  expect(await told(room.dan, lobby, '开始')).toBe('The candidate or the interviewer starts the mock.')
  const english = await openLobby(room, room.cai, { language: 'en', minutes: 20 })
  await saying(stage, room.channel, room.cai.id)
  expect(english.buttons).toContain('Start')
})

test('a new server with a Chinese locale is Chinese from first contact', async () => {
  const room = newGroup('机器学习小组', 'zh-CN')
  const lobby = await openLobby(room, room.ana, {}, '开始')
  expect(lobby.text).toContain('候选人')
  const french = room.guild.addMember({ name: 'Amélie', locale: 'fr' })
  expect(await commanded(french, room.channel, 'help')).toContain('你想做什么')
  expect(await told(french, lobby, '开始')).toContain('由候选人或面试官开始')
  expect(await commanded(room.olga, room.channel, 'settings')).toContain('Chinese')
  await room.ana.click(lobby, '开始')
  const thread = await stage.discord.waitFor(() => lobby.thread)
  const card = await withButton(stage, thread, '下一阶段')
  expect(card.buttons).toEqual(['下一阶段', '+2 分钟', '暂停', '白板', '结束'])
  await saying(stage, thread, '请开始')
})

test('help answers in the language of the reader, in a dozen lines at most', async () => {
  const room = newRoom(stage, 'help')
  const english = await commanded(room.ana, room.channel, 'help')
  const wei = room.guild.addMember({ name: '小薇', locale: 'zh-TW' })
  const chinese = await commanded(wei, room.channel, 'help')
  expect(english).toContain('What would you like to do?')
  expect(chinese).toContain('你想做什麼？')
  for (const text of [english, chinese])
    expect(text.split('\n').filter((l) => l.startsWith('- ')).length).toBeLessThanOrEqual(12)
  await settled(stage)
  expect(room.channel.messages).toEqual([])
})

test('problems are offered by slug and by title, in the language of who types', async () => {
  const room = newRoom(stage, 'autocomplete')
  const wei = room.guild.addMember({ name: '小薇', locale: 'zh-CN' })
  const english = { name: 'Fraud Detection', value: 'fraud-detection' }
  const chinese = { name: '支付欺诈检测', value: 'fraud-detection' }
  for (const typed of ['', 'fraud', 'fraud-det', 'FRAUD DETECTION', 'detection', '欺诈', '支付欺诈']) {
    expect(await room.ana.autocomplete(room.channel, 'mock', 'problem', typed)).toContainEqual(english)
    expect(await wei.autocomplete(room.channel, 'mock', 'problem', typed)).toContainEqual(chinese)
  }
  // All are offered where nothing fits.
  for (const typed of ['zzzz', '\u0000', '💳'.repeat(1000)])
    expect(await room.ana.autocomplete(room.channel, 'mock', 'problem', typed)).toContainEqual(english)
  for (const problem of ['Fraud Detection', ' fraud-detection ', '支付欺诈检测', 'FRAUD-DETECTION']) {
    const elsewhere = { ...room, channel: stage.guild.addChannel({ name: problem }) }
    await openLobby(elsewhere, room.ana, { problem })
  }
})

test('after all this the bot is well', () => expectWell(stage))

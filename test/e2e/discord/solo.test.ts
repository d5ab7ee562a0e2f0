import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeChannel, FakeMember } from '../../fakes/discord/index.ts'
import { passToNextAlarm } from '../group/time.ts'
import { announcedStages, openLobby, openStage, type Stage, saying, withButton } from './stage.ts'

describe('a solo mock in a Chinese group', () => {
  let stage: Stage
  let li: FakeMember
  let thread: FakeChannel

  beforeAll(async () => {
    stage = await openStage({ locale: 'zh-CN' })
    li = stage.guild.addMember({ name: 'li', locale: 'zh-CN' })
  })

  afterAll(() => stage?.close())

  it('is Chinese from first contact, and names what an empty seat means', async () => {
    const lobby = await openLobby(stage, li, {}, '开始')
    expect(lobby.text).toContain('模拟面试：支付欺诈检测')
    expect(lobby.text).toContain('没有面试官时由机器人提问')
    await li.click(lobby, '开始')
    thread = await stage.discord.waitFor(() => lobby.thread)
    await saying(stage, thread, '由我来提问')
    const card = await withButton(stage, thread, '暂停')
    expect(card.buttons).toEqual(['下一阶段', '+2 分钟', '暂停', '白板', '结束'])
    expect(card.text).toContain('1/8')
  })

  it('asks its questions itself, spread over the stages, and says a word when nothing is written', async () => {
    while (!thread.messages.some(({ buttons }) => buttons.includes('评分')))
      expect(await passToNextAlarm(stage)).toBe(true)
    const said = thread.messages.map((message) => message.text)
    expect(announcedStages(thread).length).toBe(8)
    expect(new Set(announcedStages(thread)).size).toBe(8)
    const probes = said.filter((text) => text.startsWith('追问'))
    expect(new Set(probes).size).toBe(probes.length)
    expect(probes.length).toBeGreaterThanOrEqual(8)
    const words = said.filter((text) => /还没有写下内容/u.test(text))
    expect(words.length).toBeGreaterThanOrEqual(3)
  })

  it('lets anybody in the channel score, and the candidate reveal', async () => {
    const scoring = await withButton(stage, thread, '评分')
    expect(scoring.text).toContain('本频道的任何人都可以评分')
    const peer = stage.guild.addMember({ name: 'wang', locale: 'zh-CN' })
    const panel = await (await peer.click(scoring, '评分')).reply()
    const chosen = await peer.choose(panel, '表达与沟通', '3')
    await chosen.waitFor(({ acked }) => acked !== undefined)
    const receipt = await (await peer.click(panel, '提交')).reply()
    expect(receipt.text).toContain('已计入 1/10 项：表达与沟通 3')
    await li.click(scoring, '公布')
    const debrief = await saying(stage, thread, '复盘：支付欺诈检测')
    expect(debrief.text).toContain('评分已公布')
    expect(debrief.text).toContain('仅供参考')
    const design = await saying(stage, thread, '一份可以对照的参考设计')
    expect(design.attachments.map((file) => file.filename)).toEqual(['fraud-detection.zh.md'])
  })

  it('sent nothing that Discord would not accept', async () => {
    expect(await stage.violations()).toEqual([])
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
  })
})

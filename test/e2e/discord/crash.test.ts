import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerParts, mocks, votes } from '../../../src/db/schema.ts'
import type { FakeChannel, FakeMember, FakeMessage } from '../../fakes/discord/index.ts'
import { until } from '../../support/until.ts'
import { openLobby, openStage, type Stage, saying, withButton } from './stage.ts'

describe('a mock whose bot is killed', () => {
  let stage: Stage
  let ana: FakeMember
  let ben: FakeMember
  let lobby: FakeMessage
  let thread: FakeChannel

  beforeAll(async () => {
    stage = await openStage({ ownProcess: true })
    ana = stage.guild.addMember({ name: 'ana' })
    ben = stage.guild.addMember({ name: 'ben' })
  })

  afterAll(() => stage?.close())

  it('keeps its lobby', async () => {
    lobby = await openLobby(stage, ana)
    await ben.click(lobby, 'Interview')
    // Once it is stored it counts, whether or not anybody has been shown it.
    await until(async () => (await stage.db.db.select().from(mocks))[0]?.state.seats.interviewer)
    await stage.bots.kill()
    await stage.bots.start()
    await stage.discord.waitFor(() => lobby.text.includes(ben.id))
    await ben.click(lobby, 'Start')
    thread = await stage.discord.waitFor(() => lobby.thread)
    const card = await withButton(stage, thread, 'Next stage')
    expect(card.text).toContain('1/8')
    expect(stage.channel.messages.filter((m) => m.text.includes('Mock:')).length).toBe(1)
  })

  it('keeps its stage, its clock and what was written, also while nobody listened', async () => {
    ana.say(thread, 'written before')
    await until(async () => (await stage.db.db.select().from(answerParts)).length === 1)
    const edited = ana.say(thread, 'to be edited')
    const deleted = ana.say(thread, 'to be deleted')
    const filed = ana.say(thread, 'belongs to the model')
    await until(async () => (await stage.db.db.select().from(answerParts)).length === 4)
    await stage.bots.kill()
    ana.say(thread, 'written meanwhile')
    ana.edit(edited, 'edited meanwhile')
    ana.delete(deleted)
    ana.react(filed, '5️⃣')
    await stage.bots.start()
    const parts = () => stage.db.db.select().from(answerParts).orderBy(answerParts.id)
    // What was missed of messages and of reactions is read side by side.
    await expect
      .poll(async () => (await parts()).map(({ text, stage: open, filedStage }) => [text, open, filedStage]))
      .toEqual([
        ['written before', 0, null],
        ['edited meanwhile', 0, null],
        ['', 0, null],
        ['belongs to the model', 0, 4],
        ['written meanwhile', 0, null],
      ])
    const card = await withButton(stage, thread, 'Next stage')
    await ben.click(card, 'Next stage')
    const next = await stage.discord.waitFor(() => thread.messages.find((m) => m.text.includes('2/8')))
    await ben.click(next, 'End')
    await withButton(stage, thread, 'Score')
    const titles = thread.messages.flatMap((m) => /^## (\d)\/8 · /mu.exec(m.text)?.[1] ?? [])
    expect(titles).toEqual(['1', '2'])
  })

  it('keeps the votes, and a form that was being filled in', async () => {
    const scoring = await withButton(stage, thread, 'Score')
    const panel = await (await ben.click(scoring, 'Score')).reply()
    await (await ben.choose(panel, 'Data', '3')).waitFor(({ acked }) => acked !== undefined)
    await until(() => panel.text.includes('Submit'))
    await stage.bots.kill()
    await stage.bots.start()
    const receipt = await (await ben.click(panel, 'Submit')).reply()
    expect(receipt.text).toContain('Counted 1 of 10')
    await stage.bots.kill()
    await stage.bots.start()
    expect(
      (await stage.db.db.select().from(votes)).map(({ criterion, level }) => [criterion, level]),
    ).toEqual([['data', 3]])
    await ben.click(scoring, 'Reveal')
    const debrief = await saying(stage, thread, 'Debrief: Fraud Detection')
    expect(debrief.text).toMatch(/\*\*Data\*\*\nMedian: 3 · Votes: 1/)
  })

  it('names what ended while it was away', async () => {
    const second = await openLobby(stage, ana, { minutes: 20 })
    await ana.click(second, 'Start')
    const room = await stage.discord.waitFor(() => second.thread)
    await withButton(stage, room, 'Next stage')
    // In the middle of a stage of four minutes: the next does not begin while the bot starts.
    await stage.away(13)
    const card = await saying(stage, room, 'I was away for a while')
    expect(card.text).toContain('Metrics')
    expect(card.buttons).toContain('Next stage')
    const titles = room.messages.flatMap((m) => /^## (\d)\/8 · /mu.exec(m.text)?.[1] ?? [])
    expect(titles.length).toBe(2)
  })

  it('sent nothing that Discord would not accept, and nothing twice', async () => {
    expect(await stage.violations()).toEqual([])
    const texts = thread.messages.filter((m) => m.author.bot && !m.deleted).map((m) => m.text)
    expect(new Set(texts).size).toBe(texts.length)
  })
})

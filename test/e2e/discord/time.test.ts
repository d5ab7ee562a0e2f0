import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { votes } from '../../../src/db/schema.ts'
import type { FakeMember } from '../../fakes/discord/index.ts'
import { until } from '../../support/until.ts'
import { newRoom } from './room.ts'
import { openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

describe('time and restarts', () => {
  let stage: Stage
  let ana: FakeMember
  let ben: FakeMember
  let cai: FakeMember

  beforeAll(async () => {
    stage = await openStage()
    ana = stage.guild.addMember({ name: 'ana' })
    ben = stage.guild.addMember({ name: 'ben' })
    cai = stage.guild.addMember({ name: 'cai' })
  })

  afterAll(() => stage?.close())

  it('close a lobby that nobody starts', async () => {
    const lobby = await openLobby(stage, ana)
    await stage.away(30)
    await stage.discord.waitFor(() => lobby.text.includes('Nobody started it within 30 minutes'))
    expect(lobby.buttons).toEqual([])
  })

  it('let an observer take over where the interviewer is gone, and then steer', async () => {
    const thread = await startMock(
      stage,
      { candidate: ana, interviewer: ben, observer: cai },
      { minutes: 120 },
    )
    const card = await withButton(stage, thread, 'Pause')
    await ana.click(card, 'Pause')
    await withButton(stage, thread, 'Resume')
    await stage.away(6)
    const offer = await (await cai.click(card, '+2 min')).reply()
    expect(offer.text).toContain(`<@${ben.id}> has been quiet for a while`)
    await cai.click(offer, 'Take over')
    await saying(stage, thread, `<@${cai.id}> takes the interviewer's seat from <@${ben.id}>`)
    await cai.click(card, '+2 min')
    await stage.discord.waitFor(() => card.text.includes('16 min'))
    expect(await told(ben, card, 'End')).toContain(`Only <@${cai.id}> or an organiser can end`)
    await cai.click(card, 'End')
    await withButton(stage, thread, 'Score')
  })

  it('unseal the votes after a day', async () => {
    const thread = stage.channel.threads.at(-1)
    if (!thread) throw new Error('no thread')
    const scoring = await withButton(stage, thread, 'Score')
    await stage.away(24 * 60 - 5)
    expect(thread.messages.some((message) => message.text.includes('Debrief'))).toBe(false)
    await stage.away(5)
    const debrief = await saying(stage, thread, 'Debrief: Fraud Detection')
    expect(debrief.text).toContain('24 hours have passed')
    expect(debrief.text).toContain('Nobody scored')
    await stage.discord.waitFor(() => scoring.buttons.length === 0)
  })

  it('keep the votes, and a form that is being filled in', async () => {
    const room = newRoom(stage, 'a form over a restart')
    const thread = await startMock(room, { candidate: room.ana, interviewer: room.ben })
    await room.ben.click(await withButton(stage, thread, 'End'), 'End')
    const scoring = await withButton(stage, thread, 'Score')
    const panel = await (await room.ben.click(scoring, 'Score')).reply()
    await (await room.ben.choose(panel, 'Data', '3')).waitFor(({ acked }) => acked !== undefined)
    await until(() => panel.text.includes('Submit'))
    await stage.away(0)
    const receipt = await (await room.ben.click(panel, 'Submit')).reply()
    expect(receipt.text).toContain('Counted 1 of 10')
    await stage.away(0)
    expect(
      (await stage.db.db.select().from(votes)).map(({ criterion, level }) => [criterion, level]),
    ).toEqual([['data', 3]])
    await room.ben.click(scoring, 'Reveal')
    const debrief = await saying(stage, thread, 'Debrief: Fraud Detection')
    expect(debrief.text).toMatch(/\*\*Data\*\*\nMedian: 3 · Votes: 1/)
  })

  it('name what ended while the bot was away', async () => {
    const room = newRoom(stage, 'away for two stages')
    const thread = await startMock(room, { candidate: room.ana }, { minutes: 20 })
    await withButton(stage, thread, 'Next stage')
    // In the middle of a stage of four minutes: the next does not begin while the bot starts.
    await stage.away(13)
    const card = await saying(stage, thread, 'I was away for a while')
    expect(card.text).toContain('Metrics')
    expect(card.buttons).toContain('Next stage')
    const titles = thread.messages.flatMap((m) => /^## (\d)\/8 · /mu.exec(m.text)?.[1] ?? [])
    expect(titles.length).toBe(2)
  })

  it('led to nothing that Discord would not accept', async () => {
    expect(await stage.violations()).toEqual([])
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
  })
})

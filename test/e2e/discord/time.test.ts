import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeMember } from '../../fakes/discord/index.ts'
import { openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

describe('what time alone brings about', () => {
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

  it('closes a lobby that nobody starts', async () => {
    const lobby = await openLobby(stage, ana)
    await stage.away(30)
    await stage.discord.waitFor(() => lobby.text.includes('Nobody started it within 30 minutes'))
    expect(lobby.buttons).toEqual([])
  })

  it('lets an observer take over where the interviewer is gone, and then steer', async () => {
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

  it('unseals the votes after a day', async () => {
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

  it('sent nothing that Discord would not accept', async () => {
    expect(await stage.violations()).toEqual([])
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
  })
})

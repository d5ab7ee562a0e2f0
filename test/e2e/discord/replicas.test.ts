import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mocks } from '../../../src/db/schema.ts'
import type { FakeChannel, FakeMember } from '../../fakes/discord/index.ts'
import { botEnv, type RunningBot, startBot, startBotProcess } from '../../support/bot.ts'
import { until } from '../../support/until.ts'
import { passToNextAlarm } from '../group/time.ts'
import { announcedStages, commanded, openLobby, openStage, type Stage, withButton } from './stage.ts'

const STANDBY = { msg: 'ready', standby: ['discord'] }

describe('several replicas on one database', () => {
  let stage: Stage
  let ana: FakeMember
  let ben: FakeMember
  let cai: FakeMember
  let thread: FakeChannel
  const ends: (() => Promise<unknown>)[] = []

  const identifies = () => stage.discord.gateway.counts.identifies
  const lobbies = () => stage.channel.messages.filter((message) => message.text.includes('Mock:')).length
  const titles = () => thread.messages.flatMap((m) => /^## (\d)\/8 · /mu.exec(m.text)?.[1] ?? [])
  const env = () => {
    const { token, apiUrl } = stage.discord
    return botEnv(stage.db.source, { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl })
  }
  /** In a process of its own, so that it can die. */
  let mortal: Awaited<ReturnType<typeof startBotProcess>>
  /** The one that is left at the end. */
  let heir: RunningBot

  beforeAll(async () => {
    stage = await openStage()
    ana = stage.guild.addMember({ name: 'ana' })
    ben = stage.guild.addMember({ name: 'ben' })
    cai = stage.guild.addMember({ name: 'cai' })
  })

  afterAll(async () => {
    for (const end of ends) await end()
    await stage?.close()
  })

  it('one connects, the other is ready and stands by', async () => {
    mortal = await startBotProcess(env())
    ends.push(mortal.kill9)
    expect(readyLine(mortal)).toMatchObject(STANDBY)
    expect(readyLine(stage.bots.now())).not.toHaveProperty('standby')
    expect(await ask(mortal, '/readyz')).toBe('ready\n')
    expect(await ask(mortal, '/metrics')).toContain('loopmate_platform_connected{platform="discord"} 0')
    expect(await ask(stage.bots.now(), '/metrics')).toContain(
      'loopmate_platform_connected{platform="discord"} 1',
    )
    expect(identifies()).toBe(1)
  })

  it('a command is handled once', async () => {
    const lobby = await openLobby(stage, ana, { minutes: 25 })
    expect(lobbies()).toBe(1)
    expect(await stage.db.db.select().from(mocks)).toHaveLength(1)
    await ben.click(lobby, 'Interview')
    await stage.discord.waitFor(() => lobby.text.includes(ben.id))
    await ana.click(lobby, 'Start')
    thread = await stage.discord.waitFor(() => lobby.thread)
    await withButton(stage, thread, 'Next stage')
  })

  it('one that stops hands over at once', async () => {
    const [held] = await stage.db.sql<{ token: number }[]>`select token from leases`
    await stage.bots.stop()
    const [left] = await stage.db.sql`
      select 1 from leases where token = ${held?.token ?? 0} and expires_at > clock_timestamp()`
    expect(left, 'a lease that outlived its holder').toBeUndefined()
    await stage.discord.waitFor(() => identifies() === 2 && stage.discord.gateway.connected)
    await until(() => mortal.logs.some(({ msg }) => msg?.includes('holds the connection now')))
    await commanded(cai, stage.channel, 'mock', { problem: 'fraud-detection' })
    await stage.discord.waitFor(() => lobbies() === 2)
  })

  it('within 15 s of the death of the one, the other is connected and answers', async () => {
    heir = await startBot(env())
    ends.push(heir.stop)
    expect(readyLine(heir)).toMatchObject(STANDBY)
    const died = performance.now()
    await mortal.kill9()
    await stage.discord.waitFor(() => identifies() === 3 && stage.discord.gateway.connected)
    expect(performance.now() - died).toBeLessThan(15_000)
    const card = await withButton(stage, thread, 'Pause')
    const answer = await (await ana.click(card, 'Console')).reply()
    expect(answer.text).not.toBe('')
  })

  it('every stage was announced once and in order, and one connection was open at a time', async () => {
    while (!thread.messages.some(({ buttons }) => buttons.includes('Score')))
      expect(await passToNextAlarm({ db: stage.db, logs: () => heir.logs })).toBe(true)
    const stages = announcedStages(thread)
    expect(stages).toHaveLength(8)
    expect(new Set(stages).size).toBe(8)
    expect(titles()).toEqual(titles().toSorted())
    expect(lobbies()).toBe(2)
    expect(await stage.db.db.select().from(mocks)).toHaveLength(2)
    expect(stage.discord.gateway.most).toBe(1)
    expect(await stage.violations()).toEqual([])
  })
})

const readyLine = ({ logs }: RunningBot) => logs.find(({ msg }) => msg === 'ready')

async function ask(bot: RunningBot, path: string): Promise<string> {
  return (await fetch(`${readyLine(bot)?.http}${path}`)).text()
}

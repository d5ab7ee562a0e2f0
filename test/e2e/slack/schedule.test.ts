import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../../../src/kit/durations.ts'
import type { FakeMember } from '../../fakes/slack/index.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackStage, saying } from './stage.ts'

const DUE = Date.parse('2026-11-30T17:00:00Z')

describe('a schedule on Slack', () => {
  let stage: SlackStage
  let olga: FakeMember
  let ben: FakeMember

  beforeAll(async () => {
    stage = await openSlackStage('socket', { env: { CLOCK_START: new Date(DUE - HOUR).toISOString() } })
    olga = stage.slack.addMember({ name: 'Olga', admin: true })
    ben = stage.slack.addMember({ name: 'Ben', locale: 'zh-CN' })
    await stage.start()
  })
  afterAll(() => stage?.close())

  const expectTold = async (who: FakeMember, typed: string, text: string) => {
    const asked = await who.command(stage.room, `/schedule ${typed}`)
    expect((await asked.modal((view) => view.text.includes(text))).text).toContain(text)
  }

  it('is added by words in any order, for a channel that the bot is in', async () => {
    const elsewhere = stage.slack.addChannel({ name: 'elsewhere', joined: false })
    await expectTold(olga, `add <#${elsewhere.id}> mon 18:00`, '/invite @Loopmate')
    await expectTold(ben, `add <#${stage.room.id}> mon 18:00`, '只有组织者')
    await expectTold(
      olga,
      `add <#${stage.room.id}|mocks> every Monday at 18:00 in Berlin, blind please`,
      '#1 · every Monday at 18:00',
    )
    await expectTold(olga, `add 0 9 1 * * <#${stage.room.id}> Asia/Calcutta`, '#2')
    await expectTold(olga, 'list', 'Asia/Kolkata (UTC+5:30)')
    await expectTold(olga, `add 0 9 2 * * <#${stage.room.id}> CST`, 'Asia/Shanghai')
    await expectTold(olga, 'list', 'answers anonymous until the close')
    await expectTold(olga, 'list', `<#${stage.room.id}>`)
  })

  it('is changed by its number', async () => {
    await expectTold(olga, 'skip #2', 'is left out')
    await expectTold(olga, 'remove 2', 'is removed')
    await expectTold(olga, 'pause #2', 'There is no schedule')
  })

  it('posts when it is due', async () => {
    expect(await stage.db.sql`select due_at from occurrences where outcome = 'posted'`).toEqual([])
    await stage.away(60)
    await saying(() => stage.room.messages, 'Challenge: ')
    const rows = await until(async () => {
      const found = await stage.db.sql<{ due: number; blind: boolean }[]>`
        select o.due_at::float8 as due, c.blind from occurrences o join challenges c on c.id = o.challenge_id`
      return found.length > 0 && found
    })
    expect([...rows]).toEqual([{ due: DUE, blind: true }])
  })

  it('broke none of Slack’s rules', () => {
    expect(stage.slack.violations).toEqual([])
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import { NAMES } from '../group/group.ts'
import { openSlackStage, type SlackStage } from '../slack/stage.ts'
import { onSlack } from './reader.ts'
import { expectSearchAnswers, PAGES, readEverything } from './story.ts'

describe('reading on Slack', () => {
  let stage: SlackStage
  beforeAll(async () => {
    stage = await openSlackStage('socket')
    await stage.start()
  })
  afterAll(() => stage.close())

  test('every page of everything is read in one window', async () => {
    const people = NAMES.map((name) => stage.slack.addMember({ name }))
    expect(await readEverything(people.map((person) => onSlack(person, stage.room)))).toBe(PAGES)
    for (const person of people) expect(stage.slack.dms(person)).toEqual([])
  })

  test('what is there is found, and what is not is answered', async () => {
    const ben = stage.slack.addMember({ name: 'Ben' })
    const reader = onSlack(ben, stage.room)
    await expectSearchAnswers(reader)
    await reader.learn('x'.repeat(10_000))
    expect(reader.text()).toContain('Nothing here about “xxx')
    await reader.learn('位置偏差'.repeat(2500))
    expect(reader.text().length).toBeLessThan(3000)
  })

  test('the bot’s page leads to the contents', async () => {
    const cai = stage.slack.addMember({ name: 'Cai', locale: 'zh-CN' })
    cai.openHome()
    const home = await until(() => (cai.home?.buttons.includes('阅读资料') ? cai.home : undefined))
    const opened = await cai.click(home, '阅读资料')
    const contents = await opened.modal(({ text }) => text.includes('你想读什么'))
    expect(contents.text).not.toContain('What would you like to read')
  })

  test('nothing was sent that Slack does not take', () => {
    expect(stage.slack.violations).toEqual([])
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import { buttonWithId, expectWell, newRoom } from '../discord/room.ts'
import { openLobby, openStage, type Stage } from '../discord/stage.ts'
import { NAMES } from '../group/group.ts'
import { onDiscord } from './reader.ts'
import { documents, expectSearchAnswers, PAGES, readEverything } from './story.ts'

const GONE = 'That page is no longer there'
const CLOSED = 'Somebody in this group works on this problem'

describe('reading on Discord', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  test('every page of everything is read in one private message', async () => {
    const room = newRoom(stage, 'reading')
    const readers = NAMES.map((name) => onDiscord(room.guild.addMember({ name }), room.channel))
    expect(await readEverything(readers)).toBe(PAGES)
    expect(room.channel.messages).toEqual([])
  })

  test('what is there is found, and what is not is answered', async () => {
    const room = newRoom(stage, 'searching')
    const reader = onDiscord(room.ana, room.channel)
    await expectSearchAnswers(reader)
    for (const query of ['x'.repeat(6000), '位置偏差'.repeat(1500), '\u0000', '💳'.repeat(3000)]) {
      await reader.learn(query)
      expect(reader.text().length).toBeLessThan(4000)
    }
  })

  test('pages are offered while one types, in the language of who types', async () => {
    const room = newRoom(stage, 'suggesting')
    const wei = room.guild.addMember({ name: '小薇', locale: 'zh-CN' })
    const design = 'fraud-detection/design-3'
    for (const typed of ['selection bias', '选择偏差']) {
      const english = await room.ana.autocomplete(room.channel, 'learn', 'query', typed)
      expect(english).toContainEqual({ name: '3. Data · Fraud Detection', value: design })
      const chinese = await wei.autocomplete(room.channel, 'learn', 'query', typed)
      expect(chinese.find(({ value }) => value === design)?.name).toContain('支付欺诈检测')
    }
    const all = await room.ana.autocomplete(room.channel, 'learn', 'query', '')
    expect(all.map(({ value }) => value)).toEqual(documents.map(({ slug }) => slug).slice(0, 25))
    for (const typed of ['x'.repeat(6000), '\u0000', 'zzzz'])
      expect(await room.ana.autocomplete(room.channel, 'learn', 'query', typed)).toEqual([])
  })

  test('typing in a new server settles nothing: its own language is taken at first contact', async () => {
    const guild = stage.discord.addGuild({ name: '新小组', locale: 'zh-CN' })
    const room = newRoom(stage, 'first', { guild })
    const french = guild.addMember({ name: 'Amélie', locale: 'fr' })
    expect(await french.autocomplete(room.channel, 'learn', 'query', 'fraud')).not.toEqual([])
    const reader = onDiscord(french, room.channel)
    await reader.learn()
    expect(reader.text()).toContain('你想读什么')
  })

  test('a search can be typed into a form', async () => {
    const room = newRoom(stage, 'form')
    const contents = await (await room.ana.command(room.channel, 'learn')).reply()
    const { modal } = await room.ana.click(contents, 'Search')
    if (!modal) throw new Error('no form')
    const found = await (await room.ana.submit(modal, { 'What are you looking for?': '选择偏差' })).reply()
    expect(found.ephemeral).toBe(true)
    expect(found.text).toContain('3. Data')
  })

  test('an old button says so kindly, and leads to the contents', async () => {
    const room = newRoom(stage, 'old')
    const press = async (id: string) => {
      const contents = await (await room.ana.command(room.channel, 'learn')).reply()
      contents.components = [...buttonWithId(id)]
      return (await room.ana.click(contents, 'Press')).reply()
    }
    for (const id of [
      'learn.page|en|fraud-detection|design-99',
      'learn.book|en|no-such-book',
      'learn.page|en|a%2Fb|..',
    ]) {
      const answer = await press(id)
      expect(answer.text).toContain(GONE)
      await (await room.ana.click(answer, 'All there is')).reply()
      expect(answer.text).toContain('What would you like to read?')
    }
    const kept = await press('learn.page|zh|fraud-detection|design-99')
    expect(kept.text).toContain('这一页已经不在了')
    expect(kept.buttons).toEqual(['目录', '全部内容'])
    for (const id of ['learn.page|fr', 'learn.found|en', 'learn.page'])
      expect((await press(id)).text).toMatch(/no longer (?:here|there)/u)
  })

  test('a worked design is closed while the group works on its problem', async () => {
    const guild = stage.discord.addGuild({ name: 'Group with a mock' })
    const room = newRoom(stage, 'mocks', { guild })
    const elsewhere = newRoom(stage, 'another group')
    const page = await (
      await room.ben.command(room.channel, 'learn', { query: 'fraud-detection/design-3' })
    ).reply()
    const lobby = await openLobby(room, room.ana)

    const reader = onDiscord(room.ana, room.channel)
    await reader.learn('fraud-detection/design-3')
    expect(reader.text()).toContain(CLOSED)
    await reader.press('Contents')
    expect(reader.offered('Open a page')).toEqual(['brief'])
    await reader.press('Start reading')
    expect(reader.text()).toContain('We process card payments')
    expect(reader.buttons()).toEqual(['Contents', '中文'])
    await reader.learn('selection bias')
    const found = [...reader.offered('Open one'), ...reader.offered('Did you mean one of these?')]
    expect(found.filter((place) => /^fraud-detection\/(?!brief)/u.test(place))).toEqual([])
    const offered = await room.ana.autocomplete(room.channel, 'learn', 'query', 'selection bias')
    expect(offered.filter(({ value }) => String(value).startsWith('fraud-detection/design'))).toEqual([])
    // A page that was opened before leads no further.
    await (await room.ben.click(page, 'Next ›')).reply()
    expect(page.text).toContain(CLOSED)

    const others = onDiscord(elsewhere.ana, elsewhere.channel)
    await others.learn('fraud-detection/design-3')
    expect(others.text()).not.toContain(CLOSED)

    await room.ana.click(lobby, 'Cancel')
    await until(async () => {
      await reader.learn('fraud-detection/design-3')
      return !reader.text().includes(CLOSED)
    })
  })

  test('after all this the bot is well', () => expectWell(stage))
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WireMessage } from '../../../src/platforms/playground/wire.ts'
import { openPage, type Page } from '../../platforms/playground/page.ts'
import { type BotProcess, botEnv, startBotProcess } from '../../support/bot.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { settled } from '../group/time.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(): Promise<BotProcess> {
  const bot = await startBotProcess(botEnv(db.source))
  cleanUps.push(() => bot.kill9())
  return bot
}

async function open({ logs }: BotProcess, as: string): Promise<Page> {
  const page = await openPage(String(logs.find(({ msg }) => msg === 'ready')?.http), { as })
  cleanUps.push(page.close)
  return page
}

function labelled(messages: readonly WireMessage[], label: string) {
  for (const message of messages.toReversed())
    for (const block of message.blocks)
      for (const button of block.type === 'buttons' ? block.buttons : [])
        if (button.label === label && 'action' in button && !button.disabled)
          return { message: message.id, action: button.action }
  return undefined
}

/** Presses the latest button of this name, once it is there. */
async function press(page: Page, label: string): Promise<void> {
  const button = await until(() => labelled(page.messages(), label))
  expect(await page.ask('action', button)).toEqual({ outcome: 'done' })
}

test('a group of one meets the guide, runs a mock by it, and finds everything again after a power cut', async () => {
  const bot = await start()
  const ana = await open(bot, 'ana')
  const ben = await open(bot, 'ben')
  await press(ana, 'Start a mock')
  await until(() =>
    ana.messages().some(({ onlyFor, summary }) => onlyFor === 'ana' && /lobby is below/u.test(summary)),
  )
  await press(ben, 'Interview')
  await press(ana, 'Start')
  const thread = await until(() => ana.messages().find(({ opened }) => opened !== null))
  const place = { channel: thread.channel, thread: thread.id }
  await until(() => ana.messages().some(({ summary }) => summary.startsWith('1/8')))
  await ana.ask('say', { ...place, text: 'The goal is to lose less money.', files: [] })
  // Five minutes and more in a few seconds.
  await ana.ask('speed', { speed: 60 })
  await until(() => ana.messages().some(({ summary }) => summary.startsWith('2/8')))
  await ana.ask('speed', { speed: 1 })
  // Whichever stage is open by now: its card is there once nothing is left to send, or to do.
  await settled({ db, logs: () => bot.logs })
  const { messages: shown } = await ben.ask('history', { ...place, before: null })
  const pause = labelled(shown, 'Pause')
  if (!pause) throw new Error('it can not be paused')
  expect(await ben.ask('action', pause)).toEqual({ outcome: 'done' })
  await until(() => ana.messages().some(({ summary }) => summary.startsWith('Paused by')))
  await bot.kill9()

  const again = await start()
  const page = await open(again, 'ana')
  const { messages } = await page.ask('history', { ...place, before: null })
  expect(messages.some(({ author, summary }) => author === 'ana' && summary.startsWith('The goal'))).toBe(
    true,
  )
  expect(messages.some(({ summary }) => summary.startsWith('2/8'))).toBe(true)
  expect(page.hello().clock).toMatchObject({ speed: 1, changeable: true })
  const other = await open(again, 'ben')
  const inThread = async () => (await other.ask('history', { ...place, before: null })).messages
  const resume = await until(async () => labelled(await inThread(), 'Resume'))
  const before = (await inThread()).length
  expect(await other.ask('action', resume)).toEqual({ outcome: 'done' })
  await until(async () => (await inThread()).length > before)
  const guides = page.hello().messages.filter((message) => labelled([message], 'Look around'))
  expect(guides).toHaveLength(1)
  expect(await again.stop()).toBe(0)
})

import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { type BotProcess, botEnv, startBotProcess } from '../support/bot.ts'
import { launchBrowser } from '../support/browser.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { openTab, type Tab } from './tab.ts'

export type { Tab } from './tab.ts'

/** The bot with its playground, and a browser to look at it. */
export type Stage = Readonly<{
  db: TestDatabase
  bot(): BotProcess
  browser: Browser
  /** Stops as a power cut would. */
  kill(): Promise<void>
  /** Starts again at the same address. */
  start(): Promise<void>
  /** A browser of its own, in which tabs share what browsers share. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>
  /** A tab as this person. */
  tab(context: BrowserContext, person: string): Promise<Tab>
  /** What went wrong in any tab: exceptions, what the policy refused. */
  faults(): readonly string[]
  close(): Promise<void>
}>

export async function openStage(): Promise<Stage> {
  const db = await testDatabase()
  const browser = await launchBrowser()
  const faults: string[] = []
  const port = String(await freePort())
  let bot = await startBotProcess(botEnv(db.source, { PORT: port }))
  const address = new URL(String(bot.logs.find(({ msg }) => msg === 'ready')?.playground))

  const stage: Stage = {
    db,
    browser,
    bot: () => bot,
    kill: () => bot.kill9(),
    async start() {
      bot = await startBotProcess(botEnv(db.source, { PORT: port }))
    },
    context: (options) => browser.newContext({ locale: 'en-GB', ...options }),
    tab: (context, person) =>
      openTab(context, address.href, person, (page) => {
        page.on('pageerror', (error) => faults.push(`${person}: ${error.message}`))
        page.on('console', (message) => {
          const text = message.text()
          // A page that waits for its bot fails to connect, over and over.
          if (message.type() === 'error' && !text.includes('ERR_CONNECTION') && !text.includes('WebSocket'))
            faults.push(`${person}: ${text} ${message.location().url}`)
        })
      }),
    faults: () => faults.filter((fault) => !fault.includes('favicon.ico')),
    async close() {
      await browser.close()
      await bot.stop()
      await db.close()
    },
  }
  return stage
}

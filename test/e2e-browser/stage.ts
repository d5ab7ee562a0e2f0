import type { BrowserContext, BrowserContextOptions } from 'playwright-core'
import { type Bots, createBots } from '../e2e/group/bots.ts'
import { botEnv } from '../support/bot.ts'
import { testDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import type { SharedBrowser } from './shared-browser.ts'
import { openTab, type Tab } from './tab.ts'

export type { Tab } from './tab.ts'

/** The bot with its playground on a database of its own, looked at in the shared browser. */
export type Stage = Readonly<{
  /** Each starts at the same address. */
  bots: Bots
  /** A profile of its own, in which tabs share what browsers share. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>
  /** A tab as this person. */
  tab(context: BrowserContext, person: string): Promise<Tab>
  /** Exceptions and refusals of the content policy, in any tab. */
  faults(): readonly string[]
  close(): Promise<void>
}>

export async function openStage(browser: SharedBrowser): Promise<Stage> {
  const db = await testDatabase()
  const faults: string[] = []
  const contexts: BrowserContext[] = []
  const bots = createBots(botEnv(db.source, { PORT: String(await freePort()) }))
  await bots.start()
  const address = new URL(String(bots.now().logs.find(({ msg }) => msg === 'ready')?.playground))
  return {
    bots,
    async context(options) {
      const context = await browser().newContext({ locale: 'en-GB', ...options })
      contexts.push(context)
      return context
    },
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
      await Promise.all(contexts.map((context) => context.close()))
      await bots.stop()
      await db.close()
    },
  }
}

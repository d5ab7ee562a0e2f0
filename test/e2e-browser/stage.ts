import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { type BotProcess, botEnv, startBot } from '../support/bot.ts'
import { launchBrowser } from '../support/browser.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

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

/** One person's tab, used by typing and clicking. */
export type Tab = Readonly<{
  page: Page
  channel: Locator
  thread: Locator
  /** Types into a composer and presses Enter. */
  say(where: Locator, text: string): Promise<void>
  /** Presses a button on the newest message that has it. */
  press(where: Locator, label: string): Promise<void>
  /** Waits for a message that says this. */
  reads(where: Locator, text: string | RegExp): Promise<Locator>
  /** Uses what a message offers to whoever points at it, such as `Edit`. */
  use(message: Locator, label: string): Promise<void>
  openThread(): Promise<void>
}>

export async function openStage(): Promise<Stage> {
  const db = await testDatabase()
  const browser = await launchBrowser()
  const faults: string[] = []
  let bot = await startBot(botEnv(db.source))
  const address = new URL(String(bot.logs.find(({ msg }) => msg === 'ready')?.playground))

  const stage: Stage = {
    db,
    browser,
    bot: () => bot,
    kill: () => bot.kill9(),
    async start() {
      bot = await startBot(botEnv(db.source, { PORT: address.port }))
    },
    context: (options) => browser.newContext({ locale: 'en-GB', ...options }),
    async tab(context, person) {
      const page = await context.newPage()
      page.on('pageerror', (error) => faults.push(`${person}: ${error.message}`))
      page.on('console', (message) => {
        const text = message.text()
        // A page that waits for its bot fails to connect, over and over.
        if (message.type() === 'error' && !text.includes('ERR_CONNECTION') && !text.includes('WebSocket'))
          faults.push(`${person}: ${text} ${message.location().url}`)
      })
      await page.goto(`${address}?as=${person}`)
      await page.locator('.composer-text').first().waitFor()
      return tabOf(page)
    },
    faults: () => faults.filter((fault) => !fault.includes('favicon.ico')),
    async close() {
      await browser.close()
      await bot.stop()
      await db.close()
    },
  }
  return stage
}

function tabOf(page: Page): Tab {
  const channel = page.locator('main.channel')
  const thread = page.locator('aside.thread')
  const messages = (where: Locator) => where.locator('li.message')
  return {
    page,
    channel,
    thread,
    async say(where, text) {
      const composer = where.locator('.composer-text')
      await composer.fill(text)
      await composer.press('Enter')
      await until(async () => (await composer.inputValue()) === '')
    },
    async press(where, label) {
      const button = page.getByRole('button', { name: label, exact: true })
      await messages(where)
        .filter({ has: button })
        .last()
        .getByRole('button', { name: label, exact: true })
        .click()
    },
    async reads(where, text) {
      const message = messages(where).filter({ hasText: text }).last()
      await message.waitFor({ timeout: 30_000 })
      return message
    },
    async use(message, label) {
      const button = message.getByRole('button', { name: label })
      // It shows while the message has the pointer or the focus, and both may be taken away meanwhile.
      await until(async () => {
        await button.focus()
        return button.click({ timeout: 2000 }).then(
          () => true,
          () => false,
        )
      }, 30_000)
    },
    async openThread() {
      await channel.locator('.thread-link').last().click()
      await thread.locator('.composer-text').waitFor()
    },
  }
}

import type { BrowserContext, Locator, Page } from 'playwright-core'
import { until } from '../support/until.ts'

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

/**
 * Opens the playground as this person.
 * @param watch given the page before anything is loaded
 */
export async function openTab(
  context: BrowserContext,
  address: string,
  person: string,
  watch: (page: Page) => void = () => undefined,
): Promise<Tab> {
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  watch(page)
  await page.goto(`${address}?as=${person}`)
  await page.locator('.composer-text').first().waitFor()
  return tabOf(page)
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
      await message.waitFor()
      return message
    },
    async use(message, label) {
      const button = message.getByRole('button', { name: label })
      // It shows while the message has the pointer or the focus, and may lose both at any time.
      await until(async () => {
        await button.focus()
        return button.click({ timeout: 2000 }).then(
          () => true,
          () => false,
        )
      })
    },
    async openThread() {
      await channel.locator('.thread-link').last().click()
      await thread.locator('.composer-text').waitFor()
    },
  }
}

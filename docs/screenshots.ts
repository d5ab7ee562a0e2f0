import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { openTab, type Tab } from '../test/e2e-browser/tab.ts'
import { startBot } from '../test/support/bot.ts'
import { launchBrowser } from '../test/support/browser.ts'

const DOCS = fileURLToPath(new URL('.', import.meta.url))

/** Plays a mock in the playground and takes the pictures that the documents show. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'loopmate-screenshots-'))
  // As root the database server runs as another user, who has to enter it.
  await chmod(folder, 0o755)
  const bot = await startBot({ DATA_DIR: folder, PORT: '0' })
  const browser = await launchBrowser()
  try {
    const address = String(bot.logs.find(({ msg }) => msg === 'ready')?.playground)
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1360, height: 850 },
      deviceScaleFactor: 1.5,
    })
    const people = await gather(context, address)
    await play(people)
    await people.ana.page.screenshot({ path: join(DOCS, 'mock.png') })
    await score(people)
    await people.ben.page.emulateMedia({ colorScheme: 'dark' })
    await people.ben.page.screenshot({ path: join(DOCS, 'debrief.png') })
  } finally {
    await browser.close()
    await bot.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type People = Readonly<{ ana: Tab; ben: Tab; cai: Tab }>

async function gather(context: BrowserContext, address: string): Promise<People> {
  const open = (person: string) => openTab(context, address, person)
  return { ana: await open('ana'), ben: await open('ben'), cai: await open('cai') }
}

async function play({ ana, ben, cai }: People): Promise<void> {
  await ana.reads(ana.channel, 'Welcome')
  await ana.say(ana.channel, '/mock fraud-detection')
  await ben.press(ben.channel, 'Interview')
  await cai.press(cai.channel, 'Observe')
  await ana.reads(ana.channel, '@Cai')
  await ana.press(ana.channel, 'Start')
  for (const tab of [ana, ben, cai]) {
    await tab.reads(tab.channel, 'Running in the thread')
    await tab.openThread()
  }
  await ana.say(
    ana.thread,
    'Who bears a mistake? A missed fraud costs us about **$500**, a wrong block **$50**.',
  )
  await ben.press(ben.thread, 'Next stage')
  await ana.reads(ana.thread, '2/8 · Metrics')
  await ana.say(
    ana.thread,
    'So we block above p = 50/550, which is **9 %**. Offline I watch AUC-PR: at 0.1 % fraud, 85 % recall with 0.1 % false alarms is a precision of only 46 %.',
  )
  await ben.say(ben.thread, 'And if the labels come two months late?')
  await ana.say(
    ana.thread,
    'Then I watch what is known sooner:\n```mermaid\nflowchart LR\n  P[Payment] -->|100 ms| D{p > 9 %?}\n  D -->|yes| B[Block]\n  D -->|no| A[Allow]\n  A -.->|labels, 60 days| P\n```',
  )
  await drawn(ana, 1)
  await drawn(ben, 1)
  for (const tab of [ana, ben]) await settle(tab)
}

async function score({ ana, ben, cai }: People): Promise<void> {
  await ben.press(ben.thread, 'End')
  for (const [tab, levels] of [
    [ana, [1, 2, 2, 1]],
    [ben, [2, 3, 1, 2]],
    [cai, [2, 2, 2, 0]],
  ] as const) {
    await tab.reads(tab.thread, 'Time to score')
    await tab.press(tab.thread, 'Score')
    const dialog = tab.page.getByRole('dialog')
    await dialog.waitFor()
    const criteria = await dialog.getByRole('group').all()
    for (const [index, level] of levels.entries())
      await criteria[index]?.getByRole('radio').nth(level).check()
    await dialog.getByRole('button', { name: 'Submit' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  // Whatever comes after it would scroll it away: two charts and two diagrams besides the drawing.
  await drawn(ben, 5)
  const debrief = await ben.reads(ben.thread, 'Debrief: Fraud Detection')
  await debrief.evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await settle(ben)
}

/** So many pictures stand in the thread, loaded. */
async function drawn({ page, thread }: Tab, count: number): Promise<void> {
  await thread
    .locator('img')
    .nth(count - 1)
    .waitFor()
  await page.waitForLoadState('networkidle')
}

/** Nothing moves, and nothing is pointed at. In words, since the documents' types know no browser. */
async function settle({ page }: Tab): Promise<void> {
  await page.mouse.move(0, 0)
  await page.waitForFunction("document.getAnimations().every(({ playState }) => playState !== 'running')")
}

await main()

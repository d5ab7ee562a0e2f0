import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext } from 'playwright-core'
import { openTab, type Tab } from '../test/e2e-browser/tab.ts'
import { startBotProcess } from '../test/support/bot.ts'
import { launchBrowser } from '../test/support/browser.ts'
import { until } from '../test/support/until.ts'

const DOCS = fileURLToPath(new URL('.', import.meta.url))

/** Plays a mock and a challenge in the playground and takes the pictures that the documents show. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'loopmate-screenshots-'))
  // As root the database server runs as another user, which must be able to enter the folder.
  await chmod(folder, 0o755)
  const bot = await startBotProcess({ DATA_DIR: folder, PORT: '0' })
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
    await challenge(people)
    await people.ben.page.emulateMedia({ colorScheme: 'light' })
    await people.ben.page.screenshot({ path: join(DOCS, 'challenge.png') })
  } finally {
    await browser.close()
    await bot.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type People = Readonly<{ ana: Tab; ben: Tab; cai: Tab; olga: Tab }>

async function gather(context: BrowserContext, address: string): Promise<People> {
  const open = (person: string) => openTab(context, address, person)
  return {
    ana: await open('ana'),
    ben: await open('ben'),
    cai: await open('cai'),
    olga: await open('olga'),
  }
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
  // Later pictures would scroll the debrief away: two charts and two diagrams besides the candidate's.
  await ben.reads(ben.thread, 'Its diagrams')
  await drawn(ben, 5)
  const debrief = await ben.reads(ben.thread, 'Debrief: Fraud Detection')
  await debrief.evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await settle(ben)
}

/** A challenge in a channel of its own, with three answers and one review. */
async function challenge({ ana, ben, cai, olga }: People): Promise<void> {
  const all = [ana, ben, cai, olga]
  for (const { page } of all) await page.locator('.sidebar').getByText('mocks', { exact: true }).click()
  await command(olga, '/schedule add channel: #mocks day: Monday time: 18:00')
  await olga.reads(olga.channel, 'is set. First post')
  await command(olga, '/schedule run schedule: #1')
  for (const tab of [ana, ben, cai]) {
    await tab.reads(tab.channel, 'A good answer')
    await tab.openThread()
    await tab.reads(tab.thread, 'What reactions say')
  }
  await ben.say(
    ben.thread,
    'answer: # Requirements\nWho bears a miss? The driver watches, so at most one missed pedestrian in 10 million km.\n# Serving\n100 ms, p99.',
  )
  await cai.reads(cai.thread, 'Answer 1')
  await cai.say(
    cai.thread,
    'answer: # Metrics\nRecall of pedestrians within 30 m, at one false alarm an hour.',
  )
  await ana.reads(ana.thread, 'Answer 2')
  await ana.say(
    ana.thread,
    'answer: # Requirements\nA phantom brake in 10,000 km costs the trust, a missed pedestrian a life: two targets, not one score.\n# Serving\n```mermaid\nflowchart LR\n  C[Cameras] -->|30 ms| F[Fusion]\n  L[Lidar] -->|20 ms| F\n  F -->|40 ms| T[Tracking] -->|15 ms| P[Planner]\n```\n# Monitoring\nLidar against cameras, by city and weather.',
  )
  const answer = await ben.reads(ben.thread, 'Answer 3')
  await drawn(ben, 1)
  await answer.locator('.reactions').getByRole('button', { name: '3️⃣' }).click()
  await ben.press(ben.channel, 'My reviews')
  await ben.reads(ben.channel, 'My reviews: ')
  await answer.evaluate((element) => element.scrollIntoView({ block: 'end' }))
  await settle(ben)
}

/** Types a command and presses Enter until it is sent, because the first Enter may accept a suggestion. */
async function command({ channel }: Tab, text: string): Promise<void> {
  const composer = channel.locator('.composer-text')
  await composer.fill(text)
  await until(async () => {
    await composer.press('Enter')
    return (await composer.inputValue()) === ''
  })
}

/** Waits until the thread shows this many loaded pictures. */
async function drawn({ page, thread }: Tab, count: number): Promise<void> {
  await thread
    .locator('img')
    .nth(count - 1)
    .waitFor()
  await page.waitForLoadState('networkidle')
}

/** Moves the pointer away and waits for animations to end. In strings, because this folder's types know no browser. */
async function settle({ page }: Tab): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate('document.activeElement?.blur()')
  await page.waitForFunction("document.getAnimations().every(({ playState }) => playState !== 'running')")
}

await main()

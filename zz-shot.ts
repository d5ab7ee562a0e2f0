import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTab, type Tab } from './test/e2e-browser/tab.ts'
import { startBot } from './test/support/bot.ts'
import { launchBrowser } from './test/support/browser.ts'

const zh = process.argv[2] === 'zh'
const OUT = '/tmp/pics'
const folder = await mkdtemp(join(tmpdir(), 'shots-'))
await chmod(folder, 0o755)
const bot = await startBot({ DATA_DIR: folder, PORT: '0' })
const browser = await launchBrowser()
const W = zh
  ? {
      interview: '我来面试',
      start: '开始',
      running: '正在子区里进行',
      end: '结束',
      time: '评分',
      score: '评分',
      submit: '提交',
      debrief: '复盘',
      wb: '白板',
      minutes: '时间花在了哪里',
      dia: '参考设计中的图',
      lob: '@Cai',
    }
  : {
      interview: 'Interview',
      start: 'Start',
      running: 'Running in the thread',
      end: 'End',
      time: 'Time to score',
      score: 'Score',
      submit: 'Submit',
      debrief: 'Debrief: ',
      wb: 'Whiteboard',
      minutes: 'Where the minutes went',
      dia: 'Its diagrams',
      lob: '',
    }
try {
  const address = String(bot.logs.find(({ msg }) => msg === 'ready')?.playground)
  const context = await browser.newContext({
    locale: zh ? 'zh-CN' : 'en-GB',
    viewport: { width: 1360, height: 900 },
  })
  const phone = await browser.newContext({
    locale: zh ? 'zh-CN' : 'en-GB',
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  })
  const ana = await openTab(context, address, 'ana')
  const ben = await openTab(context, address, 'ben')
  await ana.say(ana.channel, zh ? '/mock fraud-detection language:zh' : '/mock fraud-detection')
  await ben.press(ben.channel, W.interview)
  await ana.page.waitForTimeout(800)
  await ana.press(ana.channel, W.start)
  for (const tab of [ana, ben]) {
    await tab.reads(tab.channel, W.running)
    await tab.openThread()
  }
  const src = zh
    ? '```mermaid\nflowchart LR\n  G["支付网关，3 k/s"] -->|p99 100 ms| S["打分服务"]\n  S -->|8 ms| F[("在线特征")]\n  S --> M["GBDT，15 ms"]\n  M --> P{"p > 9 %?"}\n  P -->|是| R["人工审核"]\n  P -->|否| OK["放行"]\n  R -.->|标签| M\n```'
    : '```mermaid\nflowchart LR\n  G["Payment gateway, 3 k/s"] -->|p99 100 ms| S["Scoring service"]\n  S -->|8 ms| F[("Online features")]\n  S --> M["GBDT, 15 ms"]\n  M --> P{"p > 9 %?"}\n  P -->|yes| R["Manual review"]\n  P -->|no| OK["Approve"]\n  R -.->|labels| M\n```'
  await ana.say(ana.thread, src)
  await ana.say(ana.thread, '```mermaid\nflowchart TD\n  A --> B\n  B[score (p)] --> C\n```')
  await ana.page.waitForTimeout(6000)
  await ana.page.screenshot({ path: `${OUT}/pg-thread-${zh ? 'zh' : 'en'}.png` })
  await ben.press(ben.thread, W.wb)
  await ben.page.waitForTimeout(2500)
  await ben.page.screenshot({ path: `${OUT}/pg-whiteboard-${zh ? 'zh' : 'en'}.png` })
  const url = ana.page.url()
  await ben.press(ben.thread, W.end)
  for (const [tab, levels] of [
    [ana, [1, 2, 2, 1]],
    [ben, [2, 3, 1, 2]],
  ] as const) {
    await tab.page.waitForTimeout(1500)
    await tab.press(tab.thread, W.score)
    const dialog = tab.page.getByRole('dialog')
    await dialog.waitFor()
    const criteria = await dialog.getByRole('group').all()
    for (const [index, level] of levels.entries())
      await criteria[index]?.getByRole('radio').nth(level).check()
    await dialog.getByRole('button', { name: W.submit }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  const debrief = await ben.reads(ben.thread, W.debrief)
  await ben.page.waitForTimeout(6000)
  const p = await phone.newPage()
  await p.goto(url)
  await p.waitForTimeout(2500)
  for (const [name, tab] of [
    ['desk', ben.page],
    ['phone', p],
  ] as const)
    for (const [key, text] of [
      ['debrief', W.debrief],
      ['minutes', W.minutes],
      ['design', W.dia],
    ] as const) {
      const el = tab.getByText(text).last()
      await el.scrollIntoViewIfNeeded().catch(() => undefined)
      await el
        .evaluate((e) =>
          (e as unknown as { scrollIntoView(o: object): void }).scrollIntoView({ block: 'start' }),
        )
        .catch(() => undefined)
      await tab.waitForTimeout(400)
      await tab.screenshot({ path: `${OUT}/pg-${name}-${key}-${zh ? 'zh' : 'en'}.png` })
    }
} finally {
  await browser.close()
  await bot.stop()
  await rm(folder, { recursive: true, force: true })
}

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedBrowser } from './shared-browser.ts'
import { openStage, type Stage, type Tab } from './stage.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

/** The serious and critical findings of axe-core: the rule, and where. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE)
  const { violations, passes } = (await page.evaluate(
    "axe.run({ resultTypes: ['violations'] })",
  )) as AxeResults
  expect(passes.length, 'rules that axe-core found something to look at for').toBeGreaterThan(15)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    )
}

/** How far the page scrolls sideways, in pixels: more than 0 means that its layout is broken. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

export function accessibleViews(browser: SharedBrowser): void {
  describe('the main views', () => {
    let stage: Stage

    beforeAll(async () => {
      stage = await openStage(browser)
      const context = await stage.context()
      const ana = await stage.tab(context, 'ana')
      const ben = await stage.tab(context, 'ben')
      await ana.say(ana.channel, '/mock fraud-detection minutes:20')
      await ben.press(ben.channel, 'Interview')
      await ana.channel.locator('.mention', { hasText: '@Ben' }).waitFor()
      await ana.press(ana.channel, 'Start')
      await ana.openThread()
      await ana.reads(ana.thread, /1\/8/)
      await ana.say(
        ana.thread,
        '# A heading\n- with `code`\n\n```mermaid\na --> b\n```\n| a | b |\n|---|---|\n| 1 | 2 |',
      )
      await ben.openThread()
      await ben.press(ben.thread, 'Console')
      await ben.reads(ben.thread, 'Only you can see this')
      await context.close()
    })

    afterAll(() => stage?.close())

    const seen = async (tab: Tab) => ({
      serious: await violations(tab.page),
      overflow: await overflow(tab.page),
    })
    const fine = { serious: [], overflow: 0 }

    const looks = [
      { colorScheme: 'light', locale: 'en-GB', width: 1440 },
      { colorScheme: 'dark', locale: 'zh-CN', width: 1440 },
      { colorScheme: 'light', locale: 'zh-CN', width: 375 },
      { colorScheme: 'dark', locale: 'en-GB', width: 375 },
    ] as const

    it.each(looks)(
      'are accessible: $colorScheme, $locale, $width px',
      async ({ colorScheme, locale, width }) => {
        const narrow = width < 760
        const context = await stage.context({
          colorScheme,
          locale,
          viewport: { width, height: 900 },
          hasTouch: narrow,
          reducedMotion: 'reduce',
        })
        const ben = await stage.tab(context, 'ben')
        const { page } = ben
        const composer = page.locator('.composer-text').first()
        await ben.reads(ben.channel, /Fraud Detection|支付欺诈检测/)
        expect(await seen(ben), 'the channel').toEqual(fine)

        if (narrow) {
          await page.locator('.head .icon-button').first().tap()
          await page.locator('.sidebar').waitFor()
          expect(await seen(ben), 'the sidebar').toEqual(fine)
          await page.locator('.brand .icon-button').tap()
        }
        await composer.fill('/')
        await page.getByRole('option').first().waitFor()
        expect(await seen(ben), 'the commands').toEqual(fine)
        await composer.fill('/nothing')
        await composer.press('Enter')
        await ben.channel.locator('.problem', { hasText: '/help' }).waitFor()
        expect(await seen(ben), 'a problem').toEqual(fine)
        await composer.fill('')

        await ben.openThread()
        await ben.reads(ben.thread, /with code/)
        expect(await seen(ben), 'the thread').toEqual(fine)
        await ben.thread.locator('.private').getByRole('button').last().click()
        await page.getByRole('dialog').waitFor()
        await page.locator('dialog button[type=submit]').click()
        await page.locator('.field-problem').waitFor()
        expect(await seen(ben), 'a form').toEqual(fine)
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })

        await page.keyboard.press('Escape')
        await ben.thread.waitFor({ state: 'detached' })
        // The focus goes back once the page has drawn itself without the thread.
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.className))
          .toContain('thread-link')
        await context.close()
      },
    )

    it('are reached with the keyboard alone', async () => {
      const context = await stage.context()
      const { page } = await stage.tab(context, 'cai')
      const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
      await page.keyboard.press('Tab')
      expect(await focused()).toBe('Skip to the messages')
      await page.keyboard.press('Tab')
      expect(await focused()).toContain('general')
      await page.keyboard.press('/')
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('composer-text')
      await page.keyboard.type('help')
      await page.keyboard.press('Enter')
      await page.getByText('Only you can see this').waitFor()
      await context.close()
    })

    it('had no fault', () => {
      // axe-core measures with inline styles of its own, which the page's policy refuses.
      expect(stage.faults().filter((fault) => !fault.includes('Applying inline style'))).toEqual([])
    })
  })
}

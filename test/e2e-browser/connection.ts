import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedBrowser } from './shared-browser.ts'
import { openStage, type Stage, type Tab } from './stage.ts'

export function tabsAndConnections(browser: SharedBrowser): void {
  describe('tabs and their connections', () => {
    let stage: Stage
    let ana: Tab
    let ben: Tab

    beforeAll(async () => {
      stage = await openStage(browser)
      ana = await stage.tab(await stage.context(), 'ana')
      ben = await stage.tab(await stage.context(), 'ben')
    })

    afterAll(() => stage?.close())

    it('miss nothing of what was said while one was cut off', async () => {
      await ben.say(ben.channel, 'before')
      const changed = await ana.reads(ana.channel, 'before')
      // Being offline does not close what is open: the server's end does.
      await stage.bots.stop()
      await ana.page.getByText('The connection is lost').waitFor()
      await ana.page.context().setOffline(true)
      await stage.bots.start()
      await ben.page.getByText('The connection is lost').waitFor({ state: 'detached' })
      for (const text of ['first', 'second', 'third']) {
        await ben.say(ben.channel, text)
        await ben.reads(ben.channel, text)
      }
      await ben.channel.locator('.composer-text').press('ArrowUp')
      await ben.page.getByRole('textbox', { name: 'Edit your message' }).fill('third, corrected')
      await ben.page.keyboard.press('Enter')
      const gone = await ben.reads(ben.channel, 'before')
      await ben.use(gone, 'Delete')
      await ben.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await ben.reads(ben.channel, 'This message was deleted')
      expect(await ana.channel.getByText('first').count()).toBe(0)
      await ana.page.context().setOffline(false)
      await ana.reads(ana.channel, 'third, corrected')
      await ana.page.getByText('The connection is lost').waitFor({ state: 'detached' })
      await changed.waitFor({ state: 'detached' })
      const texts = await ana.channel.locator('li.message .md').allInnerTexts()
      expect(texts.slice(-3)).toEqual(['first', 'second', 'third, corrected'])
    })

    it('of one person show the same, and what is read in one is read in the other', async () => {
      const other = await stage.tab(ana.page.context(), 'ana')
      await other.page.locator('.sidebar').getByRole('button', { name: 'mocks' }).click()
      await ben.say(ben.channel, 'to both')
      await ana.reads(ana.channel, 'to both')
      await ana.say(ana.channel, 'from the first tab')
      await other.page.locator('.sidebar').getByRole('button', { name: 'general' }).click()
      await other.reads(other.channel, 'from the first tab')
      await other.say(other.channel, '/help')
      await ana.reads(ana.channel, 'Only you can see this')
      await ana.channel.locator('.private').last().getByRole('button', { name: 'Dismiss' }).click()
      await other.channel.locator('.private').waitFor({ state: 'detached' })
      expect(await ben.channel.getByText('Only you can see this').count()).toBe(0)
      await other.page.close()
    })

    it('leave one where one reads, and say that there is more below', async () => {
      for (let n = 1; n <= 30; n++) await ben.say(ben.channel, `line ${n}`)
      await ana.reads(ana.channel, 'line 30')
      const list = ana.channel.locator('.messages')
      const atEnd = () => list.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2)
      await expect.poll(atEnd, { timeout: 30_000 }).toBe(true)
      // The page hears of it with the next frame.
      await list.evaluate(async (box) => {
        box.scrollTop = 100
        for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame)
      })
      const more = ana.channel.getByRole('button', { name: 'New messages' })
      await ben.say(ben.channel, 'something new')
      await more.waitFor()
      expect(await list.evaluate((box) => box.scrollTop)).toBe(100)
      await more.click()
      await expect.poll(atEnd, { timeout: 30_000 }).toBe(true)
      await more.waitFor({ state: 'detached' })
    })

    it('show what the bot answers to who asked, wherever they were reading', async () => {
      const list = ana.channel.locator('.messages')
      await list.evaluate((box) => {
        box.scrollTop = 100
      })
      await ana.say(ana.channel, '/help')
      await ana.reads(ana.channel, 'Only you can see this')
      const atEnd = () => list.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2)
      await expect.poll(atEnd, { timeout: 30_000 }).toBe(true)
      await ana.channel.locator('.private').last().getByRole('button', { name: 'Dismiss' }).click()
    })

    it('mark what was said elsewhere until it is read, and take files that are dropped', async () => {
      const mocks = ana.page.locator('.sidebar').getByRole('button', { name: /^mocks/ })
      await ben.page.locator('.sidebar').getByRole('button', { name: 'mocks' }).click()
      await ben.page.evaluate(() => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File(['a,b\n1,2\n'], 'figures.csv', { type: 'text/csv' }))
        const drop = (type: string) => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })
        const target = document.querySelector('main .messages')
        for (const type of ['dragover', 'drop']) target?.dispatchEvent(drop(type))
      })
      await ben.channel.locator('.chip', { hasText: 'figures.csv' }).locator('button').waitFor()
      await ben.say(ben.channel, '')
      await ben.channel.locator('a.download', { hasText: 'figures.csv' }).waitFor()
      await mocks.locator('.dot').waitFor()
      await mocks.click()
      await mocks.locator('.dot').waitFor({ state: 'detached' })
      for (const each of [ana, ben]) {
        await each.page.goBack()
        await each.reads(each.channel, 'something new')
      }
      expect(await mocks.locator('.dot').count()).toBe(0)
    })

    it('become another person without a reload, each with their own drafts', async () => {
      const { page } = ana
      const composer = ana.channel.locator('.composer-text')
      await composer.fill('a thought of Ana')
      await page.locator('[data-person=dee]').click()
      await page.locator('.person-me', { hasText: 'Dee' }).waitFor()
      await expect.poll(() => composer.inputValue()).toBe('')
      await ana.say(ana.channel, 'Dee was here')
      await ben.reads(ben.channel, 'Dee was here')
      await page.reload()
      await page.locator('.person-me', { hasText: 'Dee' }).waitFor()
      await page.locator('[data-person=ana]').click()
      await page.locator('.person-me', { hasText: 'Ana' }).waitFor()
      await expect.poll(() => composer.inputValue()).toBe('a thought of Ana')
      await composer.fill('')
    })

    it('speak the language that was chosen, at once and after a reload', async () => {
      const { page } = ana
      await page.getByRole('radio', { name: '简体中文' }).check({ force: true })
      await page.getByRole('heading', { name: '频道' }).waitFor()
      await ana.say(ana.channel, '/help')
      await ana.reads(ana.channel, '只有你看得到')
      await page.reload()
      await page.getByRole('heading', { name: '频道' }).waitFor()
      await page.getByRole('radio', { name: 'English' }).check({ force: true })
      await page.getByRole('heading', { name: 'Channels' }).waitFor()
      expect(await page.getByRole('heading', { name: '频道' }).count()).toBe(0)
    })

    it('explain an unknown command and a missing option before anything is sent', async () => {
      const composer = ana.channel.locator('.composer-text')
      for (const [text, said] of [
        ['/mok fraud-detection', 'There is no command /mok.'],
        ['/settings size:3', 'has no option “size”'],
        ['/mock fraud-detection minutes:soon', 'takes a whole number'],
      ] as const) {
        await composer.fill(text)
        await composer.press('Enter')
        await ana.channel.locator('.problem', { hasText: said }).waitFor()
        expect(await composer.inputValue()).toBe(text)
      }
      await composer.fill('')
    })

    it('had no fault', () => {
      expect(stage.faults().filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    })
  })
}

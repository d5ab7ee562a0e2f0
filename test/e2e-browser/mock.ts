import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedBrowser } from './shared-browser.ts'
import { openStage, type Stage, type Tab } from './stage.ts'

export function mockInTabs(browser: SharedBrowser): void {
  describe('a mock of two people in two tabs, by clicking and typing only', () => {
    let stage: Stage
    let context: BrowserContext
    let ana: Tab
    let ben: Tab

    beforeAll(async () => {
      stage = await openStage(browser)
      context = await stage.context({ viewport: { width: 1440, height: 900 } })
      ana = await stage.tab(context, 'ana')
      ben = await stage.tab(context, 'ben')
    })

    afterAll(() => stage?.close())

    it('greets with a guide', async () => {
      const guide = await ana.reads(ana.channel, 'Welcome')
      expect(await guide.getByRole('button').allInnerTexts()).toEqual(
        expect.arrayContaining(['Start a mock']),
      )
    })

    it('offers commands and values as one types, and opens a lobby', async () => {
      const { page } = ana
      await page.locator('body').press('/')
      await page.keyboard.type('mo')
      await page.getByRole('option', { name: /\/mock/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('option', { name: /Fraud Detection/ }).waitFor()
      await page.keyboard.type('fraud-d')
      await page.getByRole('option', { name: /Fraud Detection/, selected: true }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('option', { name: /minutes:/ }).waitFor()
      await page.keyboard.type('minutes:20')
      await page.keyboard.press('Enter')
      const lobby = await ben.reads(ben.channel, 'Mock: Fraud Detection')
      expect(await lobby.innerText()).toContain('20 min')
      const answer = await ana.reads(ana.channel, 'you are the candidate')
      expect(await answer.innerText()).toContain('Only you can see this')
      expect(await ben.channel.getByText('you are the candidate').count()).toBe(0)
    })

    it('fills the seats and starts', async () => {
      await ben.press(ben.channel, 'Interview')
      await ana.channel
        .locator('.card', { hasText: 'Mock: Fraud' })
        .locator('.mention', { hasText: '@Ben' })
        .waitFor()
      await ana.press(ana.channel, 'Start')
      await ana.reads(ana.channel, 'Running in the thread')
      await ana.openThread()
      await ana.reads(ana.thread, /1\/8 · Requirements/)
      const opening = await ana.reads(ana.thread, 'the floor is yours')
      expect(await opening.getAttribute('class')).toContain('pinged')
      await ben.page.waitForFunction(() => document.title.startsWith('(1)'))
      await ben.openThread()
      await ben.reads(ben.thread, /1\/8 · Requirements/)
      await ben.page.waitForFunction(() => !document.title.startsWith('('))
    })

    it('counts down, faster when bot time runs faster', async () => {
      const countdown = ana.thread.locator('.moment', { hasText: /^in / }).last()
      const left = async () => {
        const [minutes = 0, seconds = 0] = (await countdown.innerText())
          .replace('in ', '')
          .split(':')
          .map(Number)
        return minutes * 60 + seconds
      }
      const before = await left()
      await ana.page.getByRole('radio', { name: '10×' }).check({ force: true })
      await ben.page.locator('input[name=speed][value="10"]:checked').waitFor({ state: 'attached' })
      await expect.poll(left).toBeLessThan(before - 20)
      await ana.page.getByRole('radio', { name: '1×', exact: true }).check({ force: true })
      await ben.page.locator('input[name=speed][value="1"]:checked').waitFor({ state: 'attached' })
    })

    it('takes the answer: text, a picture, a correction, a reaction', async () => {
      await ana.say(ana.thread, 'Goal: less fraud, **fewer insults**.\nScale: 3 k TPS')
      const said = await ben.reads(ben.thread, 'fewer insults')
      expect(await said.locator('strong').innerText()).toBe('fewer insults')
      const { page } = ana
      const png = await page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } })
      await ana.thread
        .locator('input[type=file]')
        .setInputFiles({ name: 'board.png', mimeType: 'image/png', buffer: png })
      await ana.thread.locator('.chip', { hasText: 'board.png' }).waitFor()
      await ana.say(ana.thread, 'the whiteboard')
      await (await ben.reads(ben.thread, 'the whiteboard')).locator('img').waitFor()

      await ana.thread.locator('.composer-text').press('ArrowUp')
      await page.getByRole('textbox', { name: 'Edit your message' }).fill('the whiteboard, first draft')
      await page.keyboard.press('Enter')
      expect(await (await ben.reads(ben.thread, 'first draft')).innerText()).toContain('(edited)')

      const mine = await ana.reads(ana.thread, 'first draft')
      await ana.use(mine, 'Add a reaction')
      await page.getByRole('group', { name: 'Pick a reaction' }).getByRole('button').nth(1).click()
      await (await ben.reads(ben.thread, 'first draft')).getByRole('button', { name: /2️⃣ 1: Ana/ }).waitFor()
    })

    it('gives the interviewer a console and a form', async () => {
      await ben.press(ben.thread, 'Console')
      await ben.reads(ben.thread, 'Reveal only when asked')
      expect(await ana.thread.getByText('Reveal only when asked').count()).toBe(0)
      await ben.press(ben.thread, 'Take a note')
      const dialog = ben.page.getByRole('dialog', { name: 'Take a note' })
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByText('Please fill this in.').waitFor()
      await dialog.getByRole('textbox').fill('asks about base rates')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await ben.reads(ben.thread, 'Saved. It appears in the debrief.')
      await dialog.waitFor({ state: 'detached' })
    })

    it('shows the same after a reload, with what was being written', async () => {
      await ana.thread.locator('.composer-text').fill('half a tho')
      await ana.page.reload()
      await ana.reads(ana.thread, 'first draft')
      await (await ana.reads(ana.thread, 'first draft')).locator('img').waitFor()
      expect(await ana.thread.locator('.composer-text').inputValue()).toBe('half a tho')
      await ana.thread.locator('.composer-text').fill('')
    })

    it('says that the connection is lost, and goes on after a restart of the bot', async () => {
      await stage.bots.stop()
      await ana.page.getByText('The connection is lost').waitFor()
      await ana.thread.locator('.composer-text').fill('is anybody there?')
      await ana.thread.locator('.composer-text').press('Enter')
      await ana.thread.getByText('could not be reached').waitFor()
      expect(await ana.thread.locator('.composer-text').inputValue()).toBe('is anybody there?')
      await stage.bots.start()
      await ana.page.getByText('The connection is lost').waitFor({ state: 'detached' })
      await ana.thread.locator('.composer-text').press('Enter')
      await ben.reads(ben.thread, 'is anybody there?')
      for (const each of [ana, ben]) {
        await each.page.reload()
        await each.reads(each.channel, 'Running in the thread')
        await each.reads(each.thread, 'fewer insults')
        await (await each.reads(each.thread, 'first draft')).locator('img').waitFor()
      }
    })

    it('goes on to the scores and the debrief', async () => {
      await ben.press(ben.thread, 'Next stage')
      await ana.reads(ana.thread, /2\/8 · Metrics/)
      await ben.press(ben.thread, 'End')
      await ana.reads(ana.thread, 'Time to score')
      for (const [tab, level] of [
        [ben, 1],
        [ana, 2],
      ] as const) {
        await tab.press(tab.thread, 'Score')
        const dialog = tab.page.getByRole('dialog', { name: 'Score the answer' })
        await dialog.getByRole('group', { name: /^Data/ }).getByRole('radio').nth(level).check()
        await dialog.getByRole('textbox').fill(`${level} is what I saw`)
        await dialog.getByRole('button', { name: 'Submit' }).click()
        await dialog.waitFor({ state: 'detached' })
        await tab.reads(tab.thread, 'Counted 1 of')
      }
      const debrief = await ana.reads(ana.thread, 'Debrief: Fraud Detection')
      expect(await debrief.locator('table').innerText()).toContain('Data')
      const words = await ben.reads(ben.thread, 'Notes and comments')
      expect(await words.innerText()).toContain('asks about base rates')
      const designs = await ben.reads(ben.thread, 'Its diagrams')
      await designs.locator('img').nth(1).waitFor()
      await ben.reads(ben.channel, 'the debrief is in the thread')
    })

    it('shows the thread to whomever one becomes in the same tab', async () => {
      await ana.page.locator('[data-person=cai]').click()
      await ana.page.locator('.person-me', { hasText: 'Cai' }).waitFor()
      await ana.reads(ana.thread, 'Debrief: Fraud Detection')
      expect(await ana.thread.getByText('Only you can see this').count()).toBe(0)
    })

    it('had no fault in any tab, and none in the log', () => {
      expect(stage.faults()).toEqual([])
      expect(stage.bots.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
    })
  })
}

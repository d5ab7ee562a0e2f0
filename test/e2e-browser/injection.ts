import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INJECTIONS } from '../support/injection-corpus.ts'
import type { SharedBrowser } from './shared-browser.ts'
import { openStage, type Stage, type Tab } from './stage.ts'

type Json = Readonly<Record<string, unknown>>

export function injections(browser: SharedBrowser): void {
  describe('what tries to break out of its place', () => {
    let stage: Stage
    let ana: Tab
    const requested: string[] = []

    beforeAll(async () => {
      stage = await openStage(browser)
      ana = await stage.tab(await stage.context({ viewport: { width: 1440, height: 900 } }), 'ana')
      ana.page.on('request', (request) => requested.push(request.url()))
    })

    afterAll(() => stage?.close())

    /** Sends what the page would send. A request that the server refuses changes nothing. */
    const call = (name: string, body: Json) =>
      ana.page.evaluate(
        async ([path, json]) => {
          const headers = { 'content-type': 'application/json' }
          const response = await fetch(`/playground/api/${path}`, { method: 'POST', headers, body: json })
          return { status: response.status, body: (await response.json()) as Record<string, unknown> }
        },
        [name, JSON.stringify({ as: 'ana', locale: 'en', ...body })] as const,
      )

    const expectHarmless = async () => {
      const { page } = ana
      const state = await page.evaluate(() => ({
        pwned: 'pwned' in window,
        foreign: document.querySelectorAll(
          '#app :is(script, iframe, object, embed, link, style, base, meta, form[action], video, template, details)',
        ).length,
        handlers: [...document.querySelectorAll('*')].filter((each) =>
          each
            .getAttributeNames()
            .some(
              (name) => name.startsWith('on') || (name === 'style' && !(each instanceof HTMLTextAreaElement)),
            ),
        ).length,
        links: [...document.querySelectorAll('main a[href], aside a[href]')]
          .map((each) => each.getAttribute('href') ?? '')
          .filter((href) => !/^(?:https?:|mailto:|\/playground\/files\/)/u.test(href)),
        sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        main: document.querySelector('main')?.getBoundingClientRect().width,
        composer: document.querySelector('.composer-text')?.checkVisibility(),
      }))
      expect(state).toEqual({
        pwned: false,
        foreign: 0,
        handlers: 0,
        links: [],
        sideways: 0,
        main: state.main,
        composer: true,
      })
      expect(requested.filter((url) => url.includes('pwned') || url.includes('example.'))).toEqual([])
    }

    it('stays text as a message', async () => {
      for (const text of INJECTIONS) {
        const { status } = await call('say', { channel: 'general', thread: null, text, files: [] })
        expect([200, 400], text).toContain(status)
      }
      await ana.say(ana.channel, 'the last one')
      await ana.reads(ana.channel, 'the last one')
      await ana.reads(ana.channel, '<iframe srcdoc')
      expect(await ana.channel.locator('li.message').count()).toBeGreaterThan(INJECTIONS.length - 4)
      await expectHarmless()
      await ana.page.setViewportSize({ width: 375, height: 800 })
      await expectHarmless()
      await ana.page.setViewportSize({ width: 1440, height: 900 })
      await ana.page.reload()
      await ana.reads(ana.channel, 'the last one')
      await expectHarmless()
    })

    it('stays text when it is edited in', async () => {
      const message = await ana.reads(ana.channel, 'the last one')
      await ana.use(message, 'Edit')
      await ana.page
        .getByRole('textbox', { name: 'Edit your message' })
        .fill('edited <img src=x onerror=window.pwned=1>')
      await ana.page.keyboard.press('Enter')
      await ana.reads(ana.channel, 'edited <img src=x')
      await expectHarmless()
    })

    it('stays text as a name', async () => {
      const title = await ana.page.title()
      for (const name of INJECTIONS) {
        const { status } = await call('rename', { person: 'ana', name })
        expect([200, 400], name).toContain(status)
        if (status === 200) await expectHarmless()
      }
      const { status } = await call('rename', { person: 'ana', name: '<b>Ana</b>' })
      expect(status).toBe(200)
      await ana.page.locator('.person-me', { hasText: '<b>Ana</b>' }).waitFor()
      await expectHarmless()
      expect(await ana.page.title()).toBe(title)
    })

    it('stays text as the value of a form', async () => {
      await ana.say(ana.channel, '/mock fraud-detection minutes:20')
      const ben = await stage.tab(await stage.context(), 'ben')
      await ben.press(ben.channel, 'Interview')
      await ana.channel.locator('.mention', { hasText: '@Ben' }).first().waitFor()
      await ben.press(ben.channel, 'Start')
      await ben.openThread()
      await ben.press(ben.thread, 'Console')
      await ben.reads(ben.thread, 'Reveal only when asked')
      const { page } = ben
      // One form by typing, and the others as the page sends them: what is drawn of them is the same.
      const requestTo = async (name: string) =>
        (
          await page.waitForRequest((request) => request.url().endsWith(`/api/${name}`))
        ).postDataJSON() as Json
      const opening = requestTo('action')
      await ben.press(ben.thread, 'Take a note')
      const opened = await opening
      const noting = page.getByRole('dialog', { name: 'Take a note' })
      await noting.getByRole('textbox').fill(INJECTIONS.slice(0, 8).join('\n'))
      const sending = requestTo('form')
      await noting.getByRole('button', { name: 'Save' }).click()
      await noting.waitFor({ state: 'detached' })
      const sent = await sending
      const statuses: number[] = []
      for (const note of INJECTIONS) {
        expect((await call('action', opened)).status).toBe(200)
        statuses.push((await call('form', { ...sent, values: { note } })).status)
      }
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(INJECTIONS.length - 4)
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
      await ben.press(ben.thread, 'End')
      await ben.reads(ben.thread, 'Time to score')
      await ben.press(ben.thread, 'Score')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio').first().check()
      await dialog.getByRole('textbox').fill(INJECTIONS.slice(0, 8).join('\n'))
      await dialog.getByRole('button', { name: 'Submit' }).click()
      await ben.reads(ben.thread, 'Counted 1 of')
      await ben.press(ben.thread, 'Reveal')
      await ben.reads(ben.thread, 'Notes and comments')
      await ana.openThread()
      await ana.reads(ana.thread, 'Notes and comments')
      await expectHarmless()
    })

    it('is refused when it is far too long, in one sentence, and nothing typed is lost', async () => {
      const long = 'x'.repeat(1_000_000)
      const composer = ana.channel.locator('.composer-text')
      await composer.fill(long)
      await composer.press('Enter')
      await ana.channel.locator('.problem', { hasText: '1000000 characters' }).waitFor()
      expect((await composer.inputValue()).length).toBe(long.length)
      await composer.fill('')
      const { status, body } = await call('say', { channel: 'general', thread: null, text: long, files: [] })
      expect([400, 413]).toContain(status)
      expect(body.say).toBeTypeOf('string')
    })

    it('left no fault behind', () => {
      expect(stage.faults().filter((fault) => !/status of (?:400|413)/u.test(fault))).toEqual([])
    })
  })
}

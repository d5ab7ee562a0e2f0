import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { action, type ChannelRef, type Form, inEach, type MessageRef } from '#bot'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { commands, createScript, type Script, text } from '../platform-contract/script.ts'
import { type Served, servePlayground } from '../platforms/playground/server.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import type { SharedBrowser } from './shared-browser.ts'
import { openTab, type Tab } from './tab.ts'

const general: ChannelRef = { platform: 'playground', space: 'playground', channel: 'general' }

const form: Form = {
  action: action('hand-in'),
  title: 'Hand in',
  submit: 'Send it',
  fields: [
    { kind: 'file', id: 'answer', label: 'Answer', required: true, accept: ['.md'], maxBytes: 2000 },
    { kind: 'text', id: 'note', label: 'Note', required: false, multiline: false, maxLength: 100 },
  ],
}

export function formsAndLinks(browser: SharedBrowser): void {
  describe('commands, forms and links', () => {
    let db: TestDatabase
    let served: Served
    let script: Script
    let ana: Tab
    const faults: string[] = []

    beforeAll(async () => {
      db = await testDatabase()
      const texts = loadTexts()
      const pageWords = inEach((language) => texts.below(language, 'playground.page'))
      served = await servePlayground(db, { pageWords })
      script = createScript()
      await served.playground.start(commands, script.onEvent)
      const context = await browser().newContext({ locale: 'en-GB' })
      ana = await openTab(context, `${served.base}/playground/`, 'ana', (page) => {
        page.on('pageerror', (error) => faults.push(error.message))
      })
    })

    afterAll(async () => {
      await served?.stop()
      await db?.close()
    })

    const post = async (label: string, to: MessageRef | ChannelRef, key: string) =>
      served.playground.post(
        general,
        { summary: label, blocks: [{ type: 'buttons', buttons: [{ label, to }] }] },
        key,
        false,
      )
    const focused = (page: Tab['page']) =>
      page.evaluate(() => document.activeElement?.getAttribute('data-message') ?? '')

    it('offer subcommands and what they take while one types', async () => {
      const composer = ana.channel.locator('.composer-text')
      await composer.pressSequentially('/sch')
      await composer.press('Enter')
      await ana.page.getByRole('option', { name: /Add a plan/u }).click()
      await ana.page.getByRole('option', { name: /rag-pipeline/u }).click()
      await composer.pressSequentially('hour:18')
      await composer.press('Enter')
      expect(await script.hear('command', ({ name }) => name === 'schedule')).toMatchObject({
        subcommand: 'add',
        options: { problem: 'rag-pipeline', hour: 18 },
      })
      await composer.fill('/schedule')
      await composer.press('Escape')
      await composer.press('Enter')
      await ana.page.getByText('Please add what /schedule should do').waitFor()
      await composer.fill('')
    })

    it('take a file, and say of another why not', async () => {
      script.on('open', (event) => event.openForm(form))
      const buttons = [{ label: 'Hand in', action: action('open') }]
      await served.playground.post(
        general,
        { summary: 'Form', blocks: [{ type: 'buttons', buttons }] },
        'form',
        false,
      )
      await ana.press(ana.channel, 'Hand in')
      const dialog = ana.page.getByRole('dialog')
      const file = dialog.getByLabel(/^Answer/u)
      const choose = (name: string, bytes: number) =>
        file.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.alloc(bytes, 'x') })
      await dialog.getByRole('button', { name: 'Send it' }).click()
      await dialog.getByText('Please fill this in.').waitFor()
      await choose('design.exe', 10)
      await dialog.getByText('choose a file that ends in .md').waitFor()
      await choose('design.md', 2001)
      await dialog.getByText('“design.md” is too large').waitFor()
      await choose('design.md', 2000)
      await dialog.getByRole('button', { name: 'Remove design.md' }).waitFor()
      await dialog.getByLabel(/^Note/u).fill('Mine')
      await dialog.getByRole('button', { name: 'Send it' }).click()
      await dialog.waitFor({ state: 'detached' })
      expect(await script.hear('form', (each) => each.action.name === 'hand-in')).toMatchObject({
        values: { note: 'Mine' },
        files: { answer: { name: 'design.md', bytes: 2000 } },
      })
    })

    it('give a code block to copy with its fences, as it has to be posted', async () => {
      await ana.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      const block = '```mermaid\nflowchart LR\n  A --> B\n```'
      await served.playground.post(general, text(`Draw this:\n\n${block}\n\nLike so.`), 'code', false)
      await ana.channel.getByRole('button', { name: 'Copy' }).click()
      await ana.channel.getByRole('button', { name: 'Copied' }).waitFor()
      expect(await ana.page.evaluate('navigator.clipboard.readText()')).toBe(block)
    })

    it('lead to a message in a thread by keyboard, also the second time, and back', async () => {
      const head = await served.playground.post(general, text('A thread begins'), 'head', false)
      const thread = await served.playground.openThread(head, 'Linked thread')
      const inside = await served.playground.post(thread, text('The one that is meant'), 'inside', false)
      await Promise.all(
        [...Array(40).keys()].map((n) =>
          served.playground.post(thread, text(`Later ${n}`), `later-${n}`, false),
        ),
      )
      await post('Go there', inside, 'link')
      const link = ana.channel.getByRole('link', { name: 'Go there' })
      for (let round = 0; round < 2; round++) {
        await link.focus()
        await link.press('Enter')
        await ana.thread.getByText('The one that is meant').waitFor()
        await expect.poll(() => focused(ana.page), { timeout: 30_000 }).toBe(inside.message)
        const box = await ana.thread.locator(`[data-message="${inside.message}"]`).boundingBox()
        expect(box && box.y > 0 && box.y < 720).toBe(true)
      }
      await ana.page.goBack()
      await ana.thread.waitFor({ state: 'detached' })
      await ana.page.goForward()
      await ana.page.reload()
      await expect.poll(() => focused(ana.page), { timeout: 30_000 }).toBe(inside.message)
    })

    it('lead to a message that is far back in the channel', async () => {
      const far = await served.playground.post(general, text('Said long ago'), 'far', false)
      await Promise.all(
        [...Array(120).keys()].map((n) =>
          served.playground.post(general, text(`Noise ${n}`), `noise-${n}`, false),
        ),
      )
      await post('Far back', far, 'link-far')
      const context = await browser().newContext({ locale: 'en-GB' })
      const ben = await openTab(context, `${served.base}/playground/`, 'ben')
      await ben.channel.getByRole('link', { name: 'Far back' }).click()
      await expect.poll(() => focused(ben.page)).toBe(far.message)
      expect(new URL(ben.page.url()).hash).toBe(`#general//${far.message}`)
      await context.close()
      expect(faults).toEqual([])
    })
  })
}

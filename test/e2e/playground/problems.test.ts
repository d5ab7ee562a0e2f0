import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answered, WireForm, WireMessage } from '../../../src/platforms/playground/wire.ts'
import { openPage, type Page } from '../../platforms/playground/page.ts'
import { type BotProcess, botEnv, startBotProcess } from '../../support/bot.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'

const TEMPLATE = readFileSync(new URL('../../../content/template/en.md', import.meta.url), 'utf8')
const PLACE = { channel: 'general', thread: null }

let db: TestDatabase
let bot: BotProcess
let base: string
let olga: Page
let ana: Page
let ben: Page

beforeAll(async () => {
  db = await testDatabase()
  bot = await startBotProcess(botEnv(db.source))
  base = String(bot.logs.find(({ msg }) => msg === 'ready')?.http)
  olga = await openPage(base, { as: 'olga' })
  ana = await openPage(base, { as: 'ana' })
  ben = await openPage(base, { as: 'ben' })
})
afterAll(async () => {
  for (const page of [olga, ana, ben]) await page?.close()
  await bot?.stop()
  await db?.close()
})

const written = (message: WireMessage) => JSON.stringify(message.blocks)

function saying(page: Page, text: string): Promise<WireMessage> {
  return until(() => page.messages().findLast((message) => written(message).includes(text)), 30_000)
}

function command(page: Page, name: string, subcommand?: string, options = {}): Promise<Answered> {
  return page.ask('command', { ...PLACE, name, ...(subcommand && { subcommand }), options })
}

async function formOf(page: Page, subcommand: string, options = {}): Promise<WireForm> {
  const { form } = await command(page, 'problem', subcommand, options)
  if (!form) throw new Error('no form')
  return form
}

async function handIn(form: WireForm, data: string): Promise<Answered> {
  const { body } = await olga.upload('Delivery ETA.md', new TextEncoder().encode(data), 'text/markdown')
  const filled = Object.fromEntries(form.fields.map(({ id, value }) => [id, value ?? '']))
  const all = { ...filled, file: String(body.id) }
  return olga.ask('form', { ...PLACE, form: form.id, values: all })
}

/** Presses the latest button of this name that the page has. */
async function press(page: Page, label: string): Promise<Answered> {
  const found = await until(() => {
    for (const message of page.messages().toReversed())
      for (const block of message.blocks)
        for (const button of block.type === 'buttons' ? block.buttons : [])
          if (button.label === label && 'action' in button && !button.disabled)
            return { message: message.id, action: button.action }
    return undefined
  }, 30_000)
  return page.ask('action', found)
}

test('a problem is handed in, refused with its mistakes, and taken', async () => {
  await command(ana, 'problem', 'template')
  const template = await until(() =>
    ana
      .messages()
      .flatMap(({ blocks }) => blocks)
      .find((block) => block.type === 'file'),
  )
  const response = await fetch(`${base}${template.type === 'file' ? template.file.url : ''}`)
  expect(await response.text()).toBe(TEMPLATE)
  const empty = await handIn(await formOf(olga, 'add'), ' ')
  expect(empty.outcome).toBe('refused')
  expect(JSON.stringify(empty.refusal)).toContain('Delivery ETA.md is empty')
  await handIn(await formOf(olga, 'add'), TEMPLATE.replace('title: Delivery', 'titel: Delivery'))
  await saying(olga, 'Line 7: titel: unknown key')
  const { form } = await press(olga, 'Try again')
  if (!form) throw new Error('no form')
  expect((await handIn(form, TEMPLATE)).outcome).toBe('done')
  await saying(olga, '/mock delivery-eta')
  const { choices } = await ana.ask('suggest', { ...PLACE, name: 'mock', option: 'problem', typed: 'deliv' })
  expect(choices.map(({ value }) => value)).toEqual(['delivery-eta'])
})

test('it is mocked with the text it began with, while it is changed and removed', async () => {
  await command(ana, 'mock', undefined, { problem: 'delivery-eta' })
  await press(ben, 'Interview')
  await press(ana, 'Start')
  const opening = await saying(ana, 'the floor is yours')
  expect(written(opening)).toContain('We deliver food from restaurants')
  await press(ben, 'Console')
  await saying(ben, '2,000,000 orders a day')
  const edited = TEMPLATE.replace('title: Delivery Time Promise', 'title: A Newer Promise')
  const changed = await handIn(await formOf(olga, 'edit', { problem: 'delivery-eta' }), edited)
  expect(changed.outcome).toBe('done')
  await saying(olga, 'A Newer Promise** has its new text')
  await command(olga, 'problem', 'remove', { problem: 'delivery-eta' })
  expect(written(await saying(olga, 'Remove **A Newer Promise**'))).toContain('Running now: a mock in ')
  await press(olga, 'Yes, remove it')
  await saying(olga, 'Removed: `delivery-eta`')
  await command(ana, 'problem', 'show', { problem: 'delivery-eta' })
  await saying(ana, 'I have no problem called')
  await press(ben, 'End')
  await press(ben, 'Reveal')
  const design = await saying(ana, 'A worked design')
  const file = design.blocks.find((block) => block.type === 'file')
  const text = await (await fetch(`${base}${file?.type === 'file' ? file.file.url : ''}`)).text()
  expect(text).toContain('# Delivery Time Promise')
  expect(text).toContain('The promise is made before payment')
  expect(bot.logs.filter(({ level = 0 }) => level >= 50)).toEqual([])
})

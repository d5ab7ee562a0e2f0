import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { action, type Form, type Message, type MessageRef } from '#bot'
import type { Answered, WireForm } from '../../../src/platforms/playground/wire.ts'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { openPage, type Page } from './page.ts'
import { type Served, servePlayground } from './server.ts'

let database: TestDatabase
let served: Served
let script: Script
let ana: Page
let ben: Page

beforeAll(async () => {
  database = await testDatabase()
  served = await servePlayground(database)
  script = createScript()
  await served.playground.start(commands, (event) => outcomeOf(event.kind === 'form', script.onEvent(event)))
  ana = await openPage(served.base, { as: 'ana' })
  ben = await openPage(served.base, { as: 'ben' })
})
afterAll(async () => {
  await ana.close()
  await ben.close()
  await served.stop()
  await database.close()
})

/** How the next form ends, as app.ts would say it. */
let formOutcome: 'done' | 'refused' | 'fault' = 'done'

async function outcomeOf(isForm: boolean, handled: Promise<'done' | 'refused' | 'fault'>) {
  const outcome = await handled
  return isForm ? formOutcome : outcome
}

const general = { platform: 'playground', space: 'playground', channel: 'general' } as const
const place = { channel: 'general', thread: null }
const en = { locale: 'en' } as const
let keys = 0
const post = (message: Message): Promise<MessageRef> =>
  served.playground.post(general, message, `key-${++keys}`, false)

const card: Message = {
  summary: 'Card',
  blocks: [
    {
      type: 'buttons',
      buttons: [
        { label: 'Open', action: action('open', 1) },
        { label: 'Shut', action: action('shut'), disabled: true },
        { label: 'Away', to: general },
      ],
    },
    {
      type: 'select',
      action: action('pick'),
      placeholder: 'Which?',
      choices: [{ value: 'a', label: 'A' }],
    },
  ],
}

const heardActions = () =>
  script.heard.flatMap((event) => (event.kind === 'action' ? [event.action.name] : []))

describe('buttons and selects', () => {
  test('only those that stand on a message, as it is now, do something', async () => {
    const { message } = await post(card)
    const press = (body: object) => ben.send('action', { as: 'ben', ...en, message, ...body })
    const before = heardActions().length
    const forged = [
      { action: 'shut' },
      { action: 'open' },
      { action: 'open|2' },
      { action: 'elsewhere|1' },
      { action: '%' },
      { action: '' },
      { action: 'open|1', value: 'a' },
      { action: 'pick' },
      { action: 'pick', value: 'b' },
      { action: 'open|1', message: '000000000000' },
      { action: 'open|1', message: 'x' },
    ]
    for (const body of forged)
      expect(await press(body), JSON.stringify(body)).toEqual({
        status: 404,
        body: { say: expect.stringContaining('not there any more') },
      })
    expect(heardActions()).toHaveLength(before)
    expect(await press({ action: 'open|1' })).toMatchObject({ status: 200, body: { outcome: 'done' } })
    expect(await press({ action: 'pick', value: 'a' })).toMatchObject({ status: 200 })
    await served.playground.edit({ ...general, message }, text('Over'))
    expect(await press({ action: 'open|1' })).toMatchObject({ status: 404 })
    expect(heardActions().slice(before)).toEqual(['open', 'pick'])
  })

  test('buttons on a private message are for the person who sees it', async () => {
    script.on('secret', async (event) => {
      await event.defer('private')
      await event.reply(card)
    })
    const { message } = await post({
      summary: 'x',
      blocks: [{ type: 'buttons', buttons: [{ label: 'Ask', action: action('secret') }] }],
    })
    await ana.ask('action', { message, action: 'secret' })
    const own = await until(() => ana.messages().find(({ onlyFor }) => onlyFor === 'ana'))
    const body = { ...en, message: own.id, action: 'open|1' }
    expect(await ben.send('action', { as: 'ben', ...body })).toMatchObject({ status: 404 })
    expect(
      await ben.send('react', { as: 'ben', ...en, message: own.id, emoji: '👍', on: true }),
    ).toMatchObject({
      status: 404,
    })
    expect(await ben.send('remove', { as: 'ben', ...en, message: own.id })).toMatchObject({ status: 404 })
    expect(await ana.send('action', { as: 'ana', ...body })).toMatchObject({ status: 200 })
    // Put away, it comes back deleted, to nobody else.
    await ana.ask('remove', { message: own.id })
    await until(() => ana.messages().find(({ id, deleted }) => id === own.id && deleted))
    await ben.ask('say', { ...place, text: 'later', files: [] })
    await until(() => ben.messages().some(({ summary }) => summary === 'later'))
    expect(JSON.stringify(ben.heard)).not.toContain(`"id":"${own.id}"`)
    const { messages } = await ben.ask('history', { ...place, before: null })
    expect(messages.some(({ id }) => id === own.id)).toBe(false)
  })
})

describe('commands', () => {
  const ask = (body: object) =>
    ana.send('command', { as: 'ana', ...en, ...place, name: 'mock', options: {}, ...body })

  test('an unknown one, or one with other options than it has, is answered with a sentence', async () => {
    const heard = script.heard.filter(({ kind }) => kind === 'command').length
    expect(await ask({ name: 'nothing' })).toEqual({
      status: 400,
      body: { say: expect.stringContaining('no such command') },
    })
    for (const subcommand of [undefined, 'remove', '__proto__'])
      expect(await ask({ name: 'schedule', subcommand, options: {} })).toMatchObject({ status: 400 })
    expect(await ask({ name: 'mock', subcommand: 'add', options: { problem: 'x' } })).toMatchObject({
      status: 400,
    })
    expect(await ask({ name: 'schedule', subcommand: 'list', options: { hour: 3 } })).toMatchObject({
      body: { say: expect.stringContaining('hour') },
    })
    const bad: readonly (readonly [object, string])[] = [
      [{}, 'problem'],
      [{ problem: 7 }, 'problem'],
      [{ problem: 'x', minutes: 45.5 }, 'minutes'],
      [{ problem: 'x', minutes: '45' }, 'minutes'],
      [{ problem: 'x', other: 'y' }, 'other'],
      [{ problem: 'x', constructor: 'y' }, 'constructor'],
    ]
    for (const [options, name] of bad)
      expect(await ask({ options }), JSON.stringify(options)).toEqual({
        status: 400,
        body: { say: expect.stringContaining(`the option ${name}`) },
      })
    expect(script.heard.filter(({ kind }) => kind === 'command')).toHaveLength(heard)
    expect(await ask({ options: { problem: 'x', minutes: 90 } })).toMatchObject({ status: 200 })
  })

  test('in the conversation with the bot alone no threads can be opened, and everything is theirs', async () => {
    script.on('settings', async (event) => {
      await event.defer('private')
      await event.reply(text('Just between us'))
    })
    await ana.ask('command', { channel: 'direct-ana', thread: null, name: 'settings', options: {} })
    const event = await script.hear('command', ({ channel }) => channel.channel === 'direct-ana')
    expect(event).toMatchObject({
      threads: false,
      missing: [],
      actor: { user: 'ana', locale: 'en' },
      spaceLocale: 'en',
    })
    await until(() =>
      ana.messages().find(({ channel, onlyFor }) => channel === 'direct-ana' && onlyFor === null),
    )
    await ben.ask('say', { ...place, text: 'even later', files: [] })
    await until(() => ben.messages().some(({ summary }) => summary === 'even later'))
    expect(JSON.stringify(ben.heard)).not.toContain('Just between us')
    const history = { as: 'ben', ...en, channel: 'direct-ana', thread: null, before: null }
    expect(await ben.send('history', history)).toMatchObject({ status: 404 })
  })
})

describe('forms', () => {
  const form: Form = {
    action: action('fill', 1),
    title: 'Score',
    submit: 'Send',
    fields: [
      {
        kind: 'choice',
        id: 'level',
        label: 'Level',
        required: true,
        choices: [{ value: '1', label: 'One' }],
      },
      { kind: 'text', id: 'why', label: 'Why', required: false, multiline: true, maxLength: 10 },
    ],
  }
  const open = async (page: Page): Promise<WireForm> => {
    script.on('form', (event) => event.openForm(form))
    const { message } = await post({
      summary: 'x',
      blocks: [{ type: 'buttons', buttons: [{ label: 'Form', action: action('form') }] }],
    })
    const answered: Answered = await page.ask('action', { message, action: 'form' })
    if (!answered.form) throw new Error('no form was opened')
    return answered.form
  }
  const heardForms = () => script.heard.filter(({ kind }) => kind === 'form').length
  const submit = (page: Page, values: object, more: object = {}) =>
    page.send('form', { as: page.as, ...en, ...place, form: 'fill|1', values, ...more })

  test('one that was not opened for this person does nothing', async () => {
    await open(ana)
    const before = heardForms()
    for (const forged of [submit(ben, { level: '1' }), submit(ana, { level: '1' }, { form: 'fill|2' })])
      expect(await forged).toEqual({ status: 404, body: { say: expect.stringContaining('no longer open') } })
    const draft = { as: 'ben', ...en, form: 'fill|1', values: { why: 'x' } }
    expect(await ben.send('draft', draft)).toMatchObject({ status: 404 })
    expect(await submit(ana, { level: '1' }, { channel: 'direct-ben' })).toMatchObject({ status: 404 })
    expect(heardForms()).toBe(before)
  })

  test('values that it does not take are refused, naming the field', async () => {
    await open(ana)
    const before = heardForms()
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{}, /Still missing: Level/u],
      [{ level: '' }, /Still missing: Level/u],
      [{ level: '2' }, /check Level/u],
      [{ level: '1', why: 'x'.repeat(11) }, /check Why/u],
      [{ level: '1', other: 'x' }, /check other/u],
      [{ level: 1 }, /could not read/u],
    ]
    for (const [values, say] of wrong)
      expect(await submit(ana, values)).toEqual({ status: 400, body: { say: expect.stringMatching(say) } })
    expect(heardForms()).toBe(before)
  })

  test('entered values stay until they were sent and accepted', async () => {
    await open(ana)
    await ana.ask('draft', { form: 'fill|1', values: { level: '1', why: 'so' } })
    expect((await open(ana)).fields.map(({ value }) => value)).toEqual(['1', 'so'])
    script.on('fill', async (event) => {
      await event.defer('private')
      await event.reply(text('For you'))
      await event.tell(text('Not like this'))
    })
    formOutcome = 'refused'
    const refused = await submit(ana, { level: '1' })
    expect(refused.body).toEqual({
      outcome: 'refused',
      refusal: [
        { type: 'text', text: 'For you' },
        { type: 'text', text: 'Not like this' },
      ],
    })
    formOutcome = 'done'
    const twice = await Promise.all([submit(ana, { level: '1' }), submit(ana, { level: '1' })])
    expect(twice.map(({ status }) => status).toSorted()).toEqual([200, 404])
    const told = (page: Page) =>
      page.messages().flatMap(({ summary }) => (/^(?:For you|Not like)/u.test(summary) ? [summary] : []))
    await until(() => told(ana).length === 2)
    expect(told(ana)).toEqual(['For you', 'Not like this'])
    expect(told(ben)).toEqual([])
    expect((await open(ana)).fields.map(({ value }) => value)).toEqual([undefined, undefined])
  })

  test('a file that was handed in stays in the draft, and comes back with the form', async () => {
    const withFile: Form = {
      action: action('hand-in', 1),
      title: 'Hand in',
      submit: 'Go',
      fields: [
        { kind: 'file', id: 'file', label: 'File', required: true, accept: ['.md'], maxBytes: 20 },
        { kind: 'text', id: 'why', label: 'Why', required: false, multiline: false, maxLength: 10 },
      ],
    }
    script.on('form-file', (event) => event.openForm(withFile))
    const { message } = await post({
      summary: 'Form',
      blocks: [{ type: 'buttons', buttons: [{ label: 'Form', action: action('form-file') }] }],
    })
    const open = async (page: Page) =>
      (await page.ask('action', { message, action: 'form-file' })) satisfies Answered
    await open(ana)
    const uploaded = async (page: Page, name: string, text: string) =>
      String((await page.upload(name, Buffer.from(text))).body.id)
    const id = await uploaded(ana, 'design.md', '# Mine')
    await ana.ask('draft', { form: 'hand-in|1', values: { file: id } })
    expect((await open(ana)).form).toMatchObject({
      files: { file: { id, name: 'design.md', bytes: 6 } },
      fields: [{ id: 'file', value: id }, { id: 'why' }],
    })
    const before = heardForms()
    const send = (file: string) =>
      ana.send('form', { as: 'ana', ...en, ...place, form: 'hand-in|1', values: { file } })
    for (const [file, say] of [
      [await uploaded(ana, 'design.exe', 'x'), 'design.exe'],
      [await uploaded(ana, 'long.md', 'x'.repeat(21)), 'long.md'],
      ['../../etc/passwd', 'File'],
      ['', 'File'],
    ] as const)
      expect(await send(file)).toEqual({ status: 400, body: { say: expect.stringContaining(say) } })
    for (const other of [await uploaded(ben, 'his.md', 'x'), '00000000-0000-4000-8000-000000000000'])
      expect(await send(other)).toMatchObject({ status: 404 })
    expect(heardForms()).toBe(before)
    expect(await send(id)).toMatchObject({ status: 200, body: { outcome: 'done' } })
    const event = await script.hear('form', (each) => each.action.name === 'hand-in')
    expect(event).toMatchObject({ values: { why: '' }, files: { file: { id, name: 'design.md' } } })
    expect(event.values).not.toHaveProperty('file')
  })
})

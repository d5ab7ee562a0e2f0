import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { action, type Form, type Message, type Outcome } from '#bot'
import { DONE, LOADING, SAID } from '../../../src/platforms/slack/views.ts'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackStage } from './stage.ts'

let stage: SlackStage
let script: Script
/** How forms and buttons of these names end. */
let outcomes: Record<string, Outcome>

const card = (...labels: readonly string[]): Message => ({
  summary: 'Card',
  blocks: [
    { type: 'text', text: 'A card' },
    {
      type: 'buttons',
      buttons: labels.map((label) => ({ label, action: action(label.toLowerCase(), 'mock 7', 'é|%#1') })),
    },
  ],
})
const form = (name: string): Form => ({
  action: action(name, 'x'),
  title: 'A title that is longer than a window shows',
  intro: 'Fill it in.',
  submit: 'Save',
  fields: [
    { kind: 'text', id: 'note', label: 'Note', required: true, multiline: true, maxLength: 2000 },
    {
      kind: 'choice',
      id: 'level',
      label: 'Level',
      required: false,
      choices: [
        { value: '1', label: 'Low' },
        { value: '2', label: 'High' },
      ],
    },
  ],
})

const fileForm: Form = {
  action: action('handed-in'),
  title: 'Hand in',
  submit: 'Save',
  fields: [
    { kind: 'text', id: 'note', label: 'Note', required: true, multiline: true, maxLength: 2000 },
    { kind: 'file', id: 'answer', label: 'Answer', required: true, accept: ['.md', '.txt'], maxBytes: 100 },
  ],
}

beforeEach(async () => {
  stage = await openSlackStage()
  script = createScript()
  outcomes = {}
  await stage.platform.start(commands, async (event) => {
    const usual = await script.onEvent(event)
    return (
      (event.kind === 'form' || event.kind === 'action' ? outcomes[event.action.name] : undefined) ?? usual
    )
  })
})
afterEach(async () => {
  expect(stage.fake.violations).toEqual([])
  await stage.close()
})

const post = async (message: Message, key = 'card') =>
  stage.message(await stage.platform.post(stage.channel, message, key, false))
const press = async (label = 'Press') => stage.members.bob.click(await post(card(label)), label)

describe('commands', () => {
  test('a private answer is a window, which loads at once and is then filled', async () => {
    const go = Promise.withResolvers<void>()
    script.on('mock', async (event) => {
      await event.defer('private')
      await go.promise
      await event.reply(text('A **lobby** is open'))
    })
    const result = await stage.members.bob.command(stage.room, '/mock rag 30')
    expect((await result.modal()).callbackId).toBe(LOADING)
    go.resolve()
    const view = await result.modal(({ callbackId }) => callbackId === SAID)
    expect(view.text).toContain('A *lobby* is open')
    expect(stage.fake.requests.map(({ method }) => method)).not.toContain('chat.postEphemeral')
  })

  test('an unknown word is answered with how it is typed, in the person’s language', async () => {
    const result = await stage.members.bob.command(stage.room, '/mock rag banana <!channel>')
    const said = await result.reply()
    expect(said.ephemeral).toBe(true)
    expect(said.text).toMatch(/“banana”[\s\S]*\/mock problem \[minutes\]/u)
    expect(said.pings).toEqual([])
    expect(script.heard.filter(({ kind }) => kind === 'command')).toEqual([])
  })

  test('a form that answers a command stands in the window that loaded at once', async () => {
    const go = Promise.withResolvers<void>()
    script.on('settings', async (event) => {
      await event.defer('form')
      await go.promise
      await event.openForm(form('typed'))
    })
    const result = await stage.members.alice.command(stage.room, '/settings')
    await until(() => result.view?.callbackId === LOADING)
    go.resolve()
    const view = await until(() => (result.view?.submit === 'Save' ? result.view : undefined))
    expect(stage.members.alice.modals).toEqual([view])
    await stage.members.alice.submit(view, { Note: 'by a command' })
    const event = await script.hear('form', (each) => each.action.name === 'typed')
    expect(event).toMatchObject({ values: { note: 'by a command', level: '' }, channel: stage.channel })
  })

  test('a subcommand that is missing or unknown is answered with all there are', async () => {
    for (const [typed, lead] of [
      ['/schedule', 'Type one of these:'],
      ['/schedule remove 3', "I don't know what to do with “remove”."],
    ] as const) {
      const result = await stage.members.alice.command(stage.room, typed)
      const said = await until(() => result.ephemeral[0])
      expect(said.text).toContain(lead)
      expect(said.text).toContain('/schedule add problem [hour]')
      expect(said.text).toContain('/schedule list')
    }
    expect(script.heard.some(({ kind }) => kind === 'command')).toBe(false)
  })

  test('where the address for it is used up, that comes as a direct message', async () => {
    stage.fake.faults.add({ method: /^response_url$/, error: 'used_url' })
    stage.fake.faults.add({ method: /^response_url$/, status: 500 })
    stage.fake.expireResponseUrls()
    stage.fake.faults.clear()
    stage.fake.faults.add({ method: /^response_url$/, status: 500, times: 9 })
    const result = await stage.members.bob.command(stage.room, '/mock')
    const said = await result.reply()
    expect(said.channel.kind).toBe('dm')
    expect(said.text).toContain('还缺少：problem。')
  })

  test('where the bot is not in the channel, that is known', async () => {
    const { alice } = stage.members
    const elsewhere = stage.fake.addChannel({ name: 'elsewhere', joined: false })
    const secret = stage.fake.addChannel({ name: 'secret', private: true, joined: false })
    secret.invite(alice.user)
    script.on('mock', (event) => event.defer('private'))
    for (const channel of [elsewhere, secret]) {
      await alice.command(channel, '/mock rag')
      const heard = await script.hear('command', (each) => each.channel.channel === channel.id)
      expect(heard.missing).toEqual(['join'])
    }
  })

  test('with the bot alone there are no threads, and nothing is missing', async () => {
    script.on('mock', (event) => event.defer('private'))
    await stage.platform.dm(stage.bob.ref, text('hello'), 'dm', false)
    await stage.members.bob.command(stage.fake.dm(stage.members.bob), '/mock rag')
    expect(await script.hear('command')).toMatchObject({ threads: false, missing: [] })
  })

  test('the person’s language comes with the event', async () => {
    script.on('mock', (event) => event.defer('private'))
    await stage.members.bob.command(stage.room, '/mock rag')
    expect(await script.hear('command')).toMatchObject({
      actor: { name: 'Bob', admin: false, locale: 'zh-CN' },
      spaceLocale: 'zh-CN',
      threads: true,
    })
  })
})

describe('windows', () => {
  test('arguments survive the way there and back', async () => {
    await press()
    expect((await script.hear('action')).action).toEqual({ name: 'press', args: ['mock 7', 'é|%#1'] })
  })

  test('a button in a window tells of the thread from which it was opened, and opens one above', async () => {
    const head = await stage.platform.post(stage.channel, text('Head'), 'head', false)
    const thread = await stage.platform.openThread(head, 'Thread')
    const ref = await stage.platform.post(thread, card('Console'), 'console', false)
    script.on('console', async (event) => {
      await event.defer('private')
      await event.reply(card('Note'))
    })
    script.on('note', async (event) => {
      await event.defer('form')
      await event.openForm(form('noted'))
    })
    script.on('noted', async (event) => {
      await event.defer('private')
      await event.reply(text('Saved'))
    })
    const { bob } = stage.members
    const first = await bob.click(stage.message(ref), 'Console')
    const consoleView = await first.modal(({ buttons }) => buttons.includes('Note'))
    const second = await bob.click(consoleView, 'Note')
    const formView = await second.modal(({ submit }) => submit === 'Save')
    expect(bob.modals).toHaveLength(2)
    const third = await bob.submit(formView, { Note: 'Asks well' })
    const saved = await third.modal(({ callbackId }) => callbackId === SAID)
    expect(saved.text).toContain('Saved')
    for (const kind of ['action', 'form'] as const)
      expect(await script.hear(kind, (each) => each.action.name !== 'console')).toMatchObject({
        channel: thread,
      })
    await bob.closeView(saved)
    expect(bob.modal).toBe(consoleView)
  })

  test('where no more windows can lie on each other, the topmost changes', async () => {
    script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(card('Press'))
    })
    const { bob } = stage.members
    await (await press()).modal(({ buttons }) => buttons.includes('Press'))
    for (let depth = 1; depth < 5; depth++) {
      await until(() => bob.modal?.callbackId === SAID && bob.modals.length === Math.min(depth, 3))
      if (bob.modal) await bob.click(bob.modal, 'Press')
    }
    await until(() => script.heard.filter(({ kind }) => kind === 'action').length === 5)
    await until(() => bob.modal?.callbackId === SAID)
    expect(bob.modals.length).toBe(3)
  })

  test('a trigger that expired: what was to be told comes as a direct message', async () => {
    stage.fake.faults.add({ method: /^views\.open$/, error: 'expired_trigger_id' })
    script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('Your console'))
    })
    const result = await press()
    expect((await result.reply()).text).toContain('Your console')
    expect((await result.reply()).channel.kind).toBe('dm')
    expect(result.view).toBeUndefined()
  })

  test('a trigger that expired: who waits for a form is told to try again', async () => {
    stage.fake.faults.add({ method: /^views\.open$/, error: 'expired_trigger_id' })
    script.on('press', async (event) => {
      await event.defer('form')
      await event.openForm(form('late'))
    })
    const said = await (await press()).reply()
    expect(said.ephemeral).toBe(true)
    expect(said.text).toContain('表单没能及时打开')
  })

  test('a form whose window was closed before it was there: nothing is said', async () => {
    const go = Promise.withResolvers<void>()
    script.on('press', async (event) => {
      await event.defer('form')
      await go.promise
      await event.openForm(form('late'))
    })
    const result = await press()
    await stage.members.bob.closeView(await result.modal())
    const updates = () =>
      stage.fake.requests.filter(({ method, status }) => method === 'views.update' && status !== undefined)
    const before = updates().length
    go.resolve()
    await until(() => updates().length > before)
    await sleep(50)
    expect([...result.ephemeral, ...result.dms]).toEqual([])
  })

  test('an answer that takes longer than a trigger lives comes in the window that was opened', async () => {
    script.on('press', async (event) => {
      await event.defer('private')
      stage.fake.expireTriggers()
      await event.reply(text('Late'))
    })
    const result = await press()
    const late = await result.modal(({ text: words }) => words.includes('Late'))
    expect(late.callbackId).toBe(SAID)
  })

  test('a window that was closed meanwhile: a direct message', async () => {
    const go = Promise.withResolvers<void>()
    script.on('press', async (event) => {
      await event.defer('private')
      await go.promise
      await event.reply(text('Your console'))
    })
    const { bob } = stage.members
    const result = await press()
    await bob.closeView(await result.modal())
    go.resolve()
    expect((await result.reply()).text).toContain('Your console')
  })

  test('pictures and files have no place in a window: they come directly, and it says so', async () => {
    script.on('press', async (event) => {
      await event.defer('private')
      await event.reply({
        summary: 'Report',
        blocks: [
          { type: 'text', text: 'A report' },
          { type: 'image', png: PIXEL, name: 'chart.png', alt: 'A chart' },
        ],
      })
    })
    const result = await press()
    const view = await result.modal(({ callbackId }) => callbackId === SAID)
    expect(view.text).toContain('我已把全部内容私信发给你。')
    await until(() => result.dms.some(({ files }) => files.some(({ name }) => name === 'chart.png')))
  })

  test('a window that nothing came for says that it is done', async () => {
    script.on('press', (event) => event.defer('form'))
    const result = await press()
    const view = await result.modal(({ callbackId }) => callbackId === DONE)
    expect(view.text).toContain('好了，可以关闭这个窗口。')
  })

  test('a form that was refused another way shows why, in its window', async () => {
    script.on('press', async (event) => {
      await event.defer('form')
      await event.tell(text('Only the candidate submits'))
    })
    const result = await press()
    expect((await result.modal(({ callbackId }) => callbackId === SAID)).text).toContain('Only the candidate')
  })

  test('a refusal of a silent button is a window while one can be opened, else it is whispered', async () => {
    script.on('press', async (event) => {
      await event.defer('silent')
      await event.tell(text('Not yours'))
    })
    await (await press()).modal(({ text: words }) => words.includes('Not yours'))
    stage.fake.faults.add({ method: /^views\.open$/, error: 'expired_trigger_id' })
    const late = await press()
    const said = await late.reply()
    expect(said.ephemeral).toBe(true)
    expect(said.text).toContain('Not yours')
  })

  test('an interaction that arrives twice is answered once', async () => {
    script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('Pressed'))
    })
    stage.fake.repeatNext('interactive')
    await press()
    stage.fake.repeatNext('slash_commands')
    script.on('mock', (event) => event.defer('silent'))
    await stage.members.bob.command(stage.room, '/mock rag')
    await script.hear('command')
    await sleep(50)
    expect(script.heard.filter(({ kind }) => kind === 'action' || kind === 'command')).toHaveLength(2)
    expect(stage.members.bob.modals).toHaveLength(1)
  })

  test('a link’s button is acknowledged, and is no event', async () => {
    const linked = await post({
      summary: 'Link',
      blocks: [{ type: 'buttons', buttons: [{ label: 'Docs', to: stage.channel }] }],
    })
    const result = await stage.members.bob.click(linked, 'Docs')
    expect(result.acked).toBe(true)
    expect(script.heard.filter(({ kind }) => kind === 'action')).toEqual([])
  })
})

describe('forms', () => {
  const open = async () => {
    script.on('press', async (event) => {
      await event.defer('form')
      await event.openForm(form('saved'))
    })
    return (await press()).modal(({ submit }) => submit === 'Save')
  }

  test('without anything to say the window closes', async () => {
    script.on('saved', (event) => event.defer('silent'))
    const view = await open()
    const result = await stage.members.bob.submit(view, { Note: 'x' })
    expect(result.acked).toBe(true)
    expect(stage.members.bob.modal).toBeUndefined()
  })

  test('a refused form stands as it was filled in, with why above it, and can be sent again', async () => {
    outcomes.saved = 'refused'
    script.on('saved', async (event) => {
      await event.defer('private')
      await event.tell(text('This mock is over.'))
    })
    const { bob } = stage.members
    const view = await open()
    await bob.submit(view, { Note: 'A long note', Level: '2' })
    await until(() => view.text.includes('This mock is over.'))
    expect(view.inputs).toEqual(['Note', 'Level'])
    await bob.submit(view, {})
    const sent = script.heard.flatMap((event) => (event.kind === 'form' ? [event.values] : []))
    expect(sent).toEqual([
      { note: 'A long note', level: '2' },
      { note: 'A long note', level: '2' },
    ])
    expect(view.text.match(/This mock is over/gu)).toHaveLength(1)
    delete outcomes.saved
    await bob.submit(view, { Note: 'Changed', Level: '' })
    expect(await script.hear('form', ({ values }) => values.note === 'Changed')).toMatchObject({
      values: { note: 'Changed', level: '' },
    })
  })

  test('a form whose file is not taken stays open with why, and as it was filled in', async () => {
    script.on('file', (event) => event.openForm(fileForm))
    const { bob } = stage.members
    const result = await press('File')
    const view = await until(() => result.view)
    expect(view.blocks.at(-1)?.element).toMatchObject({
      type: 'file_input',
      filetypes: ['md', 'txt'],
      max_files: 1,
    })
    const file = (name: string) => ({ Answer: { name, data: '# Design' } })
    await bob.submit(view, { Note: 'Mine' }, file('design.exe'))
    expect(view.open).toBe(true)
    expect(view.errors).toEqual({
      Answer: '这里不能提交“design.exe”：请选择以 .md、.txt 结尾的文件。',
    })
    outcomes['handed-in'] = 'refused'
    script.on('handed-in', (event) => event.tell(text('Too late')))
    await bob.submit(view, {}, file('design.md'))
    await until(() => view.text.includes('Too late'))
    delete outcomes['handed-in']
    script.on('handed-in', (event) => event.defer('silent'))
    await bob.submit(view, {})
    const forms = script.heard.flatMap((event) => (event.kind === 'form' ? [event] : []))
    expect(forms).toMatchObject([
      { values: { note: 'Mine' }, files: { answer: { name: 'design.md', bytes: 8 } } },
      { values: { note: 'Mine' }, files: { answer: { name: 'design.md', bytes: 8 } } },
    ])
    expect(view.open).toBe(false)
  })

  test('a slow answer shows that it is worked on, and then the result', async () => {
    script.on('saved', async (event) => {
      await event.defer('private')
      await sleep(2300)
      await event.reply(text('Counted'))
    })
    const { bob } = stage.members
    const view = await open()
    const result = await bob.submit(view, { Note: 'x' })
    expect(result.acked).toBe(true)
    expect(view.callbackId).toBe(LOADING)
    await until(() => view.text.includes('Counted'))
  })

  test('a late refusal shows the form again', async () => {
    outcomes.saved = 'fault'
    script.on('saved', async (event) => {
      await event.defer('private')
      await sleep(2300)
      await event.tell(text('Something went wrong'))
    })
    const { bob } = stage.members
    const view = await open()
    await bob.submit(view, { Note: 'Kept' })
    await until(() => view.text.includes('Something went wrong'))
    delete outcomes.saved
    script.on('saved', (event) => event.defer('silent'))
    await bob.submit(view, {})
    expect(script.heard.at(-1)).toMatchObject({ values: { note: 'Kept' } })
  })
})

describe('the bot’s page', () => {
  test('shows what the bot answers, and anew after something was pressed on it', async () => {
    let shown = 0
    const { bob } = stage.members
    await stage.platform.stop()
    await stage.platform.start(commands, async (event) => {
      await script.onEvent(event)
      if (event.kind === 'home') await event.show({ ...card('Press'), summary: `Shown ${++shown}` })
      return 'done'
    })
    script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('Pressed'))
    })
    bob.openHome()
    await until(() => bob.home?.buttons.includes('Press'))
    expect(await script.hear('home')).toMatchObject({ actor: { ...stage.bob.ref, locale: 'zh-CN' } })
    if (!bob.home) throw new Error('no page')
    const result = await bob.click(bob.home, 'Press')
    await result.modal(({ text: words }) => words.includes('Pressed'))
    const pressed = await script.hear('action')
    expect(pressed).toMatchObject({ threads: false, channel: { channel: bob.id } })
    await until(() => shown === 2)
  })
})

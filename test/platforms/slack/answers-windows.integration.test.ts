import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { DONE, SAID } from '../../../src/platforms/slack/views.ts'
import { text } from '../../platform-contract/script.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { until } from '../../support/until.ts'
import { answeringForTests, card, form } from './answering.ts'

const now = answeringForTests()

describe('windows', () => {
  test('arguments survive the way there and back', async () => {
    await now.press()
    expect((await now.script.hear('action')).action).toEqual({ name: 'press', args: ['mock 7', 'é|%#1'] })
  })

  test('a button in a window tells of the thread from which it was opened, and opens one above', async () => {
    const head = await now.stage.platform.post(now.stage.channel, text('Head'), 'head', false)
    const thread = await now.stage.platform.openThread(head, 'Thread')
    const ref = await now.stage.platform.post(thread, card('Console'), 'console', false)
    now.script.on('console', async (event) => {
      await event.defer('private')
      await event.reply(card('Note'))
    })
    now.script.on('note', async (event) => {
      await event.defer('form')
      await event.openForm(form('noted'))
    })
    now.script.on('noted', async (event) => {
      await event.defer('private')
      await event.reply(text('Saved'))
    })
    const { bob } = now.stage.members
    const first = await bob.click(now.stage.message(ref), 'Console')
    const consoleView = await first.modal(({ buttons }) => buttons.includes('Note'))
    const second = await bob.click(consoleView, 'Note')
    const formView = await second.modal(({ submit }) => submit === 'Save')
    expect(bob.modals).toHaveLength(2)
    const third = await bob.submit(formView, { Note: 'Asks well' })
    const saved = await third.modal(({ callbackId }) => callbackId === SAID)
    expect(saved.text).toContain('Saved')
    for (const kind of ['action', 'form'] as const)
      expect(await now.script.hear(kind, (each) => each.action.name !== 'console')).toMatchObject({
        channel: thread,
      })
    await bob.closeView(saved)
    expect(bob.modal).toBe(consoleView)
  })

  test('where no more windows can lie on each other, the topmost changes', async () => {
    now.script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(card('Press'))
    })
    const { bob } = now.stage.members
    await (await now.press()).modal(({ buttons }) => buttons.includes('Press'))
    for (let depth = 1; depth < 5; depth++) {
      await until(() => bob.modal?.callbackId === SAID && bob.modals.length === Math.min(depth, 3))
      if (bob.modal) await bob.click(bob.modal, 'Press')
    }
    await until(() => now.script.heard.filter(({ kind }) => kind === 'action').length === 5)
    await until(() => bob.modal?.callbackId === SAID)
    expect(bob.modals.length).toBe(3)
  })

  test('a trigger that expired: what was to be told comes as a direct message', async () => {
    now.stage.fake.faults.add({ method: /^views\.open$/, error: 'expired_trigger_id' })
    now.script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('Your console'))
    })
    const result = await now.press()
    expect((await result.reply()).text).toContain('Your console')
    expect((await result.reply()).channel.kind).toBe('dm')
    expect(result.view).toBeUndefined()
  })

  test('a trigger that expired: who waits for a form is told to try again', async () => {
    now.stage.fake.faults.add({ method: /^views\.open$/, error: 'expired_trigger_id' })
    now.script.on('press', async (event) => {
      await event.defer('form')
      await event.openForm(form('late'))
    })
    const said = await (await now.press()).reply()
    expect(said.ephemeral).toBe(true)
    expect(said.text).toContain('表单没能及时打开')
  })

  test('a form whose window was closed before it was there: nothing is said', async () => {
    const go = Promise.withResolvers<void>()
    now.script.on('press', async (event) => {
      await event.defer('form')
      await go.promise
      await event.openForm(form('late'))
    })
    const result = await now.press()
    await now.stage.members.bob.closeView(await result.modal())
    const updates = () =>
      now.stage.fake.requests.filter(
        ({ method, status }) => method === 'views.update' && status !== undefined,
      )
    const before = updates().length
    go.resolve()
    await until(() => updates().length > before)
    await sleep(50)
    expect([...result.ephemeral, ...result.dms]).toEqual([])
  })

  test('an answer that takes longer than a trigger lives comes in the window that was opened', async () => {
    now.script.on('press', async (event) => {
      await event.defer('private')
      now.stage.fake.expireTriggers()
      await event.reply(text('Late'))
    })
    const result = await now.press()
    const late = await result.modal(({ text: words }) => words.includes('Late'))
    expect(late.callbackId).toBe(SAID)
  })

  test('a window that was closed meanwhile: a direct message', async () => {
    const go = Promise.withResolvers<void>()
    now.script.on('press', async (event) => {
      await event.defer('private')
      await go.promise
      await event.reply(text('Your console'))
    })
    const { bob } = now.stage.members
    const result = await now.press()
    await bob.closeView(await result.modal())
    go.resolve()
    expect((await result.reply()).text).toContain('Your console')
  })

  test('pictures and files have no place in a window: they come directly, and it says so', async () => {
    now.script.on('press', async (event) => {
      await event.defer('private')
      await event.reply({
        summary: 'Report',
        blocks: [
          { type: 'text', text: 'A report' },
          { type: 'image', png: PIXEL, name: 'chart.png', alt: 'A chart' },
        ],
      })
    })
    const result = await now.press()
    const view = await result.modal(({ callbackId }) => callbackId === SAID)
    expect(view.text).toContain('我已把全部内容私信发给你。')
    await until(() => result.dms.some(({ files }) => files.some(({ name }) => name === 'chart.png')))
  })

  test('a window that nothing came for says that it is done', async () => {
    now.script.on('press', (event) => event.defer('form'))
    const result = await now.press()
    const view = await result.modal(({ callbackId }) => callbackId === DONE)
    expect(view.text).toContain('好了，可以关闭这个窗口。')
  })

  test('a form that was refused another way shows why, in its window', async () => {
    now.script.on('press', async (event) => {
      await event.defer('form')
      await event.tell(text('Only the candidate submits'))
    })
    const result = await now.press()
    expect((await result.modal(({ callbackId }) => callbackId === SAID)).text).toContain('Only the candidate')
  })

  test('a refusal of a silent button is a window while one can be opened, else it is whispered', async () => {
    now.script.on('press', async (event) => {
      await event.defer('silent')
      await event.tell(text('Not yours'))
    })
    await (await now.press()).modal(({ text: words }) => words.includes('Not yours'))
    now.stage.fake.faults.add({ method: /^views\.open$/, error: 'expired_trigger_id' })
    const late = await now.press()
    const said = await late.reply()
    expect(said.ephemeral).toBe(true)
    expect(said.text).toContain('Not yours')
  })

  test('an interaction that arrives twice is answered once', async () => {
    now.script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('Pressed'))
    })
    now.stage.fake.repeatNext('interactive')
    await now.press()
    now.stage.fake.repeatNext('slash_commands')
    now.script.on('mock', (event) => event.defer('silent'))
    await now.stage.members.bob.command(now.stage.room, '/mock rag')
    await now.script.hear('command')
    await sleep(50)
    expect(now.script.heard.filter(({ kind }) => kind === 'action' || kind === 'command')).toHaveLength(2)
    expect(now.stage.members.bob.modals).toHaveLength(1)
  })

  test('a link’s button is acknowledged, and is no event', async () => {
    const linked = await now.post({
      summary: 'Link',
      blocks: [{ type: 'buttons', buttons: [{ label: 'Docs', to: now.stage.channel }] }],
    })
    const result = await now.stage.members.bob.click(linked, 'Docs')
    expect(result.acked).toBe(true)
    expect(now.script.heard.filter(({ kind }) => kind === 'action')).toEqual([])
  })
})

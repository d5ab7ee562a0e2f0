import { describe, expect, test } from 'vitest'
import { LOADING } from '../../../src/platforms/slack/views.ts'
import { commands, text } from '../../platform-contract/script.ts'
import { until } from '../../support/until.ts'
import { answeringForTests, card, fileForm, form } from './answering.ts'

const now = answeringForTests()

describe('forms', () => {
  const open = async () => {
    now.script.on('press', async (event) => {
      await event.defer('form')
      await event.openForm(form('saved'))
    })
    return (await now.press()).modal(({ submit }) => submit === 'Save')
  }

  test('without anything to say the window closes', async () => {
    now.script.on('saved', (event) => event.defer('silent'))
    const view = await open()
    const result = await now.stage.members.bob.submit(view, { Note: 'x' })
    expect(result.acked).toBe(true)
    expect(now.stage.members.bob.modal).toBeUndefined()
  })

  test('a refused form stands as it was filled in, with why above it, and can be sent again', async () => {
    now.outcomes.saved = 'refused'
    now.script.on('saved', async (event) => {
      await event.defer('private')
      await event.tell(text('This mock is over.'))
    })
    const { bob } = now.stage.members
    const view = await open()
    await bob.submit(view, { Note: 'A long note', Level: '2' })
    await until(() => view.text.includes('This mock is over.'))
    expect(view.inputs).toEqual(['Note', 'Level'])
    await bob.submit(view, {})
    const sent = now.script.heard.flatMap((event) => (event.kind === 'form' ? [event.values] : []))
    expect(sent).toEqual([
      { note: 'A long note', level: '2' },
      { note: 'A long note', level: '2' },
    ])
    expect(view.text.match(/This mock is over/gu)).toHaveLength(1)
    delete now.outcomes.saved
    await bob.submit(view, { Note: 'Changed', Level: '' })
    expect(await now.script.hear('form', ({ values }) => values.note === 'Changed')).toMatchObject({
      values: { note: 'Changed', level: '' },
    })
  })

  test('a form whose file is not taken stays open with why, and as it was filled in', async () => {
    now.script.on('file', (event) => event.openForm(fileForm))
    const { bob } = now.stage.members
    const result = await now.press('File')
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
    now.outcomes['handed-in'] = 'refused'
    now.script.on('handed-in', (event) => event.tell(text('Too late')))
    await bob.submit(view, {}, file('design.md'))
    await until(() => view.text.includes('Too late'))
    delete now.outcomes['handed-in']
    now.script.on('handed-in', (event) => event.defer('silent'))
    await bob.submit(view, {})
    const forms = now.script.heard.flatMap((event) => (event.kind === 'form' ? [event] : []))
    expect(forms).toMatchObject([
      { values: { note: 'Mine' }, files: { answer: { name: 'design.md', bytes: 8 } } },
      { values: { note: 'Mine' }, files: { answer: { name: 'design.md', bytes: 8 } } },
    ])
    expect(view.open).toBe(false)
  })

  test('a slow answer shows that it is worked on, and then the result', async () => {
    const counted = Promise.withResolvers<void>()
    now.script.on('saved', async (event) => {
      await event.defer('private')
      await counted.promise
      await event.reply(text('Counted'))
    })
    const { bob } = now.stage.members
    const view = await open()
    const result = await bob.submit(view, { Note: 'x' })
    expect(result.acked).toBe(true)
    expect(view.callbackId).toBe(LOADING)
    counted.resolve()
    await until(() => view.text.includes('Counted'))
  })

  test('a late refusal shows the form again', async () => {
    now.outcomes.saved = 'fault'
    const failed = Promise.withResolvers<void>()
    now.script.on('saved', async (event) => {
      await event.defer('private')
      await failed.promise
      await event.tell(text('Something went wrong'))
    })
    const { bob } = now.stage.members
    const view = await open()
    await bob.submit(view, { Note: 'Kept' })
    failed.resolve()
    await until(() => view.text.includes('Something went wrong'))
    delete now.outcomes.saved
    now.script.on('saved', (event) => event.defer('silent'))
    await bob.submit(view, {})
    expect(now.script.heard.at(-1)).toMatchObject({ values: { note: 'Kept' } })
  })
})

describe('the bot’s page', () => {
  test('shows what the bot answers, and anew after something was pressed on it', async () => {
    let shown = 0
    const { bob } = now.stage.members
    await now.stage.platform.stop()
    await now.stage.platform.start(commands, async (event) => {
      await now.script.onEvent(event)
      if (event.kind === 'home') await event.show({ ...card('Press'), summary: `Shown ${++shown}` })
      return 'done'
    })
    now.script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('Pressed'))
    })
    bob.openHome()
    await until(() => bob.home?.buttons.includes('Press'))
    expect(await now.script.hear('home')).toMatchObject({ actor: { ...now.stage.bob.ref, locale: 'zh-CN' } })
    if (!bob.home) throw new Error('no page')
    const result = await bob.click(bob.home, 'Press')
    await result.modal(({ text: words }) => words.includes('Pressed'))
    const pressed = await now.script.hear('action')
    expect(pressed).toMatchObject({ threads: false, channel: { channel: bob.id } })
    await until(() => shown === 2)
  })
})

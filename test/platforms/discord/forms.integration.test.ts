import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { action, type Form, type FormField } from '#bot'
import { createDiscord } from '../../../src/platforms/discord/index.ts'
import { COMPONENT, walk } from '../../fakes/discord/components.ts'
import type { FakeMessage, InteractionResult } from '../../fakes/discord/index.ts'
import { longForm, opener, shortForm } from '../../platform-contract/forms.ts'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

let stage: DiscordStage
let script: Script

beforeEach(async () => {
  stage = await openDiscordStage()
  script = createScript()
  await stage.platform.start(commands, script.onEvent)
})
afterEach(() => stage.close())

/** Lets Alice open a form; the message that she gets in answer. */
async function openForm(form: Form): Promise<InteractionResult> {
  script.on('open', (event) => event.openForm(form))
  const ref = await stage.platform.post(
    stage.channel,
    opener('open'),
    `open-${Math.random()}`.slice(0, 20),
    false,
  )
  return await stage.members.alice.click(stage.message(ref), 'Open')
}

async function openPanel(form: Form): Promise<FakeMessage> {
  return await (await openForm(form)).reply()
}

function chosen(panel: FakeMessage, label: string): string | undefined {
  const select = [...walk(panel.components)].find((part) => part.placeholder === label)
  return select?.options?.find((option) => option.default)?.value
}

const textField = (index: number, required = false): FormField => ({
  kind: 'text',
  id: `t${index}`,
  label: `Text ${index}`,
  required,
  multiline: false,
  maxLength: 200,
})

describe('a form that takes a file', () => {
  const fileForm: Form = {
    action: action('handed-in'),
    title: 'Hand in',
    submit: 'Go',
    fields: [
      { kind: 'file', id: 'answer', label: 'Answer', required: true, accept: ['.md'], maxBytes: 2 ** 20 },
      textField(1, true),
    ],
  }

  test('is a modal, whose file comes with the rest', async () => {
    const { modal } = await openForm(fileForm)
    expect(modal?.components[0]).toMatchObject({
      type: COMPONENT.label,
      label: 'Answer',
      component: { type: COMPONENT.fileUpload, required: true, min_values: 1, max_values: 1 },
    })
    if (!modal) throw new Error('no modal')
    const { alice } = stage.members
    await expect(alice.submit(modal, { 'Text 1': 'x' })).rejects.toThrow('"Answer" is required')
    const files = { Answer: { name: 'a.md', data: '# A', mediaType: 'text/markdown' } }
    await alice.submit(modal, { 'Text 1': 'x' }, files)
    const event = await script.hear('form', (each) => each.action.name === 'handed-in')
    expect(event).toMatchObject({
      values: { t1: 'x' },
      files: { answer: { name: 'a.md', bytes: 3, mediaType: 'text/markdown' } },
    })
  })

  test('is no panel: after another answer it is refused', async () => {
    const failure = Promise.withResolvers<unknown>()
    script.on('open-late', async (event) => {
      await event.defer('private')
      await event.openForm(fileForm).catch(failure.resolve)
    })
    const ref = await stage.platform.post(stage.channel, opener('open-late'), 'late', false)
    await stage.members.alice.click(stage.message(ref), 'Open')
    expect(await failure.promise).toMatchObject({ kind: 'invalid' })
    expect(stage.drafts.size()).toBe(0)
  })
})

describe('a short form', () => {
  test('is a modal whose labels are shortened for display only', async () => {
    const form = shortForm('short')
    const { modal } = await openForm({
      ...form,
      intro: 'Read this first',
      fields: [
        ...form.fields,
        { ...textField(1), label: 'l'.repeat(80), help: 'h'.repeat(150), value: 'before' },
      ],
    })
    expect(modal?.title.length).toBeLessThanOrEqual(45)
    expect(modal?.inputs.map(({ label }) => label)).toEqual(['Criterion 1', 'Comment', `${'l'.repeat(44)}…`])
    expect(modal?.inputs.at(-1)?.value).toBe('before')
    expect(modal?.text).toContain('Read this first')
    expect(await stage.violations()).toEqual([])
  })

  test('that follows a modal is a panel, since a modal cannot answer a modal', async () => {
    const first = await openForm(shortForm('short'))
    script.on('short', (event) => event.openForm(shortForm('next')))
    if (!first.modal) throw new Error('no modal')
    const second = await stage.members.alice.submit(first.modal, { 'Criterion 1': '2' })
    const panel = await second.reply()
    expect(panel.ephemeral).toBe(true)
    await stage.members.alice.choose(panel, 'Criterion 1', '1')
    await stage.members.alice.click(panel, 'Save')
    expect(await script.hear('form', (each) => each.action.name === 'next')).toMatchObject({
      values: { c1: '1' },
    })
  })
})

describe('a long form', () => {
  test('two quick choices both count, and both are shown', async () => {
    const panel = await openPanel(longForm('long'))
    const { alice } = stage.members
    await Promise.all([
      alice.choose(panel, 'Criterion 1', '2'),
      alice.choose(panel, 'Criterion 2', '3'),
      alice.choose(panel, 'Criterion 6', '4'),
    ])
    await stage.fake.waitFor(() => chosen(panel, 'Criterion 6') === '4')
    expect([chosen(panel, 'Criterion 1'), chosen(panel, 'Criterion 2')]).toEqual(['2', '3'])
    await alice.click(panel, 'Submit')
    expect(await script.hear('form')).toMatchObject({ values: { c1: '2', c2: '3', c6: '4' } })
  })

  test('survives a restart of the bot', async () => {
    const panel = await openPanel(longForm('long'))
    await stage.members.alice.choose(panel, 'Criterion 1', '2')
    await stage.platform.stop()
    const successor = createDiscord(stage.options)
    await successor.start(commands, script.onEvent)
    await stage.members.alice.choose(panel, 'Criterion 2', '3')
    await stage.members.alice.click(panel, 'Submit')
    expect(await script.hear('form')).toMatchObject({ values: { c1: '2', c2: '3' } })
    await successor.stop()
  })

  test('names what is missing and loses nothing', async () => {
    const panel = await openPanel(longForm('long'))
    const { alice } = stage.members
    await alice.choose(panel, 'Criterion 2', '3')
    const refused = await (await alice.click(panel, 'Submit')).reply()
    expect(refused.text).toContain('Still missing: Criterion 1.')
    expect(refused.ephemeral).toBe(true)
    expect(script.heard.some(({ kind }) => kind === 'form')).toBe(false)
    await alice.choose(panel, 'Criterion 1', '1')
    await alice.click(panel, 'Submit')
    expect(await script.hear('form')).toMatchObject({ values: { c1: '1', c2: '3' } })
  })

  test('is closed and without controls once its handler succeeded', async () => {
    script.on('long', async (event) => {
      await event.defer('private')
      await event.reply(text('Your scores count'))
    })
    const panel = await openPanel(longForm('long'))
    const { alice } = stage.members
    await alice.choose(panel, 'Criterion 1', '1')
    await alice.choose(panel, 'Criterion 2', '1')
    const submitted = await alice.click(panel, 'Submit')
    expect((await submitted.reply()).text).toBe('Your scores count')
    await stage.fake.waitFor(() => panel.text === 'Submitted.')
    expect(panel.components.map(({ type }) => type)).toEqual([COMPONENT.textDisplay])
    expect(stage.drafts.size()).toBe(0)
    expect(await stage.violations()).toEqual([])
  })

  test('stays as it is when its handler fails', async () => {
    script.on('long', () => Promise.reject(new Error('the database is away')))
    const panel = await openPanel(longForm('long'))
    const { alice } = stage.members
    await alice.choose(panel, 'Criterion 1', '1')
    await alice.choose(panel, 'Criterion 2', '1')
    await alice.click(panel, 'Submit')
    await stage.fake.waitFor(() => stage.logged.some(({ level }) => level === 'error'))
    script.on('long', (event) => event.defer('silent'))
    expect((await alice.click(panel, 'Submit')).error).toBeUndefined()
    await stage.fake.waitFor(() => panel.text === 'Submitted.')
  })

  test('that is no longer open says so', async () => {
    const panel = await openPanel(longForm('long'))
    await stage.drafts.close(stage.alice.ref, 'long|b|2')
    await stage.members.alice.choose(panel, 'Criterion 1', '2')
    expect(panel.text).toContain('This form is no longer open.')
  })

  test('optional choices can be taken back', async () => {
    const panel = await openPanel(longForm('long'))
    await stage.members.alice.choose(panel, 'Criterion 5', '2')
    expect(chosen(panel, 'Criterion 5')).toBe('2')
    await stage.members.alice.choose(panel, 'Criterion 5')
    expect(chosen(panel, 'Criterion 5')).toBeUndefined()
  })

  test('of many fields has pages and several text windows', async () => {
    const form = longForm('huge')
    const criteria = Array.from({ length: 24 }, (_, i): FormField => {
      const [first] = form.fields
      if (first?.kind !== 'choice') throw new Error('a choice was expected')
      return { ...first, id: `k${i}`, label: `Kriterium ${i}`, help: 'h'.repeat(200), required: i === 23 }
    })
    const texts = Array.from({ length: 7 }, (_, i) => textField(i, i === 6))
    const panel = await openPanel({ ...form, intro: 'x '.repeat(3000), fields: [...criteria, ...texts] })
    const { alice } = stage.members
    await alice.click(panel, 'Next')
    await alice.click(panel, 'Next')
    await alice.choose(panel, 'Kriterium 23', '4')
    expect(chosen(panel, 'Kriterium 23')).toBe('4')
    const button = panel.buttons.find((label) => label.includes('Text 6')) ?? ''
    const { modal } = await alice.click(panel, button)
    if (!modal) throw new Error('no modal')
    await alice.submit(modal, { 'Text 6': 'written' })
    expect(panel.buttons.some((label) => label.startsWith('✓') && label.includes('Text 6'))).toBe(true)
    await alice.click(panel, 'Submit')
    expect(await script.hear('form')).toMatchObject({ values: { k23: '4', t6: 'written', t0: '' } })
    expect(await stage.violations()).toEqual([])
  })
})

test('a form after "thinking…" takes its place', async () => {
  script.on('mock', async (event) => {
    await event.defer('private')
    await event.openForm(longForm('late'))
  })
  const result = await stage.members.alice.command(stage.room, 'mock', { problem: 'x' })
  const panel = await result.reply()
  expect(result.messages).toEqual([panel])
  expect(panel.buttons).toContain('Submit')
  await stage.members.alice.choose(panel, 'Criterion 1', '2')
  expect(chosen(panel, 'Criterion 1')).toBe('2')
  expect(await stage.violations()).toEqual([])
})

test('a form whose action is too long for a panel is refused', async () => {
  const failure = new Promise((resolve) => {
    script.on('open', (event) =>
      event.openForm({ ...longForm('x'), action: action('x'.repeat(98)) }).catch(resolve),
    )
  })
  const ref = await stage.platform.post(stage.channel, opener('open'), 'too-long', false)
  await stage.members.alice.click(stage.message(ref), 'Open')
  expect(await failure).toMatchObject({ kind: 'invalid' })
})

import { describe, expect, test } from 'vitest'
import { action, type Form, type FormField, type Message } from '#bot'
import { until } from '../support/until.ts'
import type { Scene } from './contract.ts'
import { text } from './script.ts'

const levels = ['1', '2', '3', '4'].map((value) => ({
  value,
  label: `Level ${value}`,
  description: 'An anchor',
}))
const criterion = (index: number): FormField => ({
  kind: 'choice',
  id: `c${index}`,
  label: `Criterion ${index}`,
  help: 'What to look for',
  required: index < 3,
  choices: levels,
})
const comment: FormField = {
  kind: 'text',
  id: 'comment',
  label: 'Comment',
  required: false,
  multiline: true,
  maxLength: 1500,
}

export const shortForm = (name: string): Form => ({
  action: action(name, 'a', 1),
  title: 'A title that is a good deal longer than a narrow window can show',
  submit: 'Save',
  fields: [criterion(1), comment],
})

export const longForm = (name: string): Form => ({
  action: action(name, 'b', 2),
  title: 'Score',
  intro: 'Choose a level for each.',
  submit: 'Submit',
  fields: [...Array.from({ length: 7 }, (_, index) => criterion(index + 1)), comment],
})

const fileForm = (name: string): Form => ({
  action: action(name),
  title: 'Hand in',
  intro: 'One file.',
  submit: 'Hand in',
  fields: [
    { kind: 'file', id: 'answer', label: 'Answer', required: true, accept: ['.md', '.txt'], maxBytes: 2000 },
    comment,
  ],
})

export const opener = (name: string): Message => ({
  summary: 'Form',
  blocks: [{ type: 'buttons', buttons: [{ label: 'Open', action: action(name) }] }],
})

export function formContract(now: () => Scene): void {
  describe('forms', () => {
    test('a short form comes back filled in', async () => {
      const { platform, stage, script } = now()
      script.on('open-short', async (event) => {
        await event.defer('form')
        await event.openForm(shortForm('short'))
      })
      script.on('short', async (event) => {
        await event.defer('private')
        await event.reply(text('Saved'))
      })
      const ref = await platform.post(stage.channel, opener('open-short'), 'form-s', false)
      const opened = await stage.alice.click(ref, 'Open')
      await until(() => opened.hasForm())
      const outcome = await stage.alice.fill(opened, {
        values: { 'Criterion 1': '3', Comment: 'Well framed' },
        submit: 'Save',
      })
      const event = await script.hear('form', (each) => each.action.name === 'short')
      expect(event.action.args).toEqual(['a', '1'])
      expect(event.values).toEqual({ c1: '3', comment: 'Well framed' })
      expect(event.actor).toMatchObject(stage.alice.ref)
      await until(() => outcome.replies().some((reply) => reply.private && reply.text.includes('Saved')))
    })

    test('a long form comes back filled in, what was left out as an empty text', async () => {
      const { platform, stage, script } = now()
      script.on('open-long', async (event) => {
        await event.defer('form')
        await event.openForm(longForm('long'))
      })
      script.on('long', async (event) => {
        await event.defer('private')
        await event.reply(text('Counted'))
      })
      const ref = await platform.post(stage.channel, opener('open-long'), 'form-l', false)
      const opened = await stage.bob.click(ref, 'Open')
      await until(() => opened.hasForm())
      const values = { 'Criterion 1': '1', 'Criterion 2': '2', 'Criterion 5': '4', Comment: '很好' }
      const outcome = await stage.bob.fill(opened, { values, submit: 'Submit' })
      const event = await script.hear('form', (each) => each.action.name === 'long')
      expect(event.values).toEqual({
        c1: '1',
        c2: '2',
        c3: '',
        c4: '',
        c5: '4',
        c6: '',
        c7: '',
        comment: '很好',
      })
      await until(() => outcome.replies().some((reply) => reply.private && reply.text.includes('Counted')))
    })

    test('a file that is handed in comes with the form, and can be fetched', async () => {
      const { platform, stage, script } = now()
      script.on('open-file', async (event) => {
        await event.defer('form')
        await event.openForm(fileForm('handed-in'))
      })
      script.on('handed-in', async (event) => {
        await event.defer('private')
        await event.reply(text('Received'))
      })
      const ref = await platform.post(stage.channel, opener('open-file'), 'form-f', false)
      const opened = await stage.bob.click(ref, 'Open')
      await until(() => opened.hasForm())
      const data = Buffer.from('# 设计\n\nTwo towers.')
      const outcome = await stage.bob.fill(opened, {
        values: { Comment: 'See the file' },
        files: { Answer: { name: 'Design.MD', data } },
        submit: 'Hand in',
      })
      const event = await script.hear('form', (each) => each.action.name === 'handed-in')
      expect(event.values).toEqual({ comment: 'See the file' })
      expect(Object.keys(event.files)).toEqual(['answer'])
      const { answer: file } = event.files
      if (!file) throw new Error('the file did not come')
      expect(file).toMatchObject({ name: 'Design.MD', bytes: data.byteLength })
      expect(Buffer.from(await platform.download(file, 2000))).toEqual(data)
      await expect(platform.download({ ...file, bytes: 0 }, 5)).rejects.toMatchObject({ kind: 'invalid' })
      await until(() => outcome.replies().some((reply) => reply.private && reply.text.includes('Received')))
    })

    test('a file may be left out where it is not required', async () => {
      const { platform, stage, script } = now()
      const { fields, ...form } = fileForm('without')
      script.on('open-without', async (event) => {
        await event.defer('form')
        await event.openForm({ ...form, fields: fields.map((field) => ({ ...field, required: false })) })
      })
      script.on('without', (event) => event.defer('silent'))
      const ref = await platform.post(stage.channel, opener('open-without'), 'form-w', false)
      const opened = await stage.bob.click(ref, 'Open')
      await until(() => opened.hasForm())
      await stage.bob.fill(opened, { values: { Comment: 'No file' }, submit: 'Hand in' })
      const event = await script.hear('form', (each) => each.action.name === 'without')
      expect(event).toMatchObject({ values: { comment: 'No file' }, files: {} })
    })

    test('a file that the form does not take is refused with a sentence, and a right one is taken after it', async () => {
      const { platform, stage, script } = now()
      script.on('open-strict', async (event) => {
        await event.defer('form')
        await event.openForm(fileForm('strict'))
      })
      script.on('strict', (event) => event.defer('silent'))
      const ref = await platform.post(stage.channel, opener('open-strict'), 'form-x', false)
      const open = async () => {
        const opened = await stage.alice.click(ref, 'Open')
        await until(() => opened.hasForm())
        return opened
      }
      const wrong: readonly (readonly [string, number, RegExp])[] = [
        ['design.exe', 10, /design\.exe.*\.md/],
        ['md', 10, /md.*\.md/],
        ['design.txt', 2001, /design\.txt.*1 KB/],
      ]
      for (const [name, bytes, said] of wrong) {
        const files = { Answer: { name, data: new Uint8Array(bytes).fill(97) } }
        const outcome = await stage.alice.fill(await open(), { values: {}, files, submit: 'Hand in' })
        await until(() => outcome.refusal() !== '')
        expect(outcome.refusal()).toMatch(said)
      }
      const missing = await stage.alice
        .fill(await open(), { values: {}, submit: 'Hand in' })
        .then((outcome) => until(() => outcome.refusal() !== '' && outcome.refusal()))
        .catch((error: unknown) => String(error))
      expect(missing).toMatch(/required|Answer/)
      expect(script.heard.some((each) => each.kind === 'form' && each.action.name === 'strict')).toBe(false)
      const files = { Answer: { name: 'design.txt', data: new Uint8Array(2000).fill(97) } }
      await stage.alice.fill(await open(), { values: {}, files, submit: 'Hand in' })
      const event = await script.hear('form', (each) => each.action.name === 'strict')
      expect(event.files).toMatchObject({ answer: { name: 'design.txt', bytes: 2000 } })
    })

    test('a form with a file that does not fit one window is refused when it is opened', async () => {
      const { platform, stage, script } = now()
      const { fields, ...form } = fileForm('too-long')
      const failure = Promise.withResolvers<unknown>()
      script.on('open-too-long', async (event) => {
        await event.defer('form')
        await event
          .openForm({ ...form, fields: [...longForm('too-long').fields.slice(0, 4), ...fields.slice(0, 1)] })
          .catch(failure.resolve)
      })
      const ref = await platform.post(stage.channel, opener('open-too-long'), 'form-t', false)
      await stage.bob.click(ref, 'Open')
      expect(await failure.promise).toMatchObject({ name: 'PlatformError', kind: 'invalid' })
    })

    test('a form opens with what was filled in before', async () => {
      const { platform, stage, script } = now()
      const form = longForm('kept')
      script.on('open-kept', async (event) => {
        await event.defer('form')
        await event.openForm({
          ...form,
          fields: form.fields.map((field) => ({ ...field, value: field.kind === 'choice' ? '4' : '' })),
        })
      })
      script.on('kept', (event) => event.defer('silent'))
      const ref = await platform.post(stage.channel, opener('open-kept'), 'form-k', false)
      const opened = await stage.bob.click(ref, 'Open')
      await until(() => opened.hasForm())
      await stage.bob.fill(opened, { values: { 'Criterion 2': '1' }, submit: 'Submit' })
      const event = await script.hear('form', (each) => each.action.name === 'kept')
      expect(event.values).toMatchObject({ c1: '4', c2: '1', c7: '4' })
    })
  })
}

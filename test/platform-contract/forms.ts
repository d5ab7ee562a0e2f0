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

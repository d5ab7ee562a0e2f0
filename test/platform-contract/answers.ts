import { describe, expect, test } from 'vitest'
import { action, type Form, type Message } from '#bot'
import { until } from '../support/until.ts'
import type { Scene } from './contract.ts'
import { shortForm } from './forms.ts'
import { text } from './script.ts'

const withButton = (name: string): Message => ({
  summary: 'Card',
  blocks: [
    { type: 'heading', text: 'Card' },
    { type: 'buttons', buttons: [{ label: 'Press', action: action(name, 'mock 7', 3) }] },
  ],
})

const ONE_FIELD: Form = {
  action: action('written', 'mock 7'),
  title: 'Write',
  submit: 'Save',
  fields: [{ kind: 'text', id: 'text', label: 'Text', required: true, multiline: true, maxLength: 100 }],
}

export function answerContract(now: () => Scene): void {
  describe('answering', () => {
    test('a command arrives with its options and who, where and in which language', async () => {
      const { stage, script } = now()
      script.on('mock', async (event) => {
        await event.defer('private')
        await event.reply(text('A mock is open'))
      })
      const outcome = await stage.bob.command(stage.channel, 'mock', { problem: 'rag-pipeline', minutes: 45 })
      const event = await script.hear('command', ({ name }) => name === 'mock')
      expect(event.options).toEqual({ problem: 'rag-pipeline', minutes: 45 })
      expect(event.actor).toMatchObject({ ...stage.bob.ref, name: stage.bob.name, admin: false })
      expect(event.channel).toEqual(stage.channel)
      expect(event.missing).toEqual([])
      const [reply] = await until(() => outcome.replies().length > 0 && outcome.replies())
      expect(reply).toMatchObject({ private: true })
      expect(reply?.text).toContain('A mock is open')
    })

    test('a subcommand arrives with its own options, and suggestions are asked for it', async (context) => {
      const { stage, script } = now()
      script.on('schedule', async (event) => {
        await event.defer('private')
        await event.reply(text('Planned'))
      })
      const outcome = await stage.bob.command(stage.channel, 'schedule add', { problem: 'rag', hour: 18 })
      const added = await script.hear('command', ({ subcommand }) => subcommand === 'add')
      expect(added).toMatchObject({ name: 'schedule', options: { problem: 'rag', hour: 18 } })
      await until(() => outcome.replies().some((reply) => reply.private && reply.text.includes('Planned')))
      await stage.bob.command(stage.channel, 'schedule list')
      const listed = await script.hear('command', ({ subcommand }) => subcommand === 'list')
      expect(listed).toMatchObject({ name: 'schedule', options: {} })
      const offered = await stage.alice.suggest(stage.channel, 'schedule add', 'problem', 'r')
      if (offered === undefined) return context.skip('the service offers nothing while one types')
      expect(offered).toEqual(['recommendation-system', 'rag-pipeline'])
      const asked = await script.hear('autocomplete', ({ name }) => name === 'schedule')
      expect(asked).toMatchObject({ subcommand: 'add', option: 'problem', typed: 'r' })
    })

    test('a command is answered with a form', async () => {
      const { stage, script } = now()
      script.on('settings', async (event) => {
        await event.defer('form')
        await event.openForm(shortForm('by-command'))
      })
      script.on('by-command', (event) => event.defer('silent'))
      const opened = await stage.alice.command(stage.channel, 'settings')
      await until(() => opened.hasForm())
      await stage.alice.fill(opened, { values: { 'Criterion 1': '2' }, submit: 'Save' })
      expect(await script.hear('form', (each) => each.action.name === 'by-command')).toMatchObject({
        values: { c1: '2', comment: '' },
        actor: stage.alice.ref,
      })
    })

    test('people who manage the space are known', async () => {
      const { stage, script } = now()
      script.on('settings', (event) => event.defer('private'))
      await stage.alice.command(stage.channel, 'settings')
      const event = await script.hear('command', ({ name }) => name === 'settings')
      expect(event.actor.admin).toBe(true)
    })

    test('suggestions are offered while typing', async (context) => {
      const { stage } = now()
      const offered = await stage.alice.suggest(stage.channel, 'mock', 'problem', 'r')
      if (offered === undefined) return context.skip('the service offers nothing while one types')
      expect(offered).toEqual(['recommendation-system', 'rag-pipeline'])
      expect(await stage.alice.suggest(stage.channel, 'mock', 'problem', 'zzz')).toEqual([])
    })

    test.each(['private', 'silent'] as const)('a button is answered in the mode %s', async (mode) => {
      const { platform, stage, script } = now()
      script.on(`press-${mode}`, async (event) => {
        await event.defer(mode)
        await event.reply(text(`First ${mode}`))
        await event.reply(text(`Second ${mode}`))
      })
      const ref = await platform.post(stage.channel, withButton(`press-${mode}`), `b-${mode}`, false)
      const outcome = await stage.bob.click(ref, 'Press')
      const event = await script.hear('action', (each) => each.action.name === `press-${mode}`)
      expect(event.action.args).toEqual(['mock 7', '3'])
      expect(event.value).toBeUndefined()
      const replies = await until(() => outcome.replies().length === 2 && outcome.replies())
      expect(replies.map((reply) => reply.private)).toEqual([true, true])
      expect(replies[0]?.text).toContain(`First ${mode}`)
      expect(replies[1]?.text).toContain(`Second ${mode}`)
    })

    test.each(['private', 'silent'] as const)('nothing stays waiting without a reply: %s', async (mode) => {
      const { platform, stage, script } = now()
      script.on(`quiet-${mode}`, (event) => event.defer(mode))
      const ref = await platform.post(stage.channel, withButton(`quiet-${mode}`), `q-${mode}`, false)
      const outcome = await stage.bob.click(ref, 'Press')
      await script.hear('action', (each) => each.action.name === `quiet-${mode}`)
      await until(() => !outcome.isWaiting())
      expect(outcome.replies()).toEqual([])
    })

    test('a choice in a select arrives with its value', async () => {
      const { platform, stage, script } = now()
      const ref = await platform.post(
        stage.channel,
        {
          summary: 'Choose',
          blocks: [
            {
              type: 'select',
              action: action('pick', 'x'),
              placeholder: 'Which one?',
              choices: [
                { value: 'a', label: 'Alpha', description: 'The first' },
                { value: 'b', label: 'Beta' },
              ],
              chosen: 'a',
            },
          ],
        },
        'select',
        false,
      )
      await stage.alice.choose(ref, 'Which one?', 'b')
      expect(await script.hear('action', (each) => each.action.name === 'pick')).toMatchObject({ value: 'b' })
    })

    test('a button in a thread tells of the thread', async () => {
      const { platform, stage, script } = now()
      const head = await platform.post(stage.channel, text('Head'), 'thread-b', false)
      const thread = await platform.openThread(head, 'Thread')
      const ref = await platform.post(thread, withButton('inside'), 'inside', false)
      await stage.bob.click(ref, 'Press')
      expect(await script.hear('action', (each) => each.action.name === 'inside')).toMatchObject({
        channel: thread,
      })
    })

    test('a reply takes the place of the private message that bears the button', async () => {
      const { stage, script } = now()
      script.on('mock', async (event) => {
        await event.defer('private')
        await event.reply(withButton('turn'))
      })
      let page = 1
      script.on('turn', async (event) => {
        await event.defer('replace')
        await event.reply({
          ...withButton('turn'),
          blocks: [{ type: 'text', text: `Page ${++page}` }, ...withButton('turn').blocks],
        })
      })
      const outcome = await stage.bob.command(stage.channel, 'mock', { problem: 'rag-pipeline' })
      const [reply] = await until(() => outcome.replies().length === 1 && outcome.replies())
      if (!reply) throw new Error('no reply')
      for (const turned of [2, 3]) {
        await stage.bob.click(reply.ref, 'Press')
        await until(() => outcome.replies().some(({ text }) => text.includes(`Page ${turned}`)))
        expect(outcome.replies()).toMatchObject([{ private: true }])
        expect(outcome.isWaiting()).toBe(false)
      }
    })

    test('a form’s reply takes the place of the private message with the button that opened it', async () => {
      const { stage, script } = now()
      script.on('mock', async (event) => {
        await event.defer('private')
        await event.reply(withButton('write'))
      })
      script.on('write', async (event) => {
        await event.defer('form')
        await event.openForm(ONE_FIELD)
      })
      let page = 1
      script.on('written', async (event) => {
        await event.defer('replace')
        await event.reply({
          ...withButton('write'),
          blocks: [{ type: 'text', text: `Page ${++page}` }, ...withButton('write').blocks],
        })
      })
      const outcome = await stage.bob.command(stage.channel, 'mock', { problem: 'rag-pipeline' })
      const [reply] = await until(() => outcome.replies().length === 1 && outcome.replies())
      if (!reply) throw new Error('no reply')
      for (const turned of [2, 3]) {
        const opened = await stage.bob.click(reply.ref, 'Press')
        await until(() => opened.hasForm())
        const sent = await stage.bob.fill(opened, { values: { Text: 'Mine' }, submit: 'Save' })
        await until(() => outcome.replies().some(({ text }) => text.includes(`Page ${turned}`)))
        expect(outcome.replies()).toMatchObject([{ private: true }])
        expect([sent.isWaiting(), sent.refusal()]).toEqual([false, ''])
      }
    })

    test('a form that stands by itself is answered privately, whatever it would replace', async () => {
      const { stage, script } = now()
      script.on('mock', async (event) => {
        await event.defer('form')
        await event.openForm(ONE_FIELD)
      })
      script.on('written', async (event) => {
        await event.defer('replace')
        await event.reply(text('Thank you'))
      })
      const opened = await stage.bob.command(stage.channel, 'mock', { problem: 'rag-pipeline' })
      await until(() => opened.hasForm())
      const sent = await stage.bob.fill(opened, { values: { Text: 'Mine' }, submit: 'Save' })
      await until(() => sent.replies().some((each) => each.private && each.text.includes('Thank you')))
      expect(sent.isWaiting()).toBe(false)
    })

    test('a refusal stands beside what should have been replaced', async () => {
      const { stage, script } = now()
      script.on('mock', async (event) => {
        await event.defer('private')
        await event.reply(withButton('refuse'))
      })
      script.on('refuse', async (event) => {
        await event.defer('replace')
        await event.tell(text('No such page'))
      })
      const outcome = await stage.bob.command(stage.channel, 'mock', { problem: 'rag-pipeline' })
      const [reply] = await until(() => outcome.replies().length === 1 && outcome.replies())
      if (!reply) throw new Error('no reply')
      const refused = await stage.bob.click(reply.ref, 'Press')
      await until(() => refused.replies().some((each) => each.private && each.text.includes('No such page')))
      expect(outcome.replies()[0]?.text).toContain('Card')
    })

    test('nothing that others see is replaced: then it is told privately', async () => {
      const { platform, stage, script } = now()
      script.on('swap', async (event) => {
        await event.defer('replace')
        await event.reply(text('For you alone'))
      })
      const ref = await platform.post(stage.channel, withButton('swap'), 'swap', false)
      const outcome = await stage.bob.click(ref, 'Press')
      const [reply] = await until(() => outcome.replies().length > 0 && outcome.replies())
      expect(reply).toMatchObject({ private: true })
      expect(reply?.text).toContain('For you alone')
      const standing = (await stage.messages(stage.channel)).find(
        ({ ref: { message } }) => message === ref.message,
      )
      expect(standing?.text).toContain('Card')
    })

    test('a handler that fails leaves nothing waiting, and others go on', async () => {
      const { platform, stage, script } = now()
      script.on('broken', async (event) => {
        await event.defer('private')
        throw new Error('a fault in a handler')
      })
      const ref = await platform.post(stage.channel, withButton('broken'), 'broken', false)
      const outcome = await stage.bob.click(ref, 'Press')
      await script.hear('action', (each) => each.action.name === 'broken')
      await until(() => !outcome.isWaiting())
      script.on('whole', async (event) => {
        await event.defer('private')
        await event.reply(text('Still here'))
      })
      const whole = await platform.post(stage.channel, withButton('whole'), 'whole', false)
      const next = await stage.alice.click(whole, 'Press')
      await expect
        .poll(() =>
          next
            .replies()
            .map((reply) => reply.text)
            .join('\n'),
        )
        .toContain('Still here')
    })
  })
}

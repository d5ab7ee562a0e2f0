import { afterEach, describe, expect, it } from 'vitest'
import { type Bolt, openHttpApp, openSocketApp, type TestApp } from './test-app.ts'

let opened: TestApp | undefined

afterEach(async () => {
  await opened?.stop()
  opened = undefined
})

const modal = (title: string) => ({
  type: 'modal' as const,
  callback_id: 'score',
  title: { type: 'plain_text' as const, text: title },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'comment',
      label: { type: 'plain_text' as const, text: 'Comment' },
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
    },
  ],
})

function studyGroup(app: Bolt): void {
  app.command('/mock', async ({ ack, command, client }) => {
    await ack()
    await client.chat.postMessage({
      channel: command.channel_id,
      text: `A mock of ${command.text}`,
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `A mock of *${command.text}* by <@${command.user_id}>` },
        },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'start', text: { type: 'plain_text', text: 'Start' }, value: '1' },
            { type: 'button', action_id: 'score', text: { type: 'plain_text', text: 'Score' } },
          ],
        },
      ],
    })
  })
  app.action('start', async ({ ack, body, client, respond }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.channel || !body.message) throw new Error('no message')
    await client.chat.postMessage({ channel: body.channel.id, thread_ts: body.message.ts, text: 'Stage 1' })
    await respond({ text: 'You started it.', response_type: 'ephemeral' })
  })
  app.action('score', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions') throw new Error('no action')
    await client.views.open({ trigger_id: body.trigger_id, view: modal('Score') })
  })
  app.view('score', async ({ ack, view, body, client }) => {
    const comment = view.state.values.comment?.text?.value ?? ''
    if (comment === 'bad') await ack({ response_action: 'errors', errors: { comment: 'Be kind.' } })
    else await ack()
    if (comment !== 'bad')
      await client.chat.postMessage({ channel: body.user.id, text: `Thanks: ${comment}` })
  })
}

describe.each([
  ['Socket Mode', openSocketApp],
  ['HTTP', openHttpApp],
])('a study group in %s', (_name, open) => {
  it('runs from a command to a submitted form', async () => {
    opened = await open(studyGroup)
    const { slack } = opened
    const room = slack.addChannel({ name: 'mocks' })
    const ana = slack.addMember({ name: 'Ana' })

    expect((await ana.command(room, '/mock fraud-detection 30')).acked).toBe(true)
    const card = await slack.waitFor(() => room.messages[0])
    expect(card.buttons).toEqual(['Start', 'Score'])
    expect(card.text).toBe(`A mock of *fraud-detection 30* by <@${ana.id}>`)
    expect(card.pings).toEqual([ana.id])

    const started = await ana.click(card, 'Start')
    expect((await started.reply()).text).toBe('You started it.')
    expect(room.thread(card.ts).map(({ text }) => text)).toEqual(['Stage 1'])

    const view = await (await ana.click(card, 'Score')).modal()
    expect(view.inputs).toEqual(['Comment'])
    await ana.submit(view, { Comment: 'bad' })
    expect(view.errors).toEqual({ Comment: 'Be kind.' })
    const sent = await ana.submit(view, { Comment: 'good\nwork' })
    expect(ana.modal).toBeUndefined()
    expect((await sent.reply()).text).toBe('Thanks: good\nwork')
    expect(slack.violations).toEqual([])
    expect(JSON.stringify(slack.requests)).not.toContain(slack.botToken)
  })
})

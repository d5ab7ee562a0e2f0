import type { BlockAction, SlackViewAction } from '@slack/bolt'
import type { KnownBlock, ModalView } from '@slack/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeChannel, FakeMember, FakeMessage, FakeSlack, FakeView, InteractionResult } from './index.ts'
import { type Bolt, openSocketApp, refusal, type TestApp } from './test-app.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (value: string) => ({ text: plain(`Level ${value}`), value })
const levels = (action_id: string): KnownBlock => ({
  type: 'input',
  block_id: action_id,
  label: plain('Level'),
  element: {
    type: 'static_select',
    action_id,
    placeholder: plain('Choose'),
    options: [option('1'), option('2')],
  },
})
const comment: KnownBlock = {
  type: 'input',
  block_id: 'comment',
  optional: true,
  label: plain('Comment'),
  element: { type: 'plain_text_input', action_id: 'text', max_length: 20 },
}
const modal = (title: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: 'score',
  title: plain(title),
  submit: plain('Send'),
  blocks: [levels('level'), comment],
  ...more,
})
const buttons = (...labels: string[]): KnownBlock => ({
  type: 'actions',
  elements: labels.map((label) => ({ type: 'button', action_id: label, text: plain(label), value: label })),
})

type Action = (client: Bolt['client'], body: BlockAction) => Promise<unknown>
type Submission = Parameters<Parameters<Bolt['view']>[1]>[0]

let opened: TestApp
let slack: FakeSlack
let room: FakeChannel
let ana: FakeMember
let card: FakeMessage
let onAction: Action
let onSubmit: (submission: Submission) => Promise<unknown>
let closed: SlackViewAction[]
let homes: string[]

beforeEach(async () => {
  onAction = async () => undefined
  onSubmit = async ({ ack }) => ack()
  closed = []
  homes = []
  opened = await openSocketApp(
    (app) => {
      app.action(/.*/, async ({ ack, body, client }) => {
        if (body.type !== 'block_actions') throw new Error('no action')
        if (!(body.actions[0] && 'value' in body.actions[0] && body.actions[0].value === 'silent'))
          await ack()
        await onAction(client, body)
      })
      app.view('score', async (submission) => {
        await onSubmit(submission)
      })
      app.view({ type: 'view_closed', callback_id: 'score' }, async ({ ack, body }) => {
        await ack()
        closed.push(body)
      })
      app.event('app_home_opened', async ({ event, client }) => {
        homes.push(event.tab ?? '')
        const blocks: KnownBlock[] = [{ type: 'section', text: plain(`Home of ${event.user}`) }]
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } })
      })
    },
    { ackDeadlineMs: 800, commands: ['/mock'] },
  )
  slack = opened.slack
  room = slack.addChannel({ name: 'mocks' })
  ana = slack.addMember({ name: 'Ana' })
  const { ts = '' } = await opened.app.client.chat.postMessage({
    channel: room.id,
    text: 'A card',
    blocks: [
      { type: 'section', text: plain('A card') },
      buttons('Score', 'silent'),
      {
        type: 'section',
        text: plain('Your role'),
        accessory: {
          type: 'static_select',
          action_id: 'role',
          placeholder: plain('Role'),
          options: [option('1'), option('2')],
        },
      },
    ],
  })
  card = room.find(ts) as FakeMessage
})

afterEach(async () => opened.stop())

const openModal: Action = (client, { trigger_id }) => client.views.open({ trigger_id, view: modal('Score') })

describe('a command', () => {
  it('is refused in threads, and where the app has none of that name', async () => {
    const inThread = await ana.command(room, '/mock x', { thread: card })
    expect(inThread).toMatchObject({ acked: false, error: '/mock is not supported in threads. Sorry!' })
    expect((await ana.command(room, '/other')).error).toBe('/other is not a valid command.')
    expect([...slack.used.commands]).toEqual([])
  })

  it('without a listener fails for the person after the deadline', async () => {
    expect((await ana.command(room, '/mock x')).error).toBe('operation_timeout')
  })
})

describe('an action', () => {
  it('that is not acknowledged in time fails for the person', async () => {
    expect(await ana.click(card, 'silent')).toMatchObject({ acked: false, error: 'operation_timeout' })
    expect((await ana.click(card, 'Score')).acked).toBe(true)
    await expect(ana.click(card, 'Start')).rejects.toThrow('no button "Start", but: Score, silent')
  })

  it('may come twice, with one answer that counts', async () => {
    const triggers: string[] = []
    onAction = async (_client, body) => triggers.push(body.trigger_id)
    slack.repeatNext('interactive')
    expect((await ana.click(card, 'Score')).acked).toBe(true)
    await slack.waitFor(() => triggers.length === 2)
    expect(new Set(triggers).size).toBe(1)
  })

  it('tells what was chosen, and where', async () => {
    const bodies: BlockAction[] = []
    onAction = async (_client, body) => bodies.push(body)
    await ana.choose(card, 'Role', 'Level 2')
    await ana.click(card, 'Score')
    await slack.waitFor(() => bodies.length === 2)
    expect(bodies[0]?.actions[0]).toMatchObject({ action_id: 'role', selected_option: option('2') })
    expect(bodies[0]?.container).toMatchObject({ type: 'message', message_ts: card.ts, is_ephemeral: false })
    expect(bodies[1]?.actions[0]).toMatchObject({ action_id: 'Score', value: 'Score' })
    expect(Object.values(bodies[1]?.state?.values ?? {})).toMatchObject([
      { role: { selected_option: option('2') } },
    ])
    await expect(ana.choose(card, 'Role', '3')).rejects.toThrow('no option 3, but: 1, 2')
  })
})

describe('a trigger', () => {
  it('opens one modal', async () => {
    const said: unknown[] = []
    onAction = async (client, body) => {
      said.push(await refusal(openModal(client, body)), await refusal(openModal(client, body)))
    }
    const result = await ana.click(card, 'Score')
    expect((await result.modal()).title).toBe('Score')
    await slack.waitFor(() => said.length === 2)
    expect(said).toEqual([undefined, 'exchanged_trigger_id'])
  })

  it('expires', async () => {
    let said: unknown
    onAction = async (client, body) => {
      slack.expireTriggers()
      said = await refusal(openModal(client, body))
    }
    await ana.click(card, 'Score')
    await slack.waitFor(() => said)
    expect(said).toBe('expired_trigger_id')
    expect(ana.modal).toBeUndefined()
    const view = modal('Score')
    expect(await refusal(opened.app.client.views.open({ trigger_id: 'x', view }))).toBe('invalid_trigger_id')
  })
})

describe('a modal', () => {
  async function open(): Promise<FakeView> {
    onAction = openModal
    const result: InteractionResult = await ana.click(card, 'Score')
    return result.modal()
  }

  it('is filled in as its form allows', async () => {
    const view = await open()
    expect(view).toMatchObject({ inputs: ['Level', 'Comment'], submit: 'Send' })
    await expect(ana.submit(view, {})).rejects.toThrow('"Level" is required')
    await expect(ana.submit(view, { Level: '3' })).rejects.toThrow('no option 3')
    await expect(ana.submit(view, { Level: '1', Comment: 'x'.repeat(21) })).rejects.toThrow(
      '"Comment" takes 0 to 20 characters',
    )
    await expect(ana.submit(view, { Remark: 'x' })).rejects.toThrow('has no input "Remark"')
    let values: unknown
    onSubmit = async ({ ack, view: sent }) => {
      values = sent.state.values
      await ack()
    }
    await ana.submit(view, { Level: 'Level 1', comment: 'fine' })
    expect(values).toEqual({
      level: { level: { type: 'static_select', selected_option: option('1') } },
      comment: { text: { type: 'plain_text_input', value: 'fine' } },
    })
    expect(view.open).toBe(false)
    await expect(ana.submit(view, { Level: '1' })).rejects.toThrow('is closed')
  })

  it('keeps what was filled in through errors and updates, and is closed by an answer', async () => {
    const view = await open()
    onSubmit = async ({ ack }) => ack({ response_action: 'errors', errors: { comment: 'Say more.' } })
    expect((await ana.submit(view, { Level: '2' })).acked).toBe(true)
    expect(view).toMatchObject({ open: true, errors: { Comment: 'Say more.' } })
    const { views } = opened.app.client
    const { hash } = view
    await views.update({ view_id: view.id, hash, view: modal('Again') })
    expect(await refusal(views.update({ view_id: view.id, hash, view: modal('x') }))).toBe('hash_conflict')
    expect(view).toMatchObject({ title: 'Again', errors: {} })
    onSubmit = async ({ ack }) =>
      ack({ response_action: 'update', view: { ...modal('Thanks'), blocks: [{ type: 'divider' }] } })
    await ana.submit(view)
    expect(view).toMatchObject({ title: 'Thanks', open: true })
    onSubmit = async ({ ack }) => ack({ response_action: 'clear' })
    await ana.submit(view)
    expect(await refusal(views.update({ view_id: view.id, view: modal('x') }))).toBe('not_found')
  })

  it('tells the person when the answer is none that Slack takes', async () => {
    const view = await open()
    onSubmit = async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } })
    expect((await ana.submit(view, { Level: '2' })).error).toContain('We had some trouble connecting')
    onSubmit = async () => undefined
    expect((await ana.submit(view)).error).toBe('operation_timeout')
    expect(view.open).toBe(true)
    expect(slack.violations).toHaveLength(1)
  })

  it('stacks up to three, and tells of its closing where that was asked for', async () => {
    const view = await open()
    onSubmit = async ({ ack }) =>
      ack({ response_action: 'push', view: modal('Next', { notify_on_close: true }) })
    const second = await (await ana.submit(view, { Level: '1' })).modal()
    await ana.submit(second, { Level: '1' })
    const third = ana.modal
    if (!third) throw new Error('no modal')
    expect(ana.modals.map(({ title }) => title)).toEqual(['Score', 'Next', 'Next'])
    expect((await ana.submit(third, { Level: '1' })).error).toContain('push_limit_reached')
    await ana.closeView(third)
    expect(ana.modal).toBe(second)
    await slack.waitFor(() => closed.length === 1)
    expect(closed[0]?.view).toMatchObject({ root_view_id: view.id, previous_view_id: second.id })
  })
})

describe('a response_url', () => {
  it('takes five answers, which may replace or delete what it is about', async () => {
    let url = ''
    onAction = async (_client, body) => {
      url = body.response_url
    }
    const result = await ana.click(card, 'Score')
    await slack.waitFor(() => url !== '')
    const answer = async (body: object) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return [response.status, await response.text()]
    }
    expect(await answer({ text: 'For you' })).toEqual([200, 'ok'])
    expect(result.ephemeral[0]).toMatchObject({ text: 'For you', visibleTo: ana.user })
    expect(room.messages).toEqual([card])
    expect(await answer({ text: 'For all', response_type: 'in_channel' })).toEqual([200, 'ok'])
    expect(room.messages.map(({ text }) => text)).toEqual(['A card\nYour role', 'For all'])
    await answer({ text: 'Another card', blocks: [], replace_original: true })
    expect(card.text).toBe('Another card')
    expect((await answer({ text: '' }))[0]).toBe(400)
    await answer({ delete_original: true })
    expect(card.stands).toBe(false)
    expect(await answer({ text: 'x' })).toEqual([404, '{"ok":false,"error":"used_url"}'])
    slack.expireResponseUrls()
    expect(await answer({ text: 'x' })).toEqual([404, '{"ok":false,"error":"expired_url"}'])
    ana.reload()
    expect(result.ephemeral).toEqual([])
  })
})

it('shows an ephemeral message to who is in the channel and looks', async () => {
  const { chat } = opened.app.client
  const post = (user: string) => chat.postEphemeral({ channel: room.id, user, text: 'psst' })
  await post(ana.id)
  expect(ana.ephemerals.map(({ text }) => text)).toEqual(['psst'])
  ana.away = true
  await post(ana.id)
  expect(ana.ephemerals).toHaveLength(1)
  expect(room.messages).toEqual([card])
  const hidden = slack.addChannel({ name: 'hidden', private: true })
  const elsewhere = chat.postEphemeral({ channel: hidden.id, user: ana.id, text: 'psst' })
  expect(await refusal(elsewhere)).toBe('user_not_in_channel')
})

it('tells of the end of its token, whose calls fail', async () => {
  const { auth } = opened.app.client
  slack.uninstall()
  expect(slack.events.sent.map(({ kind }) => kind).slice(-2)).toEqual(['tokens_revoked', 'app_uninstalled'])
  expect(await refusal(auth.test())).toBe('account_inactive')
})

it('shows a Home tab to who opens it', async () => {
  ana.openHome()
  expect((await slack.waitFor(() => ana.home)).text).toBe(`Home of ${ana.id}`)
  ana.openHome('messages')
  await slack.waitFor(() => homes.length === 2)
  expect(homes).toEqual(['home', 'messages'])
})

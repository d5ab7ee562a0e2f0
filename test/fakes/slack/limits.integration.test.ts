import { readFileSync } from 'node:fs'
import type { KnownBlock, ModalView } from '@slack/types'
import { WebAPIPlatformError } from '@slack/web-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeChannel, type FakeMember, type FakeSlack, startFakeSlack } from './index.ts'
import { type Bolt, clientOf, openSocketApp, refusal, type TestApp } from './test-app.ts'

const long = (length: number) => 'x'.repeat(length)
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text })
const section = (text: string): KnownBlock => ({ type: 'section', text: mrkdwn(text) })
const button = (more: object = {}) => ({
  type: 'button' as const,
  action_id: 'go',
  text: plain('Go'),
  ...more,
})
const actions = (...elements: object[]) => ({ type: 'actions', elements }) as KnownBlock
const option = (text: string, value: string, description?: string) => ({
  text: plain(text),
  value,
  ...(description !== undefined && { description: plain(description) }),
})
const select = (more: object = {}) => ({
  type: 'static_select',
  action_id: 'choose',
  placeholder: plain('Choose'),
  options: [option('One', '1')],
  ...more,
})
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))

type Case = readonly [what: string, blocks: readonly object[], says: RegExp]

const REFUSED: readonly Case[] = [
  ['51 blocks', many(51, () => ({ type: 'divider' })), /no more than 50 items allowed.*\/blocks\]/],
  ['a section of 3,001 characters', [section(long(3001))], /less than 3001.*\/blocks\/0\/text\/text/],
  ['an empty section', [section('')], /more than 0 characters/],
  ['a section without a text', [{ type: 'section' }], /missing required field: text/],
  ['11 fields', [{ type: 'section', fields: many(11, () => mrkdwn('x')) }], /no more than 10.*fields/],
  ['a field of 2,001 characters', [{ type: 'section', fields: [mrkdwn(long(2001))] }], /fields\/0\/text/],
  ['a header of 151 characters', [{ type: 'header', text: plain(long(151)) }], /less than 151/],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], /\/blocks\/0\/text/],
  ['a button of 76 characters', [actions(button({ text: plain(long(76)) }))], /less than 76/],
  ['a button value of 2,001', [actions(button({ value: long(2001) }))], /less than 2001.*value/],
  ['a button url of 3,001', [actions(button({ url: `https://x/${long(3000)}` }))], /less than 3001.*url/],
  ['an action_id of 256', [actions(button({ action_id: long(256) }))], /less than 256.*action_id/],
  ['a block_id of 256', [{ type: 'divider', block_id: long(256) }], /less than 256.*block_id/],
  ['26 buttons', [actions(...many(26, (i) => button({ action_id: `a${i}` })))], /no more than 25/],
  ['no buttons', [actions()], /no less than 1/],
  ['an unknown button style', [actions(button({ style: 'loud' }))], /style/],
  ['an unknown property', [{ type: 'divider', color: 'red' }], /invalid additional property: color/],
  ['an unknown block', [{ type: 'marquee' }], /unsupported type.*\/blocks\/0\/type\]/],
  ['11 context elements', [{ type: 'context', elements: many(11, () => mrkdwn('x')) }], /no more than 10/],
  ['101 options', [actions(select({ options: many(101, (i) => option('x', `${i}`)) }))], /no more than 100/],
  [
    'an option of 76',
    [actions(select({ options: [option(long(76), '1')] }))],
    /less than 76.*options\/0\/text/,
  ],
  ['an option value of 151', [actions(select({ options: [option('x', long(151))] }))], /less than 151/],
  [
    'an option description of 76',
    [actions(select({ options: [option('x', '1', long(76))] }))],
    /less than 76.*description/,
  ],
  ['a placeholder of 151', [actions(select({ placeholder: plain(long(151)) }))], /less than 151/],
  ['a select without options', [actions(select({ options: undefined }))], /missing required field: options/],
  ['a foreign initial option', [actions(select({ initial_option: option('Two', '2') }))], /initial_option/],
  ['a picture without alt text', [{ type: 'image', image_url: 'https://x/y.png' }], /field: alt_text/],
  [
    'an alt text of 2,001',
    [{ type: 'image', image_url: 'https://x/y.png', alt_text: long(2001) }],
    /less than 2001/,
  ],
  [
    'a picture that is no file',
    [{ type: 'image', slack_file: { id: 'F1' }, alt_text: 'x' }],
    /invalid slack file/,
  ],
  ['an action_id twice in a block', [actions(button(), button())], /action_id `go` already exists/],
  [
    'a block_id twice',
    [
      { type: 'divider', block_id: 'one' },
      { type: 'divider', block_id: 'one' },
    ],
    /block_id `one` already exists/,
  ],
  ['a markdown block of 12,001', [{ type: 'markdown', text: long(12_001) }], /less than 12001/],
]

const input = (more: object = {}, element: object = {}): KnownBlock =>
  ({
    type: 'input',
    block_id: 'comment',
    label: plain('Comment'),
    element: { type: 'plain_text_input', action_id: 'text', ...element },
    ...more,
  }) as KnownBlock
const modal = (more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  title: plain('Score'),
  submit: plain('Send'),
  blocks: [input()],
  ...more,
})

const REFUSED_VIEWS: readonly (readonly [what: string, view: ModalView, says: RegExp])[] = [
  ['a title of 25', modal({ title: plain(long(25)) }), /less than 25.*\/view\/title/],
  ['a submit label of 25', modal({ submit: plain(long(25)) }), /less than 25.*submit/],
  ['a close label of 25', modal({ close: plain(long(25)) }), /less than 25.*close/],
  ['private_metadata of 3,001', modal({ private_metadata: long(3001) }), /private_metadata/],
  ['a callback_id of 256', modal({ callback_id: long(256) }), /callback_id/],
  ['101 blocks', modal({ blocks: many(101, () => ({ type: 'divider' })) }), /no more than 100/],
  [
    'inputs without submit',
    { type: 'modal', title: plain('x'), blocks: [input()] },
    /required field: submit/,
  ],
  ['an input label of 2,001', modal({ blocks: [input({ label: plain(long(2001)) })] }), /label/],
  ['a hint of 2,001', modal({ blocks: [input({ hint: plain(long(2001)) })] }), /hint/],
  ['a max_length of 3,001', modal({ blocks: [input({}, { max_length: 3001 })] }), /max_length/],
  ['a markdown block', modal({ blocks: [{ type: 'markdown', text: 'x' }] }), /unsupported type: markdown/],
  ['a table', modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }), /table/],
]

let slack: FakeSlack
let room: FakeChannel

beforeAll(async () => {
  slack = await startFakeSlack({ rateLimits: 'off' })
  room = slack.addChannel({ name: 'mocks' })
})

afterAll(async () => slack.stop())

async function messagesOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof WebAPIPlatformError) {
      const metadata = error.data.response_metadata as { messages?: string[] } | undefined
      return [error.data.error, ...(metadata?.messages ?? [])].join('\n')
    }
    throw error
  }
  throw new Error('it was taken')
}

describe('a message', () => {
  it.each(REFUSED)('is refused with %s', async (_what, blocks, says) => {
    const before = slack.violations.length
    const call = clientOf(slack).chat.postMessage({
      channel: room.id,
      text: 'x',
      blocks: blocks as KnownBlock[],
    })
    const said = await messagesOf(call)
    expect(said).toMatch(/^invalid_blocks\n/)
    expect(said).toMatch(says)
    expect(slack.violations.slice(before)).toHaveLength(1)
    expect(slack.violations.at(-1)?.method).toBe('chat.postMessage')
  })

  it('is taken up to every limit', async () => {
    const before = slack.violations.length
    const blocks = [
      section(long(3000)),
      { type: 'section', fields: many(10, () => mrkdwn(long(300))) },
      { type: 'header', text: plain(long(150)) },
      actions(
        ...many(24, (i) =>
          button({ action_id: `${long(250)}${i}`, text: plain(long(75)), value: long(2000) }),
        ),
        select({ options: many(100, (i) => option(long(75), `${long(140)}${i}`, long(75))) }),
      ),
      { type: 'context', elements: many(10, () => mrkdwn('x')) },
      ...many(45, (i) => ({ type: 'divider', block_id: `d${i}` })),
    ] as KnownBlock[]
    const posted = await clientOf(slack).chat.postMessage({ channel: room.id, text: long(4000), blocks })
    expect(room.find(String(posted.ts))?.blocks).toHaveLength(50)
    expect(slack.violations.slice(before)).toEqual([])
  })

  it('is refused where its blocks are too long together, though each holds its limit', async () => {
    const { chat } = clientOf(slack)
    const post = (blocks: KnownBlock[]) => refusal(chat.postMessage({ channel: room.id, text: 'x', blocks }))
    expect(await post(many(4, () => section(long(2600))))).toBe('msg_blocks_too_long')
    const markdown = (length: number): KnownBlock => ({ type: 'markdown', text: long(length) })
    expect(await post([markdown(6000), markdown(6001)])).toBe('msg_blocks_too_long')
    expect(await post([markdown(6000), markdown(6000)])).toBeUndefined()
  })

  it('needs a text or blocks, and warns without a text', async () => {
    const { chat } = clientOf(slack)
    expect(await refusal(chat.postMessage({ channel: room.id, text: '' }))).toBe('no_text')
    expect(await refusal(chat.postMessage({ channel: room.id, text: long(40_001) }))).toBe('msg_too_long')
    const before = slack.warnings.length
    await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: room.id, blocks: [section('x')] }),
    })
    await chat.postMessage({ channel: room.id, text: long(4001) })
    expect(slack.warnings.slice(before).map(({ problem }) => problem)).toEqual([
      'no text beside the blocks: a notification says nothing',
      'a text of 4001 characters; 4,000 are recommended',
    ])
  })

  it('carries metadata of a fitting form and size only', async () => {
    const { chat } = clientOf(slack)
    const post = (event_type: string, event_payload: object) =>
      refusal(
        chat.postMessage({
          channel: room.id,
          text: 'x',
          metadata: { event_type, event_payload: event_payload as Record<string, string> },
        }),
      )
    expect(await post('delivery', { id: 'd1' })).toBeUndefined()
    expect(await post('a delivery', { id: 'd1' })).toBe('invalid_metadata_format')
    expect(await post('delivery', { deep: { deeper: { deepest: 1 } } })).toBe('invalid_metadata_format')
    expect(await post('delivery', { id: long(8000) })).toBe('metadata_too_large')
  })
})

describe('a modal', () => {
  let opened: TestApp
  let ana: FakeMember
  let view: ModalView
  let says: string

  beforeAll(async () => {
    opened = await openSocketApp((app: Bolt) => {
      app.command('/open', async ({ ack, command, client }) => {
        await ack()
        says = await messagesOf(client.views.open({ trigger_id: command.trigger_id, view })).catch(
          () => 'taken',
        )
      })
    })
    ana = opened.slack.addMember({ name: 'Ana' })
  })

  afterAll(async () => opened.stop())

  it.each(REFUSED_VIEWS)('is refused with %s', async (_what, wrong, expected) => {
    view = wrong
    says = ''
    await ana.command(opened.slack.dm(ana), '/open')
    await opened.slack.waitFor(() => says !== '')
    expect(says).toMatch(/^invalid_arguments\n/)
    expect(says).toMatch(expected)
    expect(ana.modal).toBeUndefined()
  })
})

it('is made of the types that are installed', () => {
  const here = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const { version } = JSON.parse(here('../../../node_modules/@slack/types/package.json')) as {
    version: string
  }
  const { $comment: comment } = JSON.parse(here('structure/block-kit.json')) as { $comment: string }
  expect(comment, 'run npm run slack-schema').toBe(`@slack/types ${version}`)
})

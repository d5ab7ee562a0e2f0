import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeIsHere, judgeRecorded } from './judge.ts'
import type { Json } from './model.ts'
import { type Stage, setStage } from './test-client.ts'

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const V2 = 1 << 15
const long = (length: number) => 'x'.repeat(length)
const row = (...components: Json[]) => ({ type: 1, components })
const press = (over: Json = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...over })
const option = (value: string, over: Json = {}) => ({ label: value, value, ...over })
const select = (over: Json = {}) => ({
  type: 3,
  custom_id: 'pick',
  options: [option('a'), option('b')],
  ...over,
})
const text = (content: string) => ({ type: 10, content })
const buttons = (count: number) => [...Array(count).keys()].map((i) => press({ custom_id: `b${i}` }))
const field = { name: 'n', value: 'v' }

const GOOD: Record<string, Json> = {
  'the longest text': { content: long(2000) },
  'five rows': {
    content: 'x',
    components: [...Array(5).keys()].map((i) => row(press({ custom_id: `r${i}` }))),
  },
  'twenty-five options': {
    content: 'x',
    components: [row(select({ options: [...Array(25).keys()].map((i) => option(`${i}`)) }))],
  },
  'a link': {
    content: 'x',
    components: [row({ type: 2, style: 5, label: 'Docs', url: 'https://example.org' })],
  },
  'components V2': {
    flags: V2,
    components: [{ type: 17, components: [text('# Card'), row(...buttons(5))] }],
  },
  'an embed': { embeds: [{ title: long(256), description: long(4096), fields: [field] }] },
}

const BAD: Record<string, Json> = {
  'too long a text': { content: long(2001) },
  'nothing at all': {},
  'six rows': {
    content: 'x',
    components: [...Array(6).keys()].map((i) => row(press({ custom_id: `r${i}` }))),
  },
  'six buttons in a row': { content: 'x', components: [row(...buttons(6))] },
  'the same custom id twice': { content: 'x', components: [row(press(), press())] },
  'too long a custom id': { content: 'x', components: [row(press({ custom_id: long(101) }))] },
  'too long a button label': { content: 'x', components: [row(press({ label: long(81) }))] },
  'a button that says nothing': { content: 'x', components: [row(press({ label: undefined }))] },
  'a button without an id': { content: 'x', components: [row(press({ custom_id: undefined }))] },
  'a link to nowhere': {
    content: 'x',
    components: [row({ type: 2, style: 5, label: 'Docs', url: 'nowhere' })],
  },
  'a link with an id': { content: 'x', components: [row(press({ style: 5, url: 'https://example.org' }))] },
  'a select beside a button': { content: 'x', components: [row(select(), press())] },
  'no options': { content: 'x', components: [row(select({ options: [] }))] },
  'too many options': {
    content: 'x',
    components: [row(select({ options: [...Array(26).keys()].map((i) => option(`${i}`)) }))],
  },
  'an option twice': { content: 'x', components: [row(select({ options: [option('a'), option('a')] }))] },
  'too long an option label': {
    content: 'x',
    components: [row(select({ options: [option('a', { label: long(101) })] }))],
  },
  'too long a description': {
    content: 'x',
    components: [row(select({ options: [option('a', { description: long(101) })] }))],
  },
  'too long a placeholder': { content: 'x', components: [row(select({ placeholder: long(151) }))] },
  'more values than options': { content: 'x', components: [row(select({ max_values: 3 }))] },
  'a button outside a row': { content: 'x', components: [press()] },
  'V2 parts without the flag': { content: 'x', components: [text('x')] },
  'V2 with content': { flags: V2, content: 'x', components: [text('x')] },
  'V2 with forty-one parts': { flags: V2, components: [...Array(41).keys()].map((i) => text(`${i}`)) },
  'V2 with too much text': { flags: V2, components: [text(long(2001)), text(long(2000))] },
  'an empty container': { flags: V2, components: [{ type: 17, components: [] }] },
  'a section without accessory': { flags: V2, components: [{ type: 9, components: [text('x')] }] },
  'an embed of 6001 characters': { embeds: [{ description: long(4096) }, { description: long(1905) }] },
  'an embed field without value': { embeds: [{ fields: [{ name: 'n', value: ' ' }] }] },
  'twenty-six fields': { embeds: [{ fields: Array(26).fill(field) }] },
  'eleven embeds': { embeds: Array(11).fill({ title: 'x' }) },
  'mentions said twice': {
    content: 'x',
    allowed_mentions: { parse: ['users'], users: ['123456789012345678'] },
  },
  'too long a nonce': { content: 'x', nonce: long(26) },
}

async function post(body: unknown): Promise<number> {
  const { discord, channel } = stage
  const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' }
  const url = `${discord.apiUrl}/v10/channels/${channel.id}/messages`
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status
}

describe('messages that Discord takes', () => {
  it.for(Object.entries(GOOD))('%s', async ([, body]) => {
    expect(await post(body), JSON.stringify(stage.discord.requests.at(-1)?.response)).toBe(200)
  })
})

describe('messages that Discord refuses', () => {
  it.for(Object.entries(BAD))('%s', async ([, body]) => {
    const count = stage.channel.messages.length
    expect(await post(body)).toBe(400)
    expect(stage.channel.messages).toHaveLength(count)
  })

  it.skipIf(!judgeIsHere())('are refused by the official description too', async () => {
    const posted = stage.discord.requests.filter((request) => request.method === 'POST')
    const verdicts = await Promise.all(
      posted.map(async (r) => (await judgeRecorded([r])).violations.length > 0),
    )
    expect(posted.map((r, i) => [r.body, verdicts[i]])).toEqual(posted.map((r) => [r.body, r.status === 400]))
  })
})

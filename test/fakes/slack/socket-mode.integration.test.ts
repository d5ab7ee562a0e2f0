import { afterEach, describe, expect, it } from 'vitest'
import type { FakeChannel, FakeMember, FakeSlack } from './index.ts'
import { type Bolt, openSocketApp, type TestApp } from './test-app.ts'

type Heard = Readonly<{ kind: string; text: string; id: string; ts: string; retry: number | undefined }>

let opened: TestApp
let slack: FakeSlack
let room: FakeChannel
let ana: FakeMember
let heard: Heard[]

async function open(options: Parameters<typeof openSocketApp>[1] = {}): Promise<void> {
  heard = []
  opened = await openSocketApp(listen, options)
  slack = opened.slack
  room = slack.addChannel({ name: 'mocks' })
  ana = slack.addMember({ name: 'Ana' })
}

function listen(app: Bolt): void {
  app.use(async ({ body, context, next }) => {
    const { event, event_id: id } = body as { event?: Record<string, unknown>; event_id?: string }
    if (event)
      heard.push({
        kind: [event.type, event.subtype].filter(Boolean).join('.'),
        text: String(event.text ?? event.reaction ?? ''),
        id: id ?? '',
        ts: String(event.event_ts),
        retry: context.retryNum,
      })
    await next()
  })
}

afterEach(async () => opened.stop())

const texts = () => heard.map(({ text }) => text)

describe('events', () => {
  it('are those that the app is subscribed to, and has the scopes for, where the bot is', async () => {
    await open({
      events: [
        'message.channels',
        'message.im',
        'reaction_added',
        'channel_deleted',
        'member_joined_channel',
      ],
      scopes: ['channels:history', 'channels:read', 'reactions:read'],
    })
    const [hidden, foreign] = [
      slack.addChannel({ name: 'hidden', private: true }),
      slack.addChannel({ name: 'foreign', joined: false }),
    ]
    const said = ana.say(room, 'one')
    hidden.invite(ana.user)
    ana.say(hidden, 'not subscribed')
    ana.say(foreign, 'not a member')
    ana.say(slack.dm(ana), 'no scope')
    ana.react(said, 'tada')
    ana.unreact(said, 'tada')
    ana.edit(said, 'two')
    ana.say(room, 'a board', { thread: said, files: [{ name: 'a.png', data: 'x' }] })
    ana.delete(said)
    foreign.inviteBot(ana.user)
    room.archive()
    room.delete()
    await slack.waitFor(() => heard.at(-1)?.kind === 'channel_deleted')
    expect(heard.map(({ kind }) => kind)).toEqual([
      'message',
      'reaction_added',
      'message.message_changed',
      'message.file_share',
      'message.message_changed',
      'member_joined_channel',
      'channel_deleted',
    ])
    // Bolt keeps what the bot did itself to itself.
    const own = slack.events.sent.map(({ kind }) => kind).filter((kind) => kind === 'message.channel_join')
    expect(own).toHaveLength(1)
    expect([...slack.used.events]).toEqual([
      'message.channels',
      'reaction_added',
      'member_joined_channel',
      'channel_deleted',
    ])
  })

  it('are given up when no attempt is acknowledged, and can be replayed', async () => {
    await open({ ackDeadlineMs: 100, retryAfterMs: [10, 10, 10] })
    slack.socket.stall()
    ana.say(room, 'one')
    ana.say(room, 'two')
    await slack.waitFor(() => slack.events.lost.length === 2)
    expect(slack.events.lost).toEqual(['message', 'message'])
    expect(heard).toEqual([])
    slack.socket.drop()
    await slack.waitFor(() => slack.socket.opened > 1)
    slack.events.replay(/^message$/, 2)
    await slack.waitFor(() => heard.length === 2)
    expect(texts()).toEqual(['one', 'two'])
  })

  it('reach the app after a reconnect, as a retry', async () => {
    await open({ retryAfterMs: Array.from({ length: 300 }, () => 200) })
    slack.socket.drop()
    await slack.waitFor(() => slack.socket.connections === 0)
    ana.say(room, 'meanwhile')
    await slack.waitFor(() => heard.length === 1)
    expect(heard[0]).toMatchObject({ text: 'meanwhile' })
    expect(heard[0]?.retry).toBeGreaterThan(0)
    expect(slack.socket.opened).toBeGreaterThan(1)
  })

  it('come twice, late and out of order where that is asked for', async () => {
    await open()
    slack.events.duplicateNext('message')
    ana.say(room, 'one')
    await slack.waitFor(() => heard.length === 2)
    expect(heard[0]?.ts).toBe(heard[1]?.ts)
    expect(heard[0]?.id).not.toBe(heard[1]?.id)
    let [first] = [true]
    slack.events.disturb(() => {
      const delays = first ? [150, 200] : [0]
      first = false
      return delays
    })
    ana.say(room, 'two')
    ana.say(room, 'three')
    await slack.waitFor(() => heard.length === 5)
    expect(texts()).toEqual(['one', 'one', 'three', 'two', 'two'])
  })
})

it('an event that is not acknowledged comes again under a new id', async () => {
  await open({ ackDeadlineMs: 400, retryAfterMs: [10, 10, 10] })
  await opened.app.stop()
  await slack.waitFor(() => slack.socket.connections === 0)
  const deaf = await openSecond((nth) => nth === 3)
  ana.say(room, 'one')
  await slack.waitFor(() => deaf.envelopes.length === 3)
  expect(deaf.envelopes.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
  ])
  const different = (of: (envelope: Envelope) => string) => new Set(deaf.envelopes.map(of)).size
  expect(different(({ envelope_id }) => envelope_id)).toBe(3)
  expect(different(({ payload }) => payload.event_id)).toBe(3)
  expect(different(({ payload }) => payload.event.event_ts)).toBe(1)
  expect(slack.events.lost).toEqual([])
  await deaf.close()
})

it('a change may be none of the text', async () => {
  await open()
  const said = ana.say(room, 'see https://example.org/')
  slack.unfurl(said)
  await slack.waitFor(() => heard.length === 2)
  const { event } = slack.events.sent[1] ?? {}
  expect(event).toMatchObject({
    subtype: 'message_changed',
    message: { text: 'see <https://example.org/>', attachments: [{ from_url: 'https://example.org/' }] },
    previous_message: { text: 'see <https://example.org/>' },
  })
  expect(event?.message).not.toHaveProperty('edited')
})

describe('a connection', () => {
  it('is left when Slack asks for it, and a new one comes', async () => {
    await open()
    for (const reason of ['refresh_requested', 'warning', 'link_disabled'] as const) {
      const { opened: before } = slack.socket
      slack.socket.disconnect(reason)
      await slack.waitFor(() => slack.socket.opened > before && slack.socket.connections === 1)
    }
    ana.say(room, 'still there')
    await slack.waitFor(() => heard.length === 1)
    expect(slack.socket.most).toBe(1)
  })

  it('outlives an outage of apps.connections.open during the reconnect', async () => {
    await open()
    slack.outage(60_000, /^apps\.connections\.open$/)
    slack.socket.disconnect('refresh_requested')
    const asked = () => slack.requests.filter(({ method }) => method === 'apps.connections.open')
    await slack.waitFor(() => asked().filter(({ status }) => status === 503).length > 0)
    slack.outage(0)
    await slack.waitFor(() => slack.socket.connections === 1)
    ana.say(room, 'again')
    await slack.waitFor(() => heard.length === 1)
    expect(texts()).toEqual(['again'])
  })

  it('is one of several that take turns', async () => {
    await open()
    const before = heard
    const second = await openSecond()
    for (let i = 0; i < 6; i++) ana.say(room, `${i}`)
    await slack.waitFor(() => before.length + second.envelopes.length === 6)
    expect(before).toHaveLength(3)
    expect(second.envelopes).toHaveLength(3)
    expect(slack.socket.most).toBe(2)
    await second.close()
  })

  it('is opened by an address that works once', async () => {
    await open()
    const answer = await opened.app.client.apps.connections.open({ token: slack.appToken })
    const connect = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(String(answer.url))
        socket.addEventListener('message', ({ data }) => {
          resolve(String((JSON.parse(String(data)) as { type: string }).type))
          socket.close()
        })
        socket.addEventListener('error', () => resolve('refused'))
      })
    expect(await connect()).toBe('hello')
    expect(await connect()).toBe('refused')
  })
})

type Envelope = Readonly<{
  envelope_id: string
  payload: { event_id: string; event: { text: string; event_ts: string } }
  retry_attempt: number
  retry_reason: string
}>

/** A client of our own on the same app; it acknowledges what it is told to. */
async function openSecond(
  acknowledges: (nth: number) => boolean = () => true,
): Promise<{ envelopes: Envelope[]; close(): Promise<void> }> {
  const before = slack.socket.connections
  const answer = await opened.app.client.apps.connections.open({ token: slack.appToken })
  const socket = new WebSocket(String(answer.url))
  const envelopes: Envelope[] = []
  socket.addEventListener('message', ({ data }) => {
    const envelope = JSON.parse(String(data)) as Envelope | { envelope_id?: undefined }
    if (envelope.envelope_id === undefined) return
    envelopes.push(envelope)
    if (acknowledges(envelopes.length)) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }))
  })
  await slack.waitFor(() => slack.socket.connections === before + 1)
  return {
    envelopes,
    async close() {
      socket.close()
      await slack.waitFor(() => slack.socket.connections === before)
    },
  }
}

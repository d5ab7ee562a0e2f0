import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { commands, createScript, type Script } from '../../platform-contract/script.ts'
import { alter, alteration } from '../../support/altered.ts'
import { until } from '../../support/until.ts'
import { documentedPayloads } from './documented.ts'
import { type Mode, openSlackStage, type SlackStage } from './stage.ts'

let stage: SlackStage
let script: Script
afterEach(() => stage.close())

async function open(mode: Mode): Promise<void> {
  stage = await openSlackStage(mode)
  script = createScript()
  for (const name of ['mock', 'press', 'fill']) script.on(name, (event) => event.defer('silent'))
  await stage.platform.start(commands, script.onEvent)
}

function post(body: string, type: string) {
  return fetch(stage.url ?? '', {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...stage.fake.sign(body) },
  })
}

let frames = 0
const framed = (payload: unknown, type = 'events_api') =>
  JSON.stringify({ type, envelope_id: `frame-${frames++}`, payload, accepts_response_payload: true })

/** Sends a payload by the way that the stage has, as Slack would. */
async function send(mode: Mode, payload: unknown): Promise<void> {
  const isCommand = typeof payload === 'object' && payload !== null && 'command' in payload
  const isEvent = typeof payload === 'object' && payload !== null && 'event' in payload
  if (mode === 'socket')
    return stage.fake.socket.write(
      framed(payload, isCommand ? 'slash_commands' : isEvent ? 'events_api' : 'interactive'),
    )
  const json = JSON.stringify(payload) ?? ''
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
  if (isEvent) await post(json, JSON_TYPE)
  else if (isCommand)
    await post(form(payload as unknown as Record<string, string>), 'application/x-www-form-urlencoded')
  else await post(form({ payload: json }), FORM_TYPE)
}

/** A message that comes now is still heard. */
async function expectHeard(): Promise<void> {
  const ref = await stage.alice.say(stage.channel, 'Still there?')
  await script.hear(
    'message',
    (event) => event.change === 'posted' && event.message.ref.message === ref.message,
  )
}

const BODIES = [
  'null',
  '[]',
  '1',
  '"text"',
  'true',
  '{}',
  '{"event":null}',
  '{"type":"event_callback"}',
  '{"type":"event_callback","event":[]}',
  '{"type":"event_callback","event":{"type":5}}',
  '{"type":"block_actions","user":{"id":"U1"},"trigger_id":"1","actions":[]}',
  '{"type":"block_actions","user":{"id":"U1"},"trigger_id":"1","actions":[null]}',
  '{"type":"view_submission","user":{"id":"U1"},"trigger_id":"1"}',
  '{"type":"view_submission","user":null,"view":{}}',
  '{"type":"message_action"}',
  '{"command":null}',
  '{"type":"url_verification"}',
]

const FRAMES = ['null', '[]', '1', '"text"', 'no JSON', '{}', '{"type":"events_api"}', '{"envelope_id":"1"}']
const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

describe('over HTTP', () => {
  test('a signed body that can not be read is refused, with one line each', async () => {
    await open('http')
    for (const body of [...BODIES, '', '{']) {
      const before = stage.logged.length
      const response = await post(body, JSON_TYPE)
      expect([response.status, response.headers.get('x-slack-no-retry')], body).toEqual([400, '1'])
      expect((await post(`payload=${encodeURIComponent(body)}`, FORM_TYPE)).status, body).toBe(400)
      expect(stage.logged.slice(before), body).toHaveLength(2)
    }
    await expectHeard()
  })

  test.each(['', 'a=b', 'payload=1&payload=2', 'command=%2Fmock'])('the form %s is refused', async (form) => {
    await open('http')
    expect((await post(form, FORM_TYPE)).status).toBe(400)
    await expectHeard()
  })
})

describe('in Socket Mode', () => {
  test('a payload that can not be read is acknowledged, and logged in one line', async () => {
    await open('socket')
    for (const json of BODIES) {
      const before = stage.logged.length
      const frame = framed(JSON.parse(json))
      stage.fake.socket.write(frame)
      const { envelope_id } = JSON.parse(frame) as { envelope_id: string }
      await until(() => stage.fake.socket.acknowledged.includes(envelope_id))
      expect(stage.logged.slice(before), json).toHaveLength(1)
    }
    await expectHeard()
  })

  test('a frame that can not be read is skipped with one line', async () => {
    await open('socket')
    for (const frame of FRAMES) {
      const before = stage.logged.length
      stage.fake.socket.write(frame)
      await expectHeard()
      expect(stage.logged.slice(before), frame).toHaveLength(1)
    }
  })

  test('bytes are skipped too', async () => {
    await open('socket')
    stage.fake.socket.write(Buffer.from('{"type":"hello"}'))
    await expectHeard()
  })

  test.each(['close', 'connected', 'disconnected', 'error', 'ws_message', 'slack_event'])(
    'a frame or an event named %s is not taken for the client’s own',
    async (name) => {
      await open('socket')
      stage.fake.socket.write(framed(null, name))
      stage.fake.socket.write(framed({ type: 'event_callback', event: { type: name } }))
      await expectHeard()
      expect(script.heard.map(({ kind }) => kind)).toEqual(['connected', 'message'])
    },
  )
})

describe.each(['http', 'socket'] as const)('documented payloads over %s', (mode) => {
  test('all are taken without a warning', async () => {
    await open(mode)
    for (const payload of documentedPayloads(stage, 1)) await send(mode, payload)
    await expectHeard()
    for (const kind of ['action', 'command', 'form', 'gone', 'home', 'message', 'reaction'] as const)
      await script.hear(kind)
    expect(stage.logged.filter(({ message }) => message.includes('skipped'))).toEqual([])
  })

  test('with any field removed or of another type, each costs one line at most', async () => {
    await open(mode)
    let n = 1
    const payload = fc
      .nat(documentedPayloads(stage, n).length - 1)
      .chain((index) => alteration(documentedPayloads(stage, n++)[index]))
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 20 }), async (payloads) => {
        const before = stage.logged.length
        for (const each of payloads) await send(mode, each)
        await expectHeard()
        // A stop waits for what is still being handled.
        await stage.platform.stop()
        await stage.platform.start(commands, script.onEvent)
        const logged = stage.logged.slice(before)
        expect(logged.length).toBeLessThanOrEqual(payloads.length)
        expect(logged.filter(({ level }) => level === 'error')).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

test.each(['authorizations', 'team_id', 'event_id'])('an event without %s is heard', async (name) => {
  await open('socket')
  const [message] = documentedPayloads(stage, 7)
  await send('socket', alter(message, [name], undefined))
  expect(await script.hear('message')).toMatchObject({ message: { text: 'text' } })
})

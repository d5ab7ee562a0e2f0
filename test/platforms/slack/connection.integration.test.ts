import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { action } from '#bot'
import { createSlack } from '../../../src/platforms/slack/index.ts'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackStage } from './stage.ts'

let stage: SlackStage
let script: Script
afterEach(() => stage.close())

async function open(...options: Parameters<typeof openSlackStage>): Promise<SlackStage> {
  stage = await openSlackStage(...options)
  script = createScript()
  await stage.platform.start(commands, script.onEvent)
  return stage
}

const heard = (kind: string) => script.heard.filter((event) => event.kind === kind).length
/** After a break the library waits as long as it waits for a ping. */
const impatient = { pingMs: 300 }
/** Does not take a machine that stood still for a moment for a break. */
const patient = { pingMs: 1500 }
const quick = { rateLimits: 'off', retryAfterMs: [50, 200, 500, 1000, 2000] } as const

describe('in Socket Mode', () => {
  test('the bot holds the connection alone', async () => {
    const { platform } = await open()
    expect(platform.inbound).toBe('exclusive')
  })

  test.each(['refresh_requested', 'warning'] as const)(
    '%s: it connects again, and says both',
    async (reason) => {
      const { fake, alice, channel } = await open('socket', quick, patient)
      fake.socket.disconnect(reason)
      await until(() => heard('connected') === 2)
      expect(heard('disconnected')).toBe(1)
      await alice.say(channel, 'Still there?')
      await script.hear('message')
    },
  )

  test('a connection that breaks is built up again, and what was said meanwhile arrives', async () => {
    const { fake, alice, channel } = await open('socket', quick, impatient)
    fake.socket.drop()
    await alice.say(channel, 'Meanwhile')
    await until(() => heard('connected') === 2)
    expect(await script.hear('message')).toMatchObject({ message: { text: 'Meanwhile' } })
  })

  test('an outage of apps.connections.open while it reconnects is waited out', async () => {
    const { fake } = await open('socket', quick, impatient)
    fake.outage(1500, /^apps\.connections\.open$/u)
    fake.socket.drop()
    await until(() => heard('connected') === 2)
    expect(heard('lost')).toBe(0)
    await until(() => fake.socket.connections === 1)
  })

  test('an app token that is withdrawn ends it with one sentence', async () => {
    const { fake } = await open('socket', quick, impatient)
    fake.faults.add({ method: /^apps\.connections\.open$/u, error: 'invalid_auth', times: 99 })
    fake.socket.drop()
    expect(await script.hear('lost')).toEqual({
      kind: 'lost',
      platform: 'slack',
      reason: expect.stringContaining('SLACK_APP_TOKEN'),
    })
    await sleep(400)
    expect(heard('lost')).toBe(1)
  })

  test('an app token that is withdrawn after an error of Slack’s too', async () => {
    const { fake } = await open('socket', quick, impatient)
    fake.faults.add({ method: /^apps\.connections\.open$/u, error: 'internal_error' })
    fake.faults.add({ method: /^apps\.connections\.open$/u, error: 'invalid_auth', times: 99 })
    fake.socket.drop()
    expect(await script.hear('lost')).toMatchObject({ reason: expect.stringContaining('SLACK_APP_TOKEN') })
  })

  test('a wrong app token is said at the start', async () => {
    stage = await openSlackStage('socket', {}, { inbound: { appToken: 'xapp-wrong' } })
    await expect(stage.platform.start(commands, createScript().onEvent)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('SLACK_APP_TOKEN'),
    })
  })

  test('a stop while it starts ends the start, and connects no more', async () => {
    stage = await openSlackStage()
    const release = Promise.withResolvers<void>()
    const method = /^apps\.connections\.open$/u
    stage.fake.faults.add({ method, hold: 'before', until: release.promise })
    const starting = stage.platform.start(commands, createScript().onEvent).catch((error: unknown) => error)
    await until(() => stage.fake.requests.some((request) => method.test(request.method)))
    const stopped = stage.platform.stop()
    release.resolve()
    await stopped
    expect(await starting).toMatchObject({ kind: 'later' })
    await sleep(500)
    expect(stage.fake.socket.opened).toBe(0)
  })

  test('it can be stopped and started again', async () => {
    const { platform, fake, alice, channel } = await open()
    await platform.stop()
    await until(() => fake.socket.connections === 0)
    await platform.start(commands, script.onEvent)
    await alice.say(channel, 'Back')
    await script.hear('message')
    expect(fake.socket.connections).toBe(1)
  })

  test('stopping waits for what is being handled', async () => {
    const { platform, alice, channel, room } = await open()
    const order: string[] = []
    script.on('press', async (event) => {
      await event.defer('silent')
      await sleep(100)
      order.push('handled')
    })
    const card = {
      summary: 'Card',
      blocks: [{ type: 'buttons', buttons: [{ label: 'Press', action: action('press') }] }],
    } as const
    const ref = await platform.post(channel, card, 'k', false)
    expect(room.find(ref.message)).toBeDefined()
    await alice.click(ref, 'Press')
    await script.hear('action')
    await platform.stop()
    order.push('stopped')
    expect(order).toEqual(['handled', 'stopped'])
  })
})

describe('the bot token', () => {
  test('a wrong one is said at the start', async () => {
    stage = await openSlackStage('socket', {}, { botToken: 'xoxb-wrong' })
    await expect(stage.platform.start(commands, createScript().onEvent)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('SLACK_BOT_TOKEN'),
    })
  })

  test.each(['socket', 'http'] as const)(
    'one that is revoked ends it with one sentence (%s)',
    async (mode) => {
      const { fake } = await open(mode, quick)
      fake.revokeToken()
      expect(await script.hear('lost')).toMatchObject({ reason: expect.stringContaining('SLACK_BOT_TOKEN') })
    },
  )

  test('a revoked one is noticed when something is sent, too', async () => {
    const { fake, platform, channel } = await open('socket', { ...quick, events: [] })
    fake.revokeToken()
    await expect(platform.post(channel, text('x'), 'k', false)).rejects.toMatchObject({ kind: 'later' })
    await script.hear('lost')
  })

  test('a mistake on the way is not taken for it', async () => {
    const { fake, platform, channel } = await open('socket', quick, impatient)
    fake.faults.add({ method: /^chat\.postMessage$/u, error: 'invalid_auth' })
    await expect(platform.post(channel, text('x'), 'k', false)).rejects.toMatchObject({ kind: 'later' })
    await platform.post(channel, text('x'), 'k', false)
    await sleep(100)
    expect(heard('lost')).toBe(0)
  })

  test('an app that was removed is gone from its space', async () => {
    const { fake } = await open('socket', quick, impatient)
    fake.uninstall()
    expect(await script.hear('gone')).toEqual({
      kind: 'gone',
      place: { platform: 'slack', space: fake.team.id },
    })
    await script.hear('lost')
    const kinds = script.heard.map(({ kind }) => kind)
    expect(kinds.indexOf('gone')).toBeLessThan(kinds.lastIndexOf('lost'))
  })

  test.each([
    ['another workspace’s removal', { team_id: 'T9', enterprise_id: null }, 'app_uninstalled', 0],
    ['another organisation’s removal', { team_id: 'E9', enterprise_id: 'E9' }, 'app_uninstalled', 0],
    ['another workspace’s revoked token', { team_id: 'T9', enterprise_id: null }, 'tokens_revoked', 0],
    ['the organisation’s removal, long past', { team_id: 'E1', enterprise_id: 'E1' }, 'app_uninstalled', 1],
    ['its own removal, long past', { enterprise_id: 'E1' }, 'app_uninstalled', 1],
    ['its own revoked token, long past', { enterprise_id: null }, 'tokens_revoked', 1],
  ])('%s gives nothing up', async (_, where, type, asked) => {
    const { fake, platform, alice, channel } = await open('socket', { ...quick, enterprise: 'E1' })
    const checks = () => fake.requests.filter(({ method }) => method === 'auth.test').length
    const before = checks()
    const event = { type, event_ts: '1767225600.000001' }
    const payload = { type: 'event_callback', team_id: fake.team.id, ...where, event }
    fake.socket.write(JSON.stringify({ type: 'events_api', envelope_id: 'e', payload }))
    await alice.say(channel, 'Still there?')
    await script.hear('message')
    await until(() => checks() === before + asked)
    await platform.stop()
    expect(heard('gone') + heard('lost')).toBe(0)
  })
})

describe('over HTTP', () => {
  const post = (body: string, headers: Record<string, string>) =>
    fetch(stage.url ?? '', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  const command = (trigger: string) =>
    new URLSearchParams({
      command: '/mock',
      text: 'rag',
      team_id: stage.fake.team.id,
      channel_id: stage.room.id,
      user_id: stage.members.alice.id,
      trigger_id: trigger,
      response_url: 'http://127.0.0.1:9/none',
    }).toString()

  test('any replica takes requests', async () => {
    const { platform } = await open('http')
    expect(platform.inbound).toBe('shared')
    expect(platform.mount?.path).toBe('/slack/events')
  })

  test('a wrong or old signature gets 401, and nothing happens', async () => {
    const { fake } = await open('http')
    const body = command('1')
    const now = Math.floor(Date.now() / 1000)
    const wrong = { ...fake.sign(body), 'x-slack-signature': `v0=${'0'.repeat(64)}` }
    for (const headers of [{}, wrong, fake.sign('other'), fake.sign(body, now - 301)])
      expect((await post(body, headers)).status).toBe(401)
    expect(heard('command')).toBe(0)
    expect((await post(body, fake.sign(body, now - 240))).status).toBe(200)
    await until(() => heard('command') === 1)
  })

  test('a request that comes twice is handled once', async () => {
    const { fake } = await open('http')
    script.on('mock', (event) => event.defer('silent'))
    const body = command('same')
    for (let i = 0; i < 3; i++) expect((await post(body, fake.sign(body))).status).toBe(200)
    await post(command('other'), fake.sign(command('other')))
    await until(() => heard('command') === 2)
    await sleep(50)
    expect(heard('command')).toBe(2)
  })

  test('only POST is taken, and only once it has started', async () => {
    stage = await openSlackStage('http')
    const body = command('1')
    expect((await post(body, stage.fake.sign(body))).status).toBe(503)
    expect((await fetch(stage.url ?? '')).status).toBe(405)
  })

  test('rubbish under a right signature takes nothing down', async () => {
    const { fake, alice, channel } = await open('http')
    const json = JSON.stringify({ type: 'event_callback', event: { type: 'reaction_added' }, team_id: 'T' })
    const rubbish = ['', '{', 'payload={', 'payload=%7B%7D', 'ssl_check=1', '[]', 'null']
    // At once: Bolt waits three seconds for each that nobody acknowledges.
    await Promise.all([
      ...rubbish.map((body) => post(body, fake.sign(body))),
      post(json, { ...fake.sign(json), 'content-type': 'application/json' }),
    ])
    await alice.say(channel, 'Still there?')
    expect(await script.hear('message')).toMatchObject({ message: { text: 'Still there?' } })
  })
})

test('sending needs no start', async () => {
  stage = await openSlackStage()
  const other = createSlack(stage.options)
  await other.post(stage.channel, text('From a replica'), 'k', false)
  expect(stage.room.messages).toHaveLength(1)
})

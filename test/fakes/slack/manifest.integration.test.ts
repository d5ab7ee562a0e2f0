import { afterEach, describe, expect, it } from 'vitest'
import { type FakeSlack, startFakeSlack } from './index.ts'
import { fromManifest } from './manifest.ts'
import { clientOf, refusal } from './test-app.ts'

let slack: FakeSlack | undefined

afterEach(async () => {
  await slack?.stop()
  slack = undefined
})

type Parts = Readonly<{
  scopes?: string[]
  events?: string[]
  commands?: object[]
  home?: object
  socket?: boolean
}>

function manifest(parts: Parts = {}): object {
  const { scopes = ['chat:write', 'commands'], events = ['app_home_opened'], socket = true } = parts
  return {
    display_information: { name: 'Loopmate' },
    features: {
      bot_user: { display_name: 'Loopmate' },
      ...(parts.home && { app_home: parts.home }),
      slash_commands: parts.commands ?? [{ command: '/mock', description: 'Starts a mock' }],
    },
    oauth_config: { scopes: { bot: scopes } },
    settings: {
      event_subscriptions: { bot_events: events },
      interactivity: { is_enabled: true },
      socket_mode_enabled: socket,
    },
  }
}

describe('a manifest', () => {
  it('is refused where Slack would refuse it', () => {
    expect(() => fromManifest(manifest({ scopes: ['chat:write'] }))).toThrow('slash_commands need commands')
    expect(() => fromManifest(manifest({ events: ['message.channels'] }))).toThrow(
      'message.channels needs channels:history',
    )
    expect(() => fromManifest(manifest({ events: ['no.such'] }))).toThrow('knows no no.such')
    expect(() => fromManifest(manifest({ commands: [{ command: 'mock', description: 'x' }] }))).toThrow()
    expect(() => fromManifest(manifest({ socket: false }))).toThrow('/mock needs a url')
  })

  it('makes an app that can do what it says, and no more', async () => {
    slack = await startFakeSlack(fromManifest(manifest({ home: { messages_tab_enabled: false } })))
    const ana = slack.addMember({ name: 'Ana' })
    const { views, chat, reactions } = clientOf(slack)
    const view = { type: 'home' as const, blocks: [] }
    expect(await refusal(views.publish({ user_id: ana.id, view }))).toBe('not_enabled')
    expect(await refusal(chat.postMessage({ channel: ana.id, text: 'x' }))).toBe('messages_tab_disabled')
    expect(await refusal(reactions.add({ channel: 'C1', timestamp: '1', name: 'one' }))).toBe('missing_scope')
    ana.openHome()
    expect(slack.events.sent).toEqual([])
    expect((await ana.command(slack.dm(ana), '/other')).error).toBe('/other is not a valid command.')
  })

  it('with a messages tab for reading lets the bot write, and nobody else', async () => {
    const home = { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true }
    slack = await startFakeSlack(fromManifest(manifest({ home })))
    const ana = slack.addMember({ name: 'Ana' })
    const dm = slack.dm(ana)
    expect(await refusal(clientOf(slack).chat.postMessage({ channel: dm.id, text: 'x' }))).toBeUndefined()
    expect(() => ana.say(dm, 'x')).toThrow('nobody can write')
    ana.openHome()
    expect(slack.events.sent.map(({ kind }) => kind)).toEqual(['app_home_opened'])
  })
})

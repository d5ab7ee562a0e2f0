import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type PollOptions, poll } from '../poll.ts'
import { ApiError } from './api-error.ts'
import { type AppLink, createAppLink } from './app-link.ts'
import { dmWith, FakeChannel } from './channel.ts'
import { createEvents, type Events } from './events.ts'
import { createFaults, type Faults } from './faults.ts'
import { signedHeaders } from './http-delivery.ts'
import { createIds } from './ids.ts'
import type { FakeMessage } from './message.ts'
import type { User } from './model.ts'
import { FakeMember, type NewMember } from './people.ts'
import { ALL_EVENTS, ALL_SCOPES } from './permissions.ts'
import { unfurl } from './posting.ts'
import { createSocketMode, type SocketMode } from './socket-mode.ts'
import { createWebApi, type RecordedRequest } from './web-api.ts'
import { createWorld, type Settings, type Violation, type World } from './world.ts'

export type { FakeChannel } from './channel.ts'
export type { FakeMessage } from './message.ts'
export type { FakeMember } from './people.ts'
export type { InteractionResult } from './result.ts'
export type { FakeView } from './view.ts'

type NewChannel = Readonly<{
  name: string
  private?: boolean
  /** Whether the bot is a member; so it is unless said. */
  joined?: boolean
}>

export type FakeSlack = Readonly<{
  /** The Web API's base. */
  apiUrl: string
  botToken: string
  appToken: string
  signingSecret: string
  team: World['team']
  appId: string
  bot: User
  botId: string
  /** Every call so far. */
  requests: readonly RecordedRequest[]
  /** Calls that broke Slack's limits. */
  violations: readonly Violation[]
  /** Calls that Slack accepts but advises against. */
  warnings: readonly Violation[]
  /** The scopes, events and commands that were needed so far. */
  used: World['used']
  faults: Faults
  events: Events
  socket: SocketMode
  addChannel(channel: NewChannel): FakeChannel
  /** Adds a person, who is in all public channels. */
  addMember(member: NewMember): FakeMember
  /** The bot's direct messages with a person. */
  dm(member: FakeMember): FakeChannel
  /** The messages of the bot and the person that are still there. */
  dms(member: FakeMember): readonly FakeMessage[]
  /** An administrator takes the app's Messages tab away. @returns how it is given back */
  closeMessagesTab(): () => void
  /** Sends everything to this address from now on, or to these in turn, once they answered the challenge. */
  useHttp(...urls: readonly string[]): Promise<void>
  repeatNext: AppLink['repeatNext']
  repeatWhen: AppLink['repeatWhen']
  /** The headers with which Slack signs a body. @param seconds since the epoch */
  sign(body: string, seconds?: number): Record<string, string>
  /** Shows below a message what an address in it leads to, which the app hears of as a change. */
  unfurl(message: FakeMessage): void
  /** Refuses calls for a time: all of them, and breaks the sockets, or only those of these methods. */
  outage(ms: number, methods?: RegExp): void
  /** Revokes the bot's token, or removes the whole app. */
  revokeToken(): void
  uninstall(): void
  /** Ends the life of all triggers and response addresses at once. */
  expireTriggers(): void
  expireResponseUrls(): void
  waitFor<T>(look: () => T | Promise<T>, options?: PollOptions): ReturnType<typeof poll<T>>
  stop(): Promise<void>
}>

const CONNECTIONS_SCOPE = 'connections:write'

/** Starts a Slack on a port of its own, with one workspace and one app installed in it. */
export async function startFakeSlack(options: Partial<Settings> = {}): Promise<FakeSlack> {
  const settings: Settings = {
    botToken: 'xoxb-fake-bot-token',
    appToken: 'xapp-fake-app-token',
    signingSecret: 'fake-signing-secret',
    scopes: ALL_SCOPES,
    appScopes: [CONNECTIONS_SCOPE],
    events: ALL_EVENTS,
    commands: undefined,
    interactive: true,
    homeTab: true,
    messagesTab: 'open',
    ackDeadlineMs: 3000,
    retryAfterMs: [100, 60_000, 300_000],
    triggerLifeMs: 3000,
    rateLimits: 'posting',
    shareDelayMs: 20,
    pingMs: 5000,
    ...options,
  }
  const world = createWorld(settings, createIds())
  const faults = createFaults()
  let outage: { until: number; methods: RegExp | undefined } = { until: 0, methods: undefined }
  const isDown = (method: string) => Date.now() < outage.until && (outage.methods?.test(method) ?? true)
  const isAllDown = () => isDown('') && outage.methods === undefined
  const socket = createSocketMode(world, isAllDown)
  const link = createAppLink(world, socket.send, isAllDown)
  const events = createEvents(world, link.send, () => link.isHttp)
  world.publish = events.publish
  const connectionsOpen = {
    name: 'apps.connections.open',
    token: 'app' as const,
    handle() {
      if (!settings.appScopes.includes(CONNECTIONS_SCOPE))
        throw new ApiError('missing_scope', {
          needed: CONNECTIONS_SCOPE,
          provided: settings.appScopes.join(','),
        })
      return { url: socket.newUrl() }
    },
  }
  const api = createWebApi(world, [connectionsOpen], faults, isDown)
  const server = createServer((request, response) => {
    api.handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.on('upgrade', socket.handleUpgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const takeAway = (token: 'revoked' | 'uninstalled') => {
    world.token = token
    events.publish('tokens_revoked', undefined, {
      type: 'tokens_revoked',
      tokens: { oauth: [], bot: [world.bot.id] },
      event_ts: world.ids.ts(),
    })
  }

  return {
    apiUrl: `${world.origin}/api/`,
    botToken: settings.botToken,
    appToken: settings.appToken,
    signingSecret: settings.signingSecret,
    team: world.team,
    appId: world.appId,
    bot: world.bot,
    botId: world.botId,
    requests: api.requests,
    violations: world.violations,
    warnings: world.warnings,
    used: world.used,
    faults,
    events,
    socket,
    addChannel({ name, private: isPrivate = false, joined = true }) {
      const channel = new FakeChannel(world, { kind: isPrivate ? 'private' : 'public', name, joined })
      if (!isPrivate) for (const id of world.members.keys()) channel.members.add(id)
      return channel
    },
    addMember: (member) => new FakeMember(world, link.send, member),
    dm: (member) => dmWith(world, member.user),
    dms: (member) => dmWith(world, member.user).messages.filter(({ stands }) => stands),
    closeMessagesTab() {
      const before = settings.messagesTab
      settings.messagesTab = 'off'
      return () => {
        settings.messagesTab = before
      }
    },
    useHttp: (...urls) => link.useHttp(urls),
    repeatNext: link.repeatNext,
    repeatWhen: link.repeatWhen,
    sign: (body, seconds) => signedHeaders(settings.signingSecret, body, seconds),
    unfurl: (message) => unfurl(world, message),
    outage(ms, methods) {
      outage = { until: Date.now() + ms, methods }
      if (!methods) socket.drop()
    },
    revokeToken: () => takeAway('revoked'),
    uninstall() {
      takeAway('uninstalled')
      events.publish('app_uninstalled', undefined, { type: 'app_uninstalled', event_ts: world.ids.ts() })
    },
    expireTriggers() {
      for (const trigger of world.triggers.values()) trigger.expired = true
    },
    expireResponseUrls: () => world.responseUrls.clear(),
    waitFor: poll,
    async stop() {
      events.stop()
      socket.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

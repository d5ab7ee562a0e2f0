import type { Ids } from './ids.ts'
import type { Channel, Json, StoredFile, User } from './model.ts'
import type { FakeMember } from './people.ts'
import type { InteractionResult } from './result.ts'
import type { FakeView } from './view.ts'

export type Settings = Readonly<{
  botToken: string
  appToken: string
  signingSecret: string
  /** The bot token's scopes. */
  scopes: readonly string[]
  /** The scopes of the app-level token. */
  appScopes: readonly string[]
  /** The events that the app is subscribed to, in the manifest's names, such as `message.channels`. */
  events: readonly string[]
  /** The slash commands of the app, with the slash. Undefined: all that are used. */
  commands: readonly string[] | undefined
  /** Whether buttons, selects and modals reach the app. */
  interactive: boolean
  homeTab: boolean
  /** How long Slack waits for an acknowledgement, in milliseconds. */
  ackDeadlineMs: number
  /** After how many milliseconds an event without acknowledgement comes again. */
  retryAfterMs: readonly number[]
  /** How long a trigger lives, in milliseconds. */
  triggerLifeMs: number
  /** `posting`: a message a second and channel. `all`: also Slack's tiers a method and minute. */
  rateLimits: 'off' | 'posting' | 'all'
  /** After how many milliseconds an upload stands in its channel, which the answer does not wait for. */
  shareDelayMs: number
  /** How often Slack pings on a socket, in milliseconds. */
  pingMs: number
  /** The organisation that the workspace belongs to. */
  enterprise?: string
}> & {
  /** Direct messages with the app; in a read-only one only the app can write. */
  messagesTab: 'open' | 'read-only' | 'off'
}

export type Trigger = Readonly<{ id: string; user: User; result: InteractionResult }> & {
  expired: boolean
  used: boolean
}

export type ResponseUrl = Readonly<{
  id: string
  user: User
  channel: Channel
  at: number
  result: InteractionResult
  /** The message whose button was pressed. */
  source: string | undefined
  threadTs: string | undefined
}> & { uses: number }

type Upload = { readonly file: StoredFile; readonly length: number; uploaded: boolean }

/** A call that breaks Slack's limits. */
export type Violation = Readonly<{ method: string; problem: string }>

/** Everything that Slack knows. */
export type World = {
  readonly settings: Settings
  readonly ids: Ids
  readonly team: Readonly<{ id: string; name: string; domain: string }>
  readonly appId: string
  readonly botId: string
  readonly bot: User
  readonly users: Map<string, User>
  readonly members: Map<string, FakeMember>
  readonly channels: Map<string, Channel>
  readonly files: Map<string, StoredFile>
  /** Uploads that were announced and are not completed yet. */
  readonly uploads: Map<string, Upload>
  readonly views: Map<string, FakeView>
  readonly triggers: Map<string, Trigger>
  readonly responseUrls: Map<string, ResponseUrl>
  readonly violations: Violation[]
  readonly warnings: Violation[]
  /** The scopes that the app has needed so far. */
  readonly used: Readonly<{ scopes: Set<string>; events: Set<string>; commands: Set<string> }>
  /** The state of the bot's token. */
  token: 'valid' | 'revoked' | 'uninstalled'
  /** Where the fake listens, such as http://127.0.0.1:4242. */
  origin: string
  /** Hands an event to the app, if it is subscribed to it. */
  publish(subscription: string, scope: string | undefined, event: Json): void
}

export function createWorld(settings: Settings, ids: Ids): World {
  const bot: User = {
    id: ids.next('U'),
    name: 'loopmate',
    bot: true,
    locale: 'en-US',
    tz: 'Etc/UTC',
    admin: false,
    owner: false,
  }
  return {
    settings,
    ids,
    team: { id: ids.next('T'), name: 'Study group', domain: 'study-group' },
    appId: ids.next('A'),
    botId: ids.next('B'),
    bot,
    users: new Map([[bot.id, bot]]),
    members: new Map(),
    channels: new Map(),
    files: new Map(),
    uploads: new Map(),
    views: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    violations: [],
    warnings: [],
    used: { scopes: new Set(), events: new Set(), commands: new Set() },
    token: 'valid',
    origin: '',
    publish: () => undefined,
  }
}

import {
  type CacheWithLimitsOptions,
  Client,
  Events,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  Options,
} from 'discord.js'
import pTimeout from 'p-timeout'
import type { Log } from '../log.ts'

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
]

/** The time that a login may take to end when it is no longer wanted. */
const LOGIN_MS = 3000

/** Events are read from packets, so discord.js need not cache their objects. */
const CACHES: CacheWithLimitsOptions = {
  ApplicationCommandManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user?.id },
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadMemberManager: 0,
  UserManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user?.id },
  VoiceStateManager: 0,
}

export type GatewayOptions = Readonly<{
  token: string
  apiUrl: string
  log: Log
  onPacket(packet: GatewayDispatchPayload): void
  /** The connection broke and is being re-established. */
  onReconnecting(): void
}>

export type Gateway = Readonly<{
  ready: Promise<void>
  /** The code with which Discord closed for good. */
  closedWith(): number | undefined
  destroy(): Promise<void>
}>

/**
 * Connects once; discord.js reconnects and resumes by itself.
 * @param onLost called if Discord closes for good after `ready`
 */
export function connect(
  { token, apiUrl, log, onPacket, onReconnecting }: GatewayOptions,
  withContent: boolean,
  onLost: (code: number) => void,
): Gateway {
  const client = new Client({
    intents: withContent ? [...INTENTS, GatewayIntentBits.MessageContent] : INTENTS,
    rest: { api: apiUrl, version: '10' },
    makeCache: Options.cacheWithLimits(CACHES),
  })
  let closedWith: number | undefined
  let ready = false
  let wanted = true

  client.on(Events.Raw, (packet: GatewayDispatchPayload) => onPacket(packet))
  client.on(Events.Error, (error) => log.warn({ err: error }, 'discord.js reported an error'))
  client.on(Events.ShardError, (error) =>
    log.info({ reason: error.message }, 'the gateway reported an error'),
  )
  client.on(Events.ShardReconnecting, () => {
    // The bot's own disconnection raises this event too.
    if (!wanted) return
    log.info({}, 'reconnecting to Discord')
    onReconnecting()
  })

  const opened = Promise.withResolvers<void>()
  client.once(Events.ClientReady, () => {
    ready = true
    opened.resolve()
  })
  client.on(Events.ShardDisconnect, ({ code }) => {
    closedWith = code
    if (ready) onLost(code)
    else opened.reject(new Error(`closed with ${code}`))
  })
  const login = client.login(token).catch(opened.reject)
  return {
    ready: opened.promise,
    closedWith: () => closedWith,
    async destroy() {
      wanted = false
      opened.reject(new Error('stopped while connecting'))
      // If destroyed while it asks for the gateway's address, discord.js would still connect afterwards.
      await pTimeout(login, { milliseconds: LOGIN_MS, message: false })
      await client.destroy()
    },
  }
}

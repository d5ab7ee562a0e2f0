import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws'
import { GatewayCloseCodes, type GatewayDispatchPayload, GatewayIntentBits, REST } from 'discord.js'
import pTimeout from 'p-timeout'
import type { Log } from '../log.ts'
import { checkFrames } from './frames.ts'

const INTENTS =
  GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.GuildMessageReactions

/** The time that a connection which is no longer wanted may take to end. */
const CONNECTING_MS = 3000

/** Discord closes with these for good; after any other code the client connects again. */
const FOR_GOOD: ReadonlySet<number> = new Set([
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
])

export type GatewayOptions = Readonly<{
  token: string
  apiUrl: string
  log: Log
  /** Must not throw. */
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
 * Connects once; discord.js's connection reconnects and resumes by itself. It is used without discord.js's `Client`,
 * which builds objects of all packets and throws out of the process at one that it can't read (discord.js 7749, 8599,
 * 9696, 10401); the bot reads packets itself.
 * @param onLost called if Discord closes for good after `ready`
 */
export function connect(
  { token, apiUrl, log, onPacket, onReconnecting }: GatewayOptions,
  withContent: boolean,
  onLost: (code: number) => void,
): Gateway {
  const sessions = new Map<number, SessionInfo>()
  const manager = new WebSocketManager({
    token,
    intents: withContent ? INTENTS | GatewayIntentBits.MessageContent : INTENTS,
    rest: new REST({ api: apiUrl, version: '10' }).setToken(token),
    buildStrategy: checkFrames(log),
    // The library's own store is shared by all connections of a process.
    retrieveSessionInfo: (shard) => sessions.get(shard) ?? null,
    updateSessionInfo(shard, session) {
      if (session) sessions.set(shard, session)
      else sessions.delete(shard)
    },
  })
  let closedWith: number | undefined
  let ready = false
  let wanted = true
  const opened = Promise.withResolvers<void>()

  manager.on(WebSocketShardEvents.Dispatch, ({ data }) => onPacket(data))
  manager.on(WebSocketShardEvents.Error, ({ error }) =>
    log.info({ reason: error.message }, 'the gateway reported an error'),
  )
  manager.on(WebSocketShardEvents.Closed, ({ code }) => {
    // The bot's own disconnection raises this event too.
    if (!wanted) return
    if (!FOR_GOOD.has(code)) {
      log.info({}, 'reconnecting to Discord')
      return onReconnecting()
    }
    closedWith = code
    if (ready) onLost(code)
    else opened.reject(new Error(`closed with ${code}`))
  })

  const connecting = manager.connect().then(() => {
    ready = true
    opened.resolve()
  }, opened.reject)

  let ended: Promise<void> | undefined
  async function end(): Promise<void> {
    wanted = false
    opened.reject(new Error('stopped while connecting'))
    // If destroyed while it asks for the gateway's address, it would still connect afterwards.
    await pTimeout(connecting, { milliseconds: CONNECTING_MS, message: false })
    await manager.destroy()
  }

  return {
    ready: opened.promise,
    closedWith: () => closedWith,
    destroy() {
      // A second `manager.destroy()` during the first keeps that one from ever resolving.
      ended ??= end()
      return ended
    },
  }
}

import { type APIInteraction, type APIUser, type GatewayDispatchPayload, REST, Routes } from 'discord.js'
import {
  type BotEvent,
  type CommandDefinition,
  type FormDrafts,
  type Outcome,
  type Platform,
  PlatformError,
} from '#bot'
import { registerCommands } from './commands.ts'
import { createConnection } from './connection.ts'
import { toPlatformError, withoutSecrets } from './errors.ts'
import { readPacket } from './events.ts'
import { createInteractions } from './interactions.ts'
import type { Log } from './log.ts'
import { createPlaces } from './places.ts'
import { createQueues } from './queues.ts'
import { createReading } from './read.ts'
import { createSending } from './send.ts'
import type { DiscordWordsOf } from './words.ts'

export type { DiscordWordsOf } from './words.ts'

export type DiscordOptions = Readonly<{
  token: string
  /** REST base without version, such as `https://discord.com/api`. */
  apiUrl: string
  /** Registers commands in this guild only, where they appear at once. */
  guildId?: string
  log: Log
  drafts: FormDrafts
  words: DiscordWordsOf
}>

/** Two attempts are 15 s at most; what fails then is the outbox's to repeat. */
const REQUEST = { timeout: 7500, retries: 1 }
/** A longer wait belongs to the outbox too, which keeps the place in line. */
const LONGEST_WAIT_MS = 3000

/**
 * The Discord platform. Sending and reading need no connection, so that any replica can deliver while
 * one holds the gateway.
 */
export function createDiscord({ token, apiUrl, guildId, log, drafts, words }: DiscordOptions): Platform {
  const rest = new REST({
    ...REQUEST,
    api: apiUrl,
    version: '10',
    rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > LONGEST_WAIT_MS,
  }).setToken(token)
  const places = createPlaces(rest)
  const running = new Set<Promise<void>>()
  const inTurn = createQueues()
  let handler: ((event: BotEvent) => Promise<Outcome>) | undefined
  let started = false
  let own: string | undefined

  const self = async () => {
    own ??= ((await rest.get(Routes.user())) as APIUser).id
    return own
  }

  async function emit(event: BotEvent): Promise<boolean> {
    try {
      return (await handler?.(event)) === 'done'
    } catch (error) {
      log.error({ err: error, event: event.kind }, 'an event was not handled')
      return false
    }
  }

  const interact = createInteractions({ rest, log, drafts, words, emit })

  async function receive(packet: GatewayDispatchPayload): Promise<void> {
    places.learn(packet)
    switch (packet.t) {
      case 'READY':
        own = packet.d.user.id
        if (started) await emit({ kind: 'connected', platform: 'discord' })
        return
      case 'RESUMED':
        await emit({ kind: 'connected', platform: 'discord' })
        return
      case 'INTERACTION_CREATE':
        return await interact(packet.d as APIInteraction)
      default:
        await inTurn(lineOf(packet), async () => {
          for (const event of await readPacket(packet, await self(), places)) await emit(event)
        })
    }
  }

  /** Packets are handled side by side, but for those of one line; none may take the process down. */
  function onPacket(packet: GatewayDispatchPayload): void {
    const work = receive(packet).catch((error: unknown) => {
      log.error({ err: withoutSecrets(error), packet: packet.t }, 'a packet was not handled')
    })
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  const connection = createConnection({
    token,
    apiUrl,
    log,
    onPacket,
    onLost: (reason) => void emit({ kind: 'lost', platform: 'discord', reason }),
  })

  async function register(commands: readonly CommandDefinition[]): Promise<void> {
    const { id } = (await rest.get(Routes.currentApplication())) as { id: string }
    if (await registerCommands(rest, id, guildId, commands))
      log.info({ commands: commands.length }, 'commands registered with Discord')
  }

  return {
    name: 'discord',
    get readsMessages() {
      return connection.readsContent()
    },
    async start(commands, onEvent) {
      handler = onEvent
      await connection.open()
      try {
        await register(commands)
      } catch (error) {
        const { kind, message } = toPlatformError(error)
        await connection.close()
        throw new PlatformError(kind, `The commands could not be registered. ${message}`)
      }
      started = true
      await emit({ kind: 'connected', platform: 'discord' })
    },
    async stop() {
      started = false
      await connection.close()
      await Promise.allSettled(running)
      handler = undefined
    },
    ...createSending(rest, places, self),
    ...createReading(rest, self),
  }
}

/** What is said in one channel is handled in its order: an edit must not overtake its message. */
function lineOf({ t, d }: GatewayDispatchPayload): string {
  return d && typeof d === 'object' && 'channel_id' in d ? String(d.channel_id) : t
}

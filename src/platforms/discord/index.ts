import {
  type APIInteraction,
  type APIUser,
  type GatewayDispatchPayload,
  REST,
  type RESTOptions,
  Routes,
} from 'discord.js'
import { Agent } from 'undici'
import type { TranslateIn } from '#bot'
import {
  type BotEvent,
  type CommandDefinition,
  type FormDrafts,
  type Outcome,
  type Platform,
  PlatformError,
} from '#bot'
import { createQueues } from '../../kit/queues.ts'
import { createEmit, createUnderWay, logUnhandled } from '../handling.ts'
import type { Log } from '../log.ts'
import { registerCommands } from './commands.ts'
import { BAD_TOKEN, createConnection } from './connection.ts'
import { isUnauthorized, toPlatformError, withoutSecrets } from './errors.ts'
import { readPacket } from './events.ts'
import { createInteractions } from './interactions.ts'
import { createMissing } from './missing.ts'
import { ready } from './packets.ts'
import { createProxies } from './proxies.ts'
import { createReading } from './read.ts'
import { createSending } from './send.ts'
import { createThreadParents } from './thread-parents.ts'
import { keepToken } from './token.ts'

export type DiscordOptions = Readonly<{
  token: string
  /** REST base without version, such as `https://discord.com/api`. */
  apiUrl: string
  /** Registers commands in this guild only, where they appear at once. */
  guildId?: string
  log: Log
  drafts: FormDrafts
  translate: TranslateIn
}>

/** Two attempts take 15 s at most; the outbox repeats what fails then. */
const REQUEST = { timeout: 7500, retries: 1 }
/** A longer wait belongs to the outbox too, which keeps the order. */
const LONGEST_WAIT_MS = 3000

/**
 * The Discord platform. Sending and reading need no connection, so any replica can deliver while one holds the
 * gateway.
 */
export function createDiscord({ token, apiUrl, guildId, log, drafts, translate }: DiscordOptions): Platform {
  const restOptions: Partial<RESTOptions> = {
    ...REQUEST,
    api: apiUrl,
    version: '10',
    // undici's default agent is that of whichever undici was loaded first, such as Bolt's, and another version's can't
    // send discord.js's files.
    agent: new Agent(),
    rejectOnRateLimit: ({ retryAfter, timeToReset }) => Math.max(retryAfter, timeToReset) > LONGEST_WAIT_MS,
  }
  const rest = new REST(restOptions).setToken(token)
  const threadParents = createThreadParents(rest)
  const proxies = createProxies()
  const underWay = createUnderWay()
  const inTurn = createQueues()
  let handler: ((event: BotEvent) => Promise<Outcome>) | undefined
  /** Identifies the latest start; undefined after a stop. */
  let latest: symbol | undefined
  let starting = false
  let started = false
  let own: string | undefined

  const self = async () => {
    own ??= ((await rest.get(Routes.user())) as APIUser).id
    return own
  }

  const emit = createEmit(() => handler, log)
  const wellHandled = async (event: BotEvent) => (await emit(event)) === 'done'
  const interact = createInteractions({ rest, log, drafts, translate, emit: wellHandled })

  async function receive(packet: GatewayDispatchPayload): Promise<void> {
    threadParents.learn(packet)
    switch (packet.t) {
      case 'READY':
        own = ready.parse(packet.d).user.id
        if (started) await emit({ kind: 'connected', platform: 'discord' })
        return
      case 'RESUMED':
        await emit({ kind: 'connected', platform: 'discord' })
        return
      case 'INTERACTION_CREATE':
        return await interact(packet.d as APIInteraction)
      default:
        await inTurn(lineOf(packet), async () => {
          const events = await readPacket(packet, await self(), threadParents)
          for (const event of events.flatMap(proxies.settle)) await emit(event)
        })
    }
  }

  /** Handles packets concurrently, except those of one channel. Never rejects. */
  function onPacket(packet: GatewayDispatchPayload): void {
    const work = receive(packet).catch((error: unknown) => {
      logUnhandled(log, withoutSecrets(error), { packet: packet.t })
    })
    underWay.add(work)
  }

  const connection = createConnection({
    token,
    apiUrl,
    log,
    onPacket,
    onReconnecting: () => {
      if (started) void emit({ kind: 'disconnected', platform: 'discord' })
    },
    onLost,
  })

  function onLost(reason: string): void {
    void emit({ kind: 'lost', platform: 'discord', reason })
  }

  const giveTokenBack = keepToken({
    rest,
    token,
    options: restOptions,
    isStarting: () => starting,
    onRefused() {
      if (started) onLost(BAD_TOKEN)
      else log.error({}, BAD_TOKEN)
    },
  })

  /** @throws PlatformError of one sentence for the operator */
  async function register(commands: readonly CommandDefinition[]): Promise<void> {
    try {
      const { id } = (await rest.get(Routes.currentApplication())) as { id: string }
      if (await registerCommands(rest, id, guildId, commands))
        log.info({ commands: commands.length }, 'commands registered with Discord')
    } catch (error) {
      if (isUnauthorized(error)) throw new PlatformError('forbidden', BAD_TOKEN)
      const { kind, message } = toPlatformError(error)
      throw new PlatformError(kind, `The commands could not be registered. ${message}`)
    }
  }

  return {
    name: 'discord',
    inbound: 'exclusive',
    showsPrivateImages: true,
    get readsMessages() {
      return connection.readsContent()
    },
    async start(commands, onEvent) {
      handler = onEvent
      const mine = Symbol('start')
      latest = mine
      starting = true
      try {
        giveTokenBack()
        // Before the gateway: Discord limits the sessions per day, and a failed start is repeated.
        await register(commands)
        if (latest !== mine) throw new PlatformError('later', 'It was stopped while it was starting.')
        await connection.open()
      } finally {
        starting = false
      }
      giveTokenBack()
      started = true
      await emit({ kind: 'connected', platform: 'discord' })
    },
    async stop() {
      started = false
      latest = undefined
      await connection.close()
      await underWay.settled()
      handler = undefined
    },
    ...createSending(rest, threadParents, self),
    ...createReading(rest, self),
    ...createMissing(rest, self),
  }
}

/** Events of one channel are handled in order: an edit must not overtake its message. */
function lineOf({ t, d }: GatewayDispatchPayload): string {
  return d && typeof d === 'object' && 'channel_id' in d ? String(d.channel_id) : t
}

import { WebClient } from '@slack/web-api'
import type { TranslateIn } from '#bot'
import {
  type BotEvent,
  type ChannelRef,
  type CommandDefinition,
  type Message,
  type Outcome,
  type Platform,
  PlatformError,
} from '#bot'
import { createQueues } from '../../kit/queues.ts'
import { createEmit, createUnderWay, logUnhandled } from '../handling.ts'
import type { Log } from '../log.ts'
import { createConnection } from './connection.ts'
import { createSpeaking, isRefusedToken, toPlatformError, withoutSecrets } from './errors.ts'
import { readEvent } from './events.ts'
import { createFiles } from './files.ts'
import { createInteractions } from './interactions.ts'
import { missingIn } from './membership.ts'
import { createMessageThreads } from './message-threads.ts'
import { type Mount, receiveOverHttp } from './mount.ts'
import { createPace } from './pace.ts'
import type { RawEnvelope } from './payloads.ts'
import { createPeople } from './people.ts'
import { createPosting, type PostingContext } from './posting.ts'
import { createReading, readStanding, type Self } from './reading.ts'
import { boltLog, type Received } from './receiving.ts'
import { isDirect } from './refs.ts'
import { leadsSomewhere, type Scene, usersIn } from './render.ts'
import { createSaying } from './saying.ts'
import { createSending } from './sending.ts'
import { createTokenCheck } from './token-check.ts'

export type SlackOptions = Readonly<{
  botToken: string
  /** The way of events: a connection that the bot opens, or requests to its HTTP server. */
  inbound: Readonly<{ appToken: string }> | Readonly<{ signingSecret: string }>
  /** Web API base, such as `https://slack.com/api/`. */
  apiUrl: string
  log: Log
  translate: TranslateIn
  /** Bot time, milliseconds. */
  now(): number
  /** The interval between two messages of one channel; Slack asks for one second. */
  paceMs?: number
  /** The socket's delay before a reconnection, multiplied by the failures so far; 5 s. */
  pingMs?: number
}>

export type Slack = Platform &
  Readonly<{
    /** The requests that the HTTP server passes on, if Slack sends requests. */
    mount?: Mount
  }>

const REQUEST_MS = 7500
const PACE_MS = 1000
export const BAD_TOKEN =
  "Slack refused the bot token: put the one from your app's page (OAuth & Permissions, Bot User OAuth Token) into SLACK_BOT_TOKEN."

/**
 * The Slack platform. Sending and reading need no connection, so any replica can deliver while one holds the
 * socket.
 */
export function createSlack(options: SlackOptions): Slack {
  const { botToken, inbound, apiUrl, log, translate, paceMs = PACE_MS, pingMs } = options
  const client = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    timeout: REQUEST_MS,
    // The outbox repeats failures: it keeps the order and knows which attempts may have arrived.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLog(log),
  })
  let handler: ((event: BotEvent) => Promise<Outcome>) | undefined
  let commands: readonly CommandDefinition[] = []
  let started = false
  let own: Self | undefined
  const underWay = createUnderWay()
  const inTurn = createQueues()

  const emit = createEmit(() => handler, log)

  /** Never rejects. */
  function background(work: Promise<void>): void {
    const done = work.catch((error: unknown) => {
      if (isRefusedToken(error)) token.check()
      logUnhandled(log, withoutSecrets(error), {})
    })
    underWay.add(done)
  }

  async function self(): Promise<Self> {
    if (own) return own
    const { user_id, bot_id, team_id, enterprise_id, url } = await client.auth.test()
    if (!user_id || !team_id || !url) throw new PlatformError('later', 'Slack did not say who the bot is.')
    own = {
      user: user_id,
      bot: bot_id ?? '',
      team: team_id,
      url,
      ...(enterprise_id && { enterprise: enterprise_id }),
    }
    return own
  }

  const onLost = (reason: string) => void emit({ kind: 'lost', platform: 'slack', reason })

  const token = createTokenCheck(
    () => client.auth.test(),
    async (removed) => {
      if (!started) return log.error({}, BAD_TOKEN)
      if (removed && own) await emit({ kind: 'gone', place: { platform: 'slack', space: own.team } })
      onLost(BAD_TOKEN)
    },
  )

  const speaking = createSpeaking(token.check)
  const people = createPeople(client, log)
  const files = createFiles(client, log)
  const messageThreads = createMessageThreads(client)
  const look = (thread: ChannelRef, ts: string) => readStanding(client, thread, ts)
  const scene = (): Scene => ({ nameOf: people.known, translate, now: options.now(), workspace: own?.url })
  const meet = async (message: Message) => {
    if (leadsSomewhere(message)) await self()
    await Promise.all(usersIn(message).map(people.find))
  }
  const posts: PostingContext = { client, messageThreads, pace: createPace(paceMs), scene, meet }
  const posting = createPosting(posts)
  const saying = createSaying(posts, posting)
  const interactions = createInteractions({
    client,
    log,
    speaking,
    saying,
    scene,
    meet,
    people,
    translate,
    commands: () => commands,
    self,
    emit,
  })

  async function onEvent(envelope: RawEnvelope): Promise<void> {
    const { event } = envelope
    switch (event.type) {
      case 'app_home_opened': {
        const { user, tab } = event
        if (tab === 'home' && typeof user === 'string') await interactions.showHome(user)
        return
      }
      case 'tokens_revoked':
        if (isOwn(envelope, await self())) token.check()
        return
      case 'app_uninstalled':
        if (isOwn(envelope, await self())) token.checkRemoval()
        return
      default:
        // Events of one channel are handled in order: an edit must not overtake its message.
        await inTurn(lineOf(event), async () => {
          for (const each of await readEvent(event, { messageThreads, people, files, self, look }))
            await emit(each)
        })
    }
  }

  const received: Received = { interactions, onEvent, background, log }
  const mount =
    'signingSecret' in inbound ? receiveOverHttp(inbound.signingSecret, () => started, received) : undefined
  const connection =
    'appToken' in inbound
      ? createConnection({
          appToken: inbound.appToken,
          apiUrl,
          received,
          log,
          onUp() {
            if (started) background(emit({ kind: 'connected', platform: 'slack' }).then(() => undefined))
          },
          onDown() {
            if (started) background(emit({ kind: 'disconnected', platform: 'slack' }).then(() => undefined))
          },
          onLost,
          ...(pingMs !== undefined && { pingMs }),
        })
      : undefined

  return {
    name: 'slack',
    inbound: connection ? 'exclusive' : 'shared',
    showsPrivateImages: false,
    readsMessages: true,
    async start(definitions, onEvent) {
      handler = onEvent
      commands = definitions
      own = undefined
      try {
        await self()
      } catch (error) {
        throw isRefusedToken(error) ? new PlatformError('forbidden', BAD_TOKEN) : toPlatformError(error)
      }
      await connection?.open()
      started = true
      await emit({ kind: 'connected', platform: 'slack' })
    },
    async stop() {
      started = false
      await connection?.close()
      await underWay.settled()
      handler = undefined
    },
    ...createSending(posts, posting, speaking),
    missing: ({ channel }) =>
      speaking(async () => {
        if (isDirect(channel)) throw new PlatformError('invalid', 'A direct conversation takes no threads.')
        return missingIn(client, channel)
      }),
    ...createReading({ client, token: botToken, apiUrl, people, files, speaking, self }),
    ...(mount && { mount }),
  }
}

function lineOf(event: RawEnvelope['event']): string {
  if (typeof event.channel === 'string') return event.channel
  const { item } = event as { item?: { channel?: unknown } }
  return typeof item?.channel === 'string' ? item.channel : event.type
}

/** An app may be installed in several workspaces. What happens to a whole organisation names its id only. */
function isOwn({ team, enterprise }: RawEnvelope, own: Self): boolean {
  const told = team ?? enterprise
  return told === own.team || told === own.enterprise
}

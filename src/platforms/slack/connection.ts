import { SocketModeReceiver } from '@slack/bolt'
import pTimeout from 'p-timeout'
import { PlatformError } from '#bot'
import type { Log } from '../log.ts'
import { codeOf, isRefusedToken, toPlatformError } from './errors.ts'
import { checkFrames } from './frames.ts'
import { type Ack, boltLog, type Received, receive } from './receiving.ts'

const BAD_APP_TOKEN =
  "Slack refused the app-level token: put the one from your app's page (Basic Information, App-Level Tokens, scope connections:write) into SLACK_APP_TOKEN."

export type ConnectionOptions = Readonly<{
  appToken: string
  apiUrl: string
  received: Received
  log: Log
  /** The connection is up, for the first time or again. */
  onUp(): void
  onDown(): void
  /** The connection is lost for good. */
  onLost(reason: string): void
  /** The time for which a silent connection is trusted, and the delay before each attempt to reconnect. */
  pingMs?: number
}>

export type Connection = Readonly<{
  /** @throws PlatformError of one sentence for the operator: `forbidden` when the token is refused */
  open(): Promise<void>
  close(): Promise<void>
}>

const CLOSE_MS = 3000
/** Slack's answers to an app token that make a retry useless. */
const HOPELESS =
  /"error":\s*"(?:not_authed|invalid_auth|account_inactive|user_removed_from_team|team_disabled|token_revoked|token_expired|not_allowed_token_type|missing_scope|access_denied)"/u

/** Holds the Socket Mode connection, which Slack renews every few hours. */
export function createConnection(options: ConnectionOptions): Connection {
  let current: Readonly<{ opened: Promise<void>; close(): Promise<void> }> | undefined
  return {
    async open() {
      current = connect(options)
      await current.opened
    },
    async close() {
      await current?.close()
      current = undefined
    },
  }
}

function connect(options: ConnectionOptions) {
  const { appToken, apiUrl, received, log, pingMs } = options
  let wanted = true
  let up = false
  const opened = Promise.withResolvers<void>()

  /**
   * Asks for the connection's address. After a first connection, the client gives up with a rejection that nobody
   * can catch, and it would even reconnect after a stop: so the request then stays unanswered.
   */
  const ask: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (!wanted) return await never()
    if (!up || !HOPELESS.test(await response.clone().text())) return response
    options.onLost(BAD_APP_TOKEN)
    return await never()
  }

  // The client's default retryConfig: with a shorter one, an outage during a reconnection would end it for good.
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(log),
    installerOptions: { clientOptions: { slackApiUrl: apiUrl, fetch: ask } },
    ...(pingMs !== undefined && { clientPingTimeout: pingMs }),
  })
  const { client } = receiver
  checkFrames(client, log)
  client.on('slack_event', ({ body, ack }: Readonly<{ body: unknown; ack: Ack }>) => {
    // A payload that can't be read is acknowledged too, or Slack would send it again.
    const handled = receive(body, received)?.(ack) ?? ack()
    handled.catch((error: unknown) => log.warn({ err: error }, 'a payload of Slack was not acknowledged'))
  })
  client.on('connected', () => {
    if (!wanted) return
    up = true
    opened.resolve()
    options.onUp()
  })
  client.on('close', () => {
    if (!wanted || !up) return
    log.info({}, 'reconnecting to Slack')
    options.onDown()
  })
  client.start().catch((error: unknown) => opened.reject(explain(error)))
  return {
    opened: opened.promise,
    async close() {
      wanted = false
      opened.reject(new PlatformError('later', 'It was stopped while it was starting.'))
      await pTimeout(client.disconnect(), { milliseconds: CLOSE_MS, message: false })
    },
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}

function explain(error: unknown): PlatformError {
  const code = codeOf(error)
  const refused = isRefusedToken(error) || code === 'not_allowed_token_type' || code === 'missing_scope'
  return refused ? new PlatformError('forbidden', BAD_APP_TOKEN) : toPlatformError(error)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, HTTPReceiver, type Logger, LogLevel, type Receiver } from '@slack/bolt'
import type { Log } from '../log.ts'
import { withoutSecrets } from './errors.ts'
import type { RawEvent } from './events.ts'
import type { createInteractions } from './interactions.ts'
import { EVENTS_PATH } from './manifest.ts'
import type { RawAction, RawCommand, RawSubmission } from './raw-interactions.ts'
import type { Self } from './reading.ts'

export type Received = Readonly<{
  interactions: ReturnType<typeof createInteractions>
  self(): Promise<Self>
  onEvent(event: RawEvent): Promise<void>
  /** Work that a stop waits for. */
  background(work: Promise<void>): void
  log: Log
}>

/** Listens to a receiver. Everything is acknowledged before it is handled, except forms, whose response is the result. */
export function listen(receiver: Receiver, received: Received): App {
  const { interactions, self, onEvent, background, log } = received
  const app = new App({
    receiver,
    // There is one workspace with one token, so Bolt has nothing to look up.
    authorize: async () => {
      const { user, bot } = await self()
      return { botId: bot, botUserId: user }
    },
    ignoreSelf: false,
    convoStore: false,
    logger: boltLog(log),
  })
  app.command(/.*/u, async ({ command, ack, respond }) => {
    const receivedAt = performance.now()
    await ack()
    background(interactions.command(command as RawCommand, respond, receivedAt))
  })
  app.action(/.*/u, async ({ body, ack }) => {
    const receivedAt = performance.now()
    await ack()
    background(interactions.action(body as unknown as RawAction, receivedAt))
  })
  app.view(/.*/u, async ({ body, ack }) => {
    const submitted = interactions.submission(
      body as unknown as RawSubmission,
      (response) => (response ? ack(response) : ack()),
      performance.now(),
    )
    background(submitted)
  })
  app.event(/.*/u, async ({ event }) => {
    background(onEvent(event as unknown as RawEvent))
  })
  app.error(async (error) => {
    log.error({ err: withoutSecrets(error) }, 'a request of Slack was not handled')
  })
  return app
}

export type Mount = Readonly<{
  path: string
  request(request: IncomingMessage, response: ServerResponse): void
}>

/** Slack's payloads are far smaller. */
const BODY_LIMIT = 1024 * 1024

/**
 * Handles Slack's requests on the bot's HTTP server. Bolt checks their signature and age (401).
 * @param isStarted until then, Slack is asked to try again
 */
export function receiveOverHttp(
  signingSecret: string,
  isStarted: () => boolean,
  log: Log,
): Readonly<{ receiver: Receiver; mount: Mount }> {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [EVENTS_PATH],
    bodyLimit: BODY_LIMIT,
    logger: boltLog(log),
  })
  return {
    receiver,
    mount: {
      path: EVENTS_PATH,
      request(request, response) {
        if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end()
        if (!isStarted()) return void response.writeHead(503, { 'retry-after': '2' }).end()
        void receiver.requestListener(request, response)
      },
    },
  }
}

/** The first line of a log message of Bolt, since the rest may hold people's texts. */
export function boltLog(log: Log): Logger {
  const say =
    (level: 'info' | 'warn') =>
    (...parts: readonly unknown[]) => {
      const [text = ''] = String(parts[0]).split('\n')
      log[level]({ said: text.slice(0, 200) }, 'Bolt')
    }
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: say('info'),
    error: say('warn'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  }
}

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
  /** Stopping waits for it. */
  background(work: Promise<void>): void
  log: Log
}>

/** Listens to what a receiver gets from Slack. Everything is acknowledged before it is looked into, but for forms, whose answer is what was found. */
export function listen(receiver: Receiver, received: Received): App {
  const { interactions, self, onEvent, background, log } = received
  const app = new App({
    receiver,
    // One workspace, one token: there is nothing to be looked up.
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
    log.error({ err: withoutSecrets(error) }, 'what Slack sent was not handled')
  })
  return app
}

export type Mount = Readonly<{
  path: string
  request(request: IncomingMessage, response: ServerResponse): void
}>

/** Slack's own payloads stay far below it. */
const BODY_LIMIT = 1024 * 1024

/**
 * Takes requests of Slack's on an HTTP server of others. Bolt checks their signature and age (401).
 * @param isStarted before, Slack is asked to come again
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

/** Bolt's and Slack's own remarks, which can hold what was sent: their first line only. */
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

import { type Logger, LogLevel } from '@slack/bolt'
import { logSkipped } from '../handling.ts'
import type { Log } from '../log.ts'
import type { createInteractions } from './interactions.ts'
import { type Payload, type RawEnvelope, readPayload } from './payloads.ts'
import type { Respond } from './raw-interactions.ts'

export type Received = Readonly<{
  interactions: ReturnType<typeof createInteractions>
  onEvent(envelope: RawEnvelope): Promise<void>
  /** Work that a stop waits for. */
  background(work: Promise<void>): void
  log: Log
}>

/** Answers Slack, which waits three seconds for it; only a form's answer has content. */
export type Ack = (response?: object) => Promise<void>

/**
 * Handles what Slack sent. Everything is acknowledged before it is handled, except forms, whose response is the result.
 * Bolt's `App` would do the same, but reads payloads without checking them.
 * @returns how to handle it; undefined if it can't be read, which is logged
 */
export function receive(body: unknown, received: Received): ((ack: Ack) => Promise<void>) | undefined {
  const payload = readPayload(body)
  if ('problem' in payload) {
    logSkipped(received.log, payload.problem)
    return undefined
  }
  return (ack) => handle(payload, ack, received)
}

async function handle(payload: Payload, ack: Ack, received: Received): Promise<void> {
  const { interactions, onEvent, background } = received
  const receivedAt = performance.now()
  if (payload.kind === 'submission')
    return background(interactions.submission(payload.raw, (response) => ack(response), receivedAt))
  await ack()
  switch (payload.kind) {
    case 'event':
      return background(onEvent(payload.envelope))
    case 'command':
      return background(interactions.command(payload.raw, respondTo(payload.raw.response_url), receivedAt))
    case 'action':
      return background(interactions.action(payload.raw, receivedAt))
    case 'nothing':
      return
    default:
      return payload satisfies never
  }
}

function respondTo(url: string | undefined): Respond {
  return async (message) => {
    if (url === undefined) throw new Error('Slack gave no address to respond to')
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the address to respond to answered ${response.status}`)
  }
}

/** The first line of a log message of Slack's libraries, since the rest may hold people's texts. */
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

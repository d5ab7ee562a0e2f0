import { createHmac } from 'node:crypto'
import { afterWorkingFor } from '../deadline.ts'
import type { Delivered, Outgoing } from './delivery.ts'
import type { Json } from './model.ts'
import type { World } from './world.ts'

/** The headers with which Slack proves that a body is its own. */
export function signedHeaders(
  secret: string,
  body: string,
  seconds = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')
  return {
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${signature}`,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
  }
}

/** Hands something to the app's request URL. */
export async function sendByHttp(world: World, url: string, outgoing: Outgoing): Promise<Delivered> {
  const { body, type } = encode(outgoing)
  const { retry } = outgoing
  const late = new AbortController()
  const callOff = afterWorkingFor(world.settings.ackDeadlineMs, () => late.abort())
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': type,
        ...signedHeaders(world.settings.signingSecret, body),
        ...(retry && { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
      },
      signal: late.signal,
    })
    const text = await response.text()
    if (response.ok) return { ok: true, response: readAnswer(text, response.headers) }
    return { ok: false, reason: 'http_error', final: response.headers.get('x-slack-no-retry') === '1' }
  } catch {
    return { ok: false, reason: late.signal.aborted ? 'http_timeout' : 'connection_failed' }
  } finally {
    callOff()
  }
}

/**
 * Asks the app whether this address is its own, as Slack does when it is entered.
 * @throws Error when the app does not answer with the challenge
 */
export async function verifyUrl(world: World, url: string): Promise<void> {
  const challenge = world.ids.next('challenge')
  const body = JSON.stringify({ token: 'legacy', challenge, type: 'url_verification' })
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...signedHeaders(world.settings.signingSecret, body),
    },
  })
  const text = await response.text()
  if (!response.ok || !text.includes(challenge))
    throw new Error(`${url} answered the challenge with ${response.status} ${text}`)
}

function encode({ kind, payload }: Outgoing): { body: string; type: string } {
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' }
  const fields: [string, string][] =
    kind === 'interactive'
      ? [['payload', JSON.stringify(payload)]]
      : Object.entries(payload).map(([name, value]) => [name, String(value)])
  return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' }
}

function readAnswer(text: string, headers: Headers): Json | undefined {
  if (text === '') return undefined
  if (!headers.get('content-type')?.startsWith('application/json')) return { text }
  return JSON.parse(text) as Json
}

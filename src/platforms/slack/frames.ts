import type { SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'
import { logSkipped, problemOf } from '../handling.ts'
import type { Log } from '../log.ts'

type Client = SocketModeReceiver['client']

const frame = z.union([
  z.object({ type: z.enum(['hello', 'disconnect']), reason: z.string().optional() }),
  z.object({ type: z.string(), envelope_id: z.string(), payload: z.unknown() }),
])

/**
 * Checks the socket's frames before Slack's client reads them. It reads them unchecked in a listener whose failure ends
 * the process, and raises an event under whatever name a frame holds, such as the client's own `close`. All payloads
 * come as `slack_event`.
 */
export function checkFrames(client: Client, log: Log): void {
  const readers = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown) => {
    const read = frame.safeParse(parse(data))
    if (!read.success) return logSkipped(log, problemOf(read.error))
    const checked = 'envelope_id' in read.data ? { ...read.data, type: 'payload' } : read.data
    for (const reader of readers) reader(JSON.stringify(checked), false)
  })
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(typeof data === 'string' ? data : '')
  } catch {
    return undefined
  }
}

import pg from 'pg'
import { backoffMs } from '../kit/backoff.ts'

/**
 * Listens on a channel until the returned function is called. `hear` is called without a payload whenever the connection
 * was made, for the first time or again, since earlier notifications were not received.
 */
export type Listen = (channel: string, hear: (payload?: string) => void) => () => void

export type NotificationListener = Readonly<{ listen: Listen; close(): void }>

/** The wait after a connection that broke or could not be made. It doubles with each further failure. */
const RETRY_MS = 100
const LONGEST_MS = 5_000

/**
 * Listens on one connection for all channels. It connects when first needed and again whenever the connection breaks. It
 * also notices a connection that a network drops silently, which TCP notices after a quarter of an hour only. An answer
 * to a check means that all earlier notifications were received.
 * @param checkMs the time between checks; an answer has a quarter of it. So a listener knows after one and a quarter of
 * it that it may have missed something, and need not query for work in the meantime
 */
export function createListener(open: () => pg.Client, checkMs: number): NotificationListener {
  const hearers = new Map<string, Set<(payload?: string) => void>>()
  let client: pg.Client | undefined
  /** The last query on the connection; queries run one at a time. */
  let turn: Promise<unknown> = Promise.resolve()
  /** The timer of the next attempt to connect. */
  let timer: NodeJS.Timeout | undefined
  /** The timer of the next check, or of its answer. */
  let check: NodeJS.Timeout | undefined
  let failures = 0
  let closed = false

  function connect(): void {
    timer = undefined
    const own = open()
    client = own
    const lost = () => {
      if (client !== own) return
      client = undefined
      clearTimeout(check)
      own.end().catch(() => undefined)
      if (!closed) timer = setTimeout(connect, backoffMs(++failures, RETRY_MS, LONGEST_MS))
    }
    own.on('error', lost)
    own.on('end', lost)
    own.on('notification', ({ channel, payload }) => tell(channel, payload))
    turn = own.connect().then(() => {
      failures = 0
    })
    turn.catch(lost)
    for (const channel of hearers.keys()) say(own, channel)
    watch(own, lost)
  }

  /** Begins with the connection, since a network may drop its first query too. */
  function watch(own: pg.Client, lost: () => void): void {
    if (client !== own) return
    check = setTimeout(() => {
      check = setTimeout(lost, checkMs / 4)
      turn = turn.then(() => own.query('select'))
      turn.then(
        () => {
          if (client !== own) return
          clearTimeout(check)
          watch(own, lost)
        },
        () => undefined,
      )
    }, checkMs)
  }

  function say(own: pg.Client, channel: string): void {
    turn = turn.then(() => own.query(`listen ${pg.escapeIdentifier(channel)}`))
    // A failure ends the connection, and a new one listens again.
    turn.then(
      () => tell(channel),
      () => undefined,
    )
  }

  function tell(channel: string, payload?: string): void {
    for (const hear of hearers.get(channel) ?? []) hear(payload)
  }

  return {
    listen(channel, hear) {
      const known = hearers.get(channel)
      hearers.set(channel, (known ?? new Set()).add(hear))
      if (client) say(client, channel)
      else if (!timer && !closed) connect()
      return () => void hearers.get(channel)?.delete(hear)
    },
    close() {
      closed = true
      clearTimeout(timer)
      clearTimeout(check)
      const own = client
      client = undefined
      own?.end().catch(() => undefined)
    },
  }
}

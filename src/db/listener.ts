import pg from 'pg'
import { backoffMs } from '../kit/backoff.ts'

/**
 * Hears what is said on a channel, until the function that is returned is called. `hear` is called without
 * a payload whenever the connection is made, for the first time or again: what was said before was not heard.
 */
export type Listen = (channel: string, hear: (payload?: string) => void) => () => void

export type Listener = Readonly<{ listen: Listen; close(): void }>

/** After a connection that broke or could not be made; each further time twice as long. */
const RETRY_MS = 100
const LONGEST_MS = 5_000

/**
 * LISTEN on one connection for all channels, which is made when first needed and again whenever it breaks: also where
 * a network swallows it without a word, which TCP notices after a quarter of an hour. An answer means that all that
 * was notified before it was heard.
 * @param checkMs it is asked so often whether it is there, and has a quarter of that to answer: whoever listens knows
 * after one and a quarter at most that something may have been missed, and needn't ask the database for work meanwhile
 */
export function createListener(open: () => pg.Client, checkMs: number): Listener {
  const hearers = new Map<string, Set<(payload?: string) => void>>()
  let client: pg.Client | undefined
  /** What is said to PostgreSQL is said one after the other. */
  let turn: Promise<unknown> = Promise.resolve()
  /** Of the next attempt to connect. */
  let timer: NodeJS.Timeout | undefined
  /** Of the connection's next check, or of the answer to it. */
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

  /** From the beginning on, since what is said first may be swallowed too. */
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
    // What fails fails with its connection, which is made again.
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

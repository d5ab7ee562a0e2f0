import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { PlatformError, type PlatformName } from '#bot'
import type { Listen } from '../../db/client.ts'
import { backoffMs } from '../../kit/backoff.ts'
import { createNotifier } from '../../kit/notifier.ts'
import { type Ending, type Guarded, holdLease, type LeaseHolder, type LeaseTiming } from './holder.ts'
import { giveBack, LEASE_CHANNEL, readLease, type SeenLease, take } from './row.ts'
import type { Session } from './session.ts'

export type { Guarded, LeaseTiming } from './holder.ts'
export { readStoredAccess } from './row.ts'

/** `standby`: another replica holds the lease. */
export type LeaseState = 'connecting' | 'connected' | 'standby'

export type LeaseOptions = Readonly<{
  platform: PlatformName
  guarded: Guarded
  session: Session
  listen: Listen
  log: Logger
  timing?: Partial<LeaseTiming>
  onState?(state: LeaseState): void
  /** Called if a later attempt than the first fails and trying again won't help. */
  onLost(reason: string): void
}>

export type Lease = Readonly<{
  /**
   * Settles after the first attempt: connected, on standby, or failed in a way after which it goes on trying.
   * @throws PlatformError when trying again won't help
   */
  tried: Promise<void>
  state(): LeaseState
  /** Whether this replica may act for the platform now. Exact even if timers are late. */
  holds(): boolean
  /** The holder's finding, in whichever replica; undefined while it is unknown. */
  readsMessages(): boolean | undefined
  /** Closes, and gives the lease back at once. */
  stop(): Promise<void>
}>

/**
 * discord.js may take 3 s to give up a login under way, hence the time between `fenceMs` and `leaseMs`. After a death
 * that the session does not reveal, another replica connects after `leaseMs`.
 */
const TIMING: LeaseTiming = {
  leaseMs: 10_000,
  renewMs: 2_000,
  fenceMs: 6_500,
  lookMs: 2_000,
  goneMs: 500,
  retryMs: 1_000,
  openLimitMs: 60_000,
}
const LONGEST_RETRY_MS = 30_000
const DATABASE_RETRY_MS = 500

/** Keeps a platform's inbound connection open in one replica: in this one whenever it can take the lease. */
export function keepLease(options: LeaseOptions): Lease {
  const { platform, guarded, session, listen, log, onState, onLost } = options
  const timing = { ...TIMING, ...options.timing }
  const notifier = createNotifier()
  const stopping = new AbortController()
  const tried = Promise.withResolvers<void>()
  let first = true
  let state: LeaseState = 'connecting'
  let known: boolean | undefined
  let holder: LeaseHolder | undefined

  const change = (next: LeaseState) => {
    if (next === state) return
    state = next
    onState?.(next)
  }
  const settle = () => {
    first = false
    tried.resolve()
  }
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined)

  async function run(): Promise<void> {
    const seek = createSeek(platform, session, timing)
    let own: number | undefined
    let failures = 0
    while (!stopping.signal.aborted) {
      const found = await seek(own).catch((err: unknown) => {
        log.warn({ err, platform }, 'the lease could not be read; trying again')
        return undefined
      })
      if (stopping.signal.aborted && found && 'token' in found) await handBack(found.token)
      else if (!found) await pause(DATABASE_RETRY_MS)
      else if ('seen' in found) {
        own = undefined
        known = found.seen.readsMessages ?? undefined
        // It is not on standby for a holder that may be gone.
        if (!found.seen.gone) standBy()
        await notifier.wait(found.waitMs)
      } else {
        const ending = await hold(found)
        // A fenced lease can be taken again at once unless another replica has it.
        own = ending.kind === 'fenced' ? found.token : undefined
        failures = ending.kind === 'failed' ? failures + 1 : 0
        if (ending.kind !== 'failed') continue
        if (!mayRetry(ending.error)) return giveUp(ending.error)
        settle()
        await pause(backoffMs(failures, timing.retryMs, LONGEST_RETRY_MS))
      }
    }
  }

  async function hold({ token, began }: Taken): Promise<Ending> {
    const about = { platform, guarded, session, timing, token, began, onOpen: opened, onEnding: ended }
    holder = holdLease(about)
    const ending = await holder.over
    sayWhy(ending)
    if (ending.kind === 'stopped' || ending.kind === 'failed') await handBack(token)
    return ending
  }

  const handBack = (token: number) =>
    session
      .query((db) => giveBack(db, platform, token))
      .catch((err: unknown) => log.warn({ err, platform }, 'the lease was not given back; it runs out'))

  function opened(): void {
    if (!first) log.info({ platform }, 'connected: this replica holds the connection now')
    known = guarded.readsMessages()
    change('connected')
    settle()
  }

  function ended(): void {
    change('connecting')
  }

  function standBy(): void {
    if (state !== 'standby') log.info({ platform }, 'standing by: another replica holds the connection')
    change('standby')
    settle()
  }

  function sayWhy(ending: Ending): void {
    if (ending.kind === 'fenced')
      log.warn({ platform }, 'the lease was not renewed in time, so the connection was closed')
    if (ending.kind === 'taken')
      log.warn({ platform }, 'another replica took the lease, so the connection was closed')
    if (ending.kind === 'failed' && mayRetry(ending.error))
      log.warn({ err: ending.error, platform }, 'the connection could not be opened; trying again')
  }

  function giveUp(error: unknown): void {
    if (first) tried.reject(error)
    else onLost(error instanceof Error ? error.message : String(error))
  }

  // Callers that await it get the error; without one it must not count as unhandled.
  tried.promise.catch(() => undefined)
  const unlisten = listen(LEASE_CHANNEL, notifier.notify)
  const running = run()

  return {
    tried: tried.promise,
    state: () => state,
    holds: () => holder?.holds() ?? false,
    readsMessages: () => (state === 'connected' ? guarded.readsMessages() : known),
    async stop() {
      stopping.abort()
      holder?.end()
      notifier.notify()
      await running
      settle()
      unlisten()
    },
  }
}

const mayRetry = (error: unknown) => !(error instanceof PlatformError) || error.kind === 'later'

type Taken = Readonly<{ token: number; began: number }>
type SeekResult = Taken | Readonly<{ seen: SeenLease; waitMs: number }>

/** Above zero, since another replica may be faster each time. */
const SHORTEST_WAIT_MS = 20

/** Reads the lease, and takes it if it is free, has expired, was this replica's last, or its holder is gone. */
function createSeek(platform: PlatformName, session: Session, { leaseMs, lookMs, goneMs }: LeaseTiming) {
  let missing: Readonly<{ holder: string; since: number }> | undefined
  return (own: number | undefined): Promise<SeekResult> =>
    session.query(async (db, id) => {
      const began = performance.now()
      const seen = await readLease(db, platform)
      if (!seen?.gone) missing = undefined
      else if (missing?.holder !== seen.holder) missing = { holder: seen.holder, since: began }
      const goneFor = missing ? began - missing.since : 0
      const gone = goneFor >= goneMs ? missing?.holder : undefined
      if (!seen || seen.expiresIn <= 0 || gone !== undefined || own !== undefined) {
        const token = await take(db, platform, id, leaseMs, { own, gone })
        if (token !== undefined) return { token, began }
      }
      const held = seen ?? { holder: '', expiresIn: 0, gone: false, readsMessages: null }
      const waitMs = Math.min(held.expiresIn, held.gone ? goneMs - goneFor : lookMs)
      return { seen: held, waitMs: Math.max(waitMs, SHORTEST_WAIT_MS) }
    })
}

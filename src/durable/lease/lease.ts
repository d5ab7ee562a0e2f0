import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { PlatformError, type PlatformName } from '#bot'
import type { Listen } from '../../db/client.ts'
import { createNotifier } from '../../kit/notifier.ts'
import { type Ending, type Guarded, holdLease, type LeaseHolder, type LeaseTiming } from './holder.ts'
import { giveBack, LEASE_CHANNEL, lookAt, type SeenLease, take } from './row.ts'
import type { Session } from './session.ts'

export type { Guarded, LeaseTiming } from './holder.ts'
export { whatHoldersLearnt } from './row.ts'

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
  /** After the first attempt: the connection can't be had any more, and trying again won't help. */
  onLost(reason: string): void
}>

export type Lease = Readonly<{
  /**
   * Settles when the first attempt has ended: with the connection, behind another replica, or with a
   * failure after which it goes on trying.
   * @throws PlatformError when trying again won't help
   */
  tried: Promise<void>
  state(): LeaseState
  /** Whether this replica may act for the platform now; true to the moment, however late its timers are. */
  holds(): boolean
  /** What the holder learnt, wherever it runs; undefined while nobody knows. */
  readsMessages(): boolean | undefined
  /** Closes, and hands over at once. */
  stop(): Promise<void>
}>

/**
 * discord.js may take 3 s to give up a login under way, hence the distance between fence and end. From
 * a death that nobody sees to the new connection's beginning it is `leaseMs`.
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

/** Keeps a platform's inbound connection open in exactly one replica: in this one whenever the lease can be had. */
export function keepLease(options: LeaseOptions): Lease {
  const { platform, guarded, session, listen, log, onState, onLost } = options
  const timing = { ...TIMING, ...options.timing }
  const notifier = createNotifier()
  const stopping = new AbortController()
  const tried = Promise.withResolvers<void>()
  let first = true
  let state: LeaseState = 'connecting'
  let learnt: boolean | undefined
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
        log.warn({ err, platform }, 'the lease could not be looked at; trying again')
        return undefined
      })
      if (stopping.signal.aborted && found && 'token' in found) await handBack(found.token)
      else if (!found) await pause(DATABASE_RETRY_MS)
      else if ('seen' in found) {
        own = undefined
        learnt = found.seen.readsMessages ?? undefined
        // Behind a holder that may be gone nobody stands by.
        if (!found.seen.gone) standBy()
        await notifier.wait(found.waitMs)
      } else {
        const ending = await hold(found)
        // Unless another took it, it can be had again at once.
        own = ending.kind === 'fenced' ? found.token : undefined
        failures = ending.kind === 'failed' ? failures + 1 : 0
        if (ending.kind !== 'failed') continue
        if (!mayHelp(ending.error)) return giveUp(ending.error)
        settle()
        await pause(Math.min(timing.retryMs * 2 ** (failures - 1), LONGEST_RETRY_MS))
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
    learnt = guarded.readsMessages()
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
    if (ending.kind === 'failed' && mayHelp(ending.error))
      log.warn({ err: ending.error, platform }, 'the connection could not be opened; trying again')
  }

  function giveUp(error: unknown): void {
    if (first) tried.reject(error)
    else onLost(error instanceof Error ? error.message : String(error))
  }

  // Who waits for it hears of it; whoever else may be waiting for nothing.
  tried.promise.catch(() => undefined)
  const unlisten = listen(LEASE_CHANNEL, notifier.notify)
  const running = run()

  return {
    tried: tried.promise,
    state: () => state,
    holds: () => holder?.holds() ?? false,
    readsMessages: () => (state === 'connected' ? guarded.readsMessages() : learnt),
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

const mayHelp = (error: unknown) => !(error instanceof PlatformError) || error.kind === 'later'

type Taken = Readonly<{ token: number; began: number }>
type Found = Taken | Readonly<{ seen: SeenLease; waitMs: number }>

/** Never zero: another may be faster each time. */
const SHORTEST_WAIT_MS = 20

/** Looks, and takes the lease if it is free, has run out, was one's own last, or its holder is gone. */
function createSeek(platform: PlatformName, session: Session, { leaseMs, lookMs, goneMs }: LeaseTiming) {
  let missing: Readonly<{ holder: string; since: number }> | undefined
  return (own: number | undefined): Promise<Found> =>
    session.query(async (db, id) => {
      const began = performance.now()
      const seen = await lookAt(db, platform)
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

import { setTimeout as sleep } from 'node:timers/promises'
import { PlatformError, type PlatformName } from '#bot'
import { createNotifier } from '../../kit/notifier.ts'
import { renew } from './row.ts'
import type { Session } from './session.ts'

/** A platform's inbound connection, which only one replica may have open at a time. */
export type Guarded = Readonly<{
  /** @throws PlatformError `later` when trying again may help, here or on another replica */
  open(): Promise<void>
  /** May be called while it opens, and more than once. */
  close(): Promise<void>
  /** The holder learns this by opening; the other replicas need it too. */
  readsMessages(): boolean
}>

/** In milliseconds of real time. */
export type LeaseTiming = Readonly<{
  leaseMs: number
  renewMs: number
  /** The time without a renewal after which the holder closes. The rest of `leaseMs` is its time to close. */
  fenceMs: number
  /** How often a replica on standby looks, in case it missed a notification. */
  lookMs: number
  /** After this time without a session a holder is gone; a live holder has a new session by then. */
  goneMs: number
  /** The wait after a failed opening. It doubles with each further one, up to 30 s. */
  retryMs: number
  /** An opening that takes longer has failed. */
  openLimitMs: number
}>

/** `fenced`: the lease was not renewed in time. `taken`: another replica has it. */
export type Ending = Readonly<{ kind: 'stopped' | 'fenced' | 'taken' } | { kind: 'failed'; error: unknown }>

/** A lease that this replica holds. */
export type LeaseHolder = Readonly<{
  /** Stays true while it closes in order, since events that came in before are still handled. */
  holds(): boolean
  end(): void
  /** Resolves when the connection is closed. */
  over: Promise<Ending>
}>

export type HolderOptions = Readonly<{
  platform: PlatformName
  guarded: Guarded
  session: Session
  timing: LeaseTiming
  token: number
  /** When the lease was requested, by `performance.now()`. */
  began: number
  onOpen(): void
  /** Called before it closes. */
  onEnding(): void
}>

/** How soon a failed renewal is repeated. */
const RETRY_MS = 200

/** Opens the connection that the lease guards, and renews the lease until either of them ends. */
export function holdLease(options: HolderOptions): LeaseHolder {
  const { guarded, timing, onOpen, onEnding } = options
  const { promise, resolve } = Promise.withResolvers<Ending>()
  const notifier = createNotifier()
  let ended = false
  let opened = false
  let deadline = 0
  let fence: NodeJS.Timeout | undefined

  const finish = (ending: Ending) => {
    ended = true
    if (ending.kind === 'taken') deadline = 0
    clearTimeout(fence)
    notifier.notify()
    resolve(ending)
  }
  // By this process's clock and from before the query, so that it ends before the lease does in the database.
  const extend = (requested: number) => {
    if (ended) return
    deadline = requested + timing.fenceMs
    clearTimeout(fence)
    fence = setTimeout(() => finish({ kind: 'fenced' }), deadline - performance.now())
  }

  const renewing = async () => {
    let mine: boolean | undefined = true
    while (!ended) {
      // After a failure a notification does not shorten the wait, since renewals may fail at once each time.
      await (mine ? notifier.wait(timing.renewMs) : sleep(RETRY_MS))
      if (ended) return
      const requested = performance.now()
      mine = await renewOnce(options, opened).catch(() => undefined)
      if (mine) extend(requested)
      else if (mine === false) finish({ kind: 'taken' })
    }
  }

  const opening = async () => {
    const tooLong = new PlatformError('later', `no connection within ${timing.openLimitMs} ms`)
    const limit = setTimeout(() => finish({ kind: 'failed', error: tooLong }), timing.openLimitMs)
    try {
      await guarded.open()
      if (ended) return
      opened = true
      onOpen()
      // Renews now, so that the other replicas get what opening has revealed.
      notifier.notify()
    } catch (error) {
      finish({ kind: 'failed', error })
    } finally {
      clearTimeout(limit)
    }
  }

  const whole = async () => {
    extend(options.began)
    const open = opening()
    void renewing()
    const ending = await promise
    onEnding()
    await guarded.close()
    await open
    // An opening that was under way during the first close may have succeeded since.
    if (!opened) await guarded.close()
    deadline = 0
    return ending
  }

  return {
    holds: () => performance.now() < deadline,
    end: () => finish({ kind: 'stopped' }),
    over: whole(),
  }
}

/** @returns false if another replica has the lease */
function renewOnce(
  { session, platform, token, timing, guarded }: HolderOptions,
  opened: boolean,
): Promise<boolean> {
  const readsMessages = opened ? guarded.readsMessages() : undefined
  return session.query((db, id) => renew(db, platform, token, id, timing.leaseMs, readsMessages))
}

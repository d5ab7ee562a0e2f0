import { setTimeout as sleep } from 'node:timers/promises'
import { PlatformError, type PlatformName } from '#bot'
import { createNotifier } from '../../kit/notifier.ts'
import { renew } from './row.ts'
import type { Session } from './session.ts'

/** What only one replica may do at a time: a platform's inbound connection. */
export type Guarded = Readonly<{
  /** @throws PlatformError `later` when trying again may help, here or on another replica */
  open(): Promise<void>
  /** Also while it opens, and twice. */
  close(): Promise<void>
  /** What the holder learns by opening, and the others need. */
  readsMessages(): boolean
}>

/** In milliseconds of real time. */
export type LeaseTiming = Readonly<{
  leaseMs: number
  renewMs: number
  /** Without renewal the holder closes after so long; the rest of `leaseMs` is its time to close. */
  fenceMs: number
  /** How often those who stand by look, in case they were not told. */
  lookMs: number
  /** Whose session is missing for so long is gone; who only lost it has a new one by then. */
  goneMs: number
  /** After an opening that failed; each further time twice as long, 30 s at most. */
  retryMs: number
  /** An opening that takes longer has failed. */
  openLimitMs: number
}>

/** `fenced`: it could not be renewed in time. `taken`: another replica has it. */
export type Ending = Readonly<{ kind: 'stopped' | 'fenced' | 'taken' } | { kind: 'failed'; error: unknown }>

/** The time from taking a lease until it is lost or left. */
export type LeaseHolder = Readonly<{
  /** Also while it closes in order: what came in before is still to be handled. */
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
  /** When the lease was asked for, by `performance.now()`. */
  began: number
  onOpen(): void
  /** It begins to close. */
  onEnding(): void
}>

/** How soon a failed renewal is repeated. */
const AGAIN_MS = 200

/** Opens what the lease guards, and renews the lease until one of both ends. */
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
  // By this process's own clock and from before the question: the database counts from later on.
  const prolong = (asked: number) => {
    if (ended) return
    deadline = asked + timing.fenceMs
    clearTimeout(fence)
    fence = setTimeout(() => finish({ kind: 'fenced' }), deadline - performance.now())
  }

  const renewing = async () => {
    let mine: boolean | undefined = true
    while (!ended) {
      // After a failure nothing shortens the wait: it may fail at once each time.
      await (mine ? notifier.wait(timing.renewMs) : sleep(AGAIN_MS))
      if (ended) return
      const asked = performance.now()
      mine = await ask(options, opened).catch(() => undefined)
      if (mine) prolong(asked)
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
      // What was learnt is for the others to know.
      notifier.notify()
    } catch (error) {
      finish({ kind: 'failed', error })
    } finally {
      clearTimeout(limit)
    }
  }

  const whole = async () => {
    prolong(options.began)
    const open = opening()
    void renewing()
    const ending = await promise
    onEnding()
    await guarded.close()
    await open
    // Had it been about to open, it would be open now.
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

/** @returns false when another has the lease */
function ask(
  { session, platform, token, timing, guarded }: HolderOptions,
  opened: boolean,
): Promise<boolean> {
  const learnt = opened ? guarded.readsMessages() : undefined
  return session.query((db, id) => renew(db, platform, token, id, timing.leaseMs, learnt))
}

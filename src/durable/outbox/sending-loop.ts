import pTimeout from 'p-timeout'
import type { Logger } from 'pino'
import {
  type ChannelRef,
  levelOf,
  type MessageRef,
  type Platform,
  PlatformError,
  type PlatformName,
} from '#bot'
import type { Db, Listen } from '../../db/client.ts'
import { backoffMs } from '../../kit/backoff.ts'
import type { Session } from '../lease/session.ts'
import { startWorker, type TakeResult, type Worker } from '../worker.ts'
import type { Delivery } from './delivery.ts'
import { awaitPictures, createDraftRenderer, type PictureRenderer } from './pictures.ts'
import { type SendDeps, send } from './send.ts'
import { forgetSlot, rememberSlot } from './slots.ts'
import {
  type Claim,
  claimHead,
  complete,
  deadLetter,
  freeHeads,
  nextSendable,
  OUTBOX_CHANNEL,
  postpone,
  renewLease,
} from './store.ts'

type DeliveryOutcome = 'sent' | 'retried' | 'dead'

export type DeliveriesOptions = Readonly<{
  db: Db
  listen: Listen
  platforms: ReadonlyMap<PlatformName, Platform>
  log: Logger
  renderer: PictureRenderer
  /** How long a message waits, in milliseconds, while the pictures of too many others are drawn. */
  drawRetryMs?: number
  /** With a session, other replicas notice a death at once; without one they wait for the end of the lease. */
  session?: Session
  /**
   * Called with a delivery that will never be sent, before its stream goes on: at least once, and early enough to
   * enqueue a replacement at the end of the stream.
   */
  onDeadLetter?(stream: string, delivery: Delivery, error: PlatformError): void | Promise<void>
  /** For metrics; `waitedMs` is real time since the delivery was enqueued. */
  onOutcome?(outcome: DeliveryOutcome, kind: Delivery['kind'], platform: PlatformName, waitedMs: number): void
  /** Renewed while sending. After a death that the session does not reveal, the stream waits this long. */
  leaseMs?: number
  /** A platform that has not answered after this time has failed. */
  sendTimeoutMs?: number
  /** The wait after the first failure if the platform names none. It doubles with each failure, up to 15 times. */
  retryMs?: number
  /** How many streams are sent at the same time. */
  workers?: number
}>

/** With `retryMs` of 1 s these take about ten minutes. */
const MAX_ATTEMPTS = 44
/** For errors that are no PlatformError: a bug in the program, which retrying seldom fixes. */
const MAX_FAULTS = 3
/** The longest wait, in first waits. A stage's card must not come minutes late after an outage. */
const LONGEST_RETRY = 15
/** How often to check whether the processes that are sending still live. */
const CHECK_MS = 1_000

/** Sends what is in the outbox: in order within a stream, several streams at a time. */
export function startDeliveries(options: DeliveriesOptions): Worker {
  let checkedAt = Number.NEGATIVE_INFINITY
  const freeNow = async () => {
    const now = performance.now()
    if (now - checkedAt < CHECK_MS) return false
    checkedAt = now
    return freeHeads(options.db)
  }
  const stopping = new AbortController()
  const draw = createDraftRenderer(options.renderer, {
    waitMs: options.drawRetryMs,
    stopping: stopping.signal,
  })
  const worker = startWorker({
    name: 'deliveries',
    listen: options.listen,
    channel: OUTBOX_CHANNEL,
    concurrency: options.workers ?? 16,
    takeOne: () => takeOne(options, draw, freeNow),
    log: options.log,
  })
  const unlisten = awaitPictures(options.listen, options.renderer)
  return {
    ...worker,
    stop: () => {
      stopping.abort()
      unlisten()
      return worker.stop()
    },
  }
}

async function takeOne(
  options: DeliveriesOptions,
  draw: SendDeps['draw'],
  freeNow: () => Promise<boolean>,
): Promise<TakeResult> {
  const { db, platforms, session, leaseMs = 10_000 } = options
  const names = [...platforms.keys()]
  if (names.length === 0) return { nextIn: undefined }
  const claim = await claimHead(db, names, leaseMs, session?.id())
  if (!claim) {
    const { inMs, othersSend } = await nextSendable(db, names, session?.id())
    if (!othersSend) return { nextIn: inMs }
    return (await freeNow()) ? 'work' : { nextIn: Math.min(inMs ?? CHECK_MS, CHECK_MS) }
  }
  const renewal = setInterval(() => {
    // A failed renewal does no harm: the next worker looks for the sent message before it sends again.
    renewLease(db, claim, leaseMs, session?.id()).catch((error: unknown) =>
      options.log.warn({ err: error }, 'lease not renewed'),
    )
  }, leaseMs / 3)
  try {
    await deliver(options, draw, claim)
  } finally {
    clearInterval(renewal)
  }
  return 'work'
}

async function deliver(options: DeliveriesOptions, draw: SendDeps['draw'], claim: Claim): Promise<void> {
  const { db, log, platforms, onOutcome, sendTimeoutMs = 60_000 } = options
  const { stream, delivery, waitedMs } = claim
  // More claims than failures: the process died while it was sending, again and again.
  if (claim.attempts - claim.waits > MAX_ATTEMPTS)
    return fail(options, claim, new PlatformError('later', 'too many attempts'))
  let place: ChannelRef | MessageRef | undefined
  try {
    const platform = platforms.get(claim.platform)
    if (!platform) throw new PlatformError('later', `${claim.platform} is not running here`)
    place = await pTimeout(send({ db, platform, draw }, claim), {
      milliseconds: sendTimeoutMs,
      fallback: () => {
        throw new PlatformError('later', `no answer within ${sendTimeoutMs} ms`)
      },
    })
  } catch (error) {
    return fail(options, claim, error)
  }
  const slot = 'slot' in delivery ? delivery.slot : undefined
  const kept = await db.transaction(async (tx) => {
    const mine = await complete(tx, claim)
    if (mine && place && slot !== undefined) await rememberSlot(tx, { stream, slot }, place)
    if (mine && delivery.kind === 'remove') await forgetSlot(tx, { stream, slot: delivery.slot })
    return mine
  })
  if (kept) onOutcome?.('sent', delivery.kind, claim.platform, waitedMs)
  else log.warn({ stream, delivery: claim.id }, 'sent, but another worker had taken it over')
}

async function fail(options: DeliveriesOptions, claim: Claim, error: unknown): Promise<void> {
  const { db, log, onDeadLetter, onOutcome, retryMs = 1_000 } = options
  const { stream, delivery, platform, attempts, waitedMs } = claim
  const known = error instanceof PlatformError
  const about = { err: error, stream, delivery: claim.id, kind: delivery.kind, platform, attempts }
  const retryAfter = known ? error.retryAfter : undefined
  // A platform that asks to wait accepts the message later, so these attempts are not failures.
  const failures = attempts - claim.waits
  const asked = retryAfter !== undefined
  const goOn = known ? error.kind === 'later' && (asked || failures < MAX_ATTEMPTS) : failures < MAX_FAULTS
  if (goOn) {
    const wait = retryAfter ?? backoffMs(failures, retryMs, retryMs * LONGEST_RETRY)
    log.warn(about, 'delivery failed; trying again')
    await postpone(db, claim, wait, String(error), asked)
    onOutcome?.('retried', delivery.kind, platform, waitedMs)
    return
  }
  log[levelOf(error)](about, 'delivery given up')
  const cause = known ? error : new PlatformError('invalid', String(error), { cause: error })
  try {
    await onDeadLetter?.(stream, delivery, cause)
  } catch (fault) {
    log.error({ ...about, err: fault }, 'the handler of a dead letter failed')
  }
  await deadLetter(db, claim, String(error))
  onOutcome?.('dead', delivery.kind, platform, waitedMs)
}

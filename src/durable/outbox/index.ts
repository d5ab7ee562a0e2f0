import type { Logger } from 'pino'
import {
  type ChannelRef,
  type Message,
  type MessageRef,
  type Platform,
  PlatformError,
  type PlatformName,
} from '#bot'
import type { Db, Listen } from '../../db/client.ts'
import type { Session } from '../lease/session.ts'
import { startWorker, type TakeResult, type Worker } from '../worker.ts'
import type { Delivery, Draft, Target } from './delivery.ts'
import { awaitPictures, createDraftRenderer, type PictureRenderer } from './pictures.ts'
import { findSlot, forgetSlot, rememberSlot } from './slots.ts'
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

export type { Delivery, Draft, DraftBlock, PictureBlock, PictureSource } from './delivery.ts'
export { drawnNow, expectPictures, type PictureRenderer } from './pictures.ts'
export { findSlot, forgetSlot, type SlotName, slotOfMessage, slotOfThread } from './slots.ts'
export { enqueue, pruneDeliveries } from './store.ts'

type DeliveryOutcome = 'sent' | 'retried' | 'dead'

export type DeliveriesOptions = Readonly<{
  db: Db
  listen: Listen
  platforms: ReadonlyMap<PlatformName, Platform>
  log: Logger
  /** Draws what messages hold of sketches. */
  renderer: PictureRenderer
  /** How long a message waits, in milliseconds, while too many others' pictures are drawn. */
  drawRetryMs?: number
  /** With it others need not wait for the lease's end after a death; without it they do. */
  session?: Session
  /**
   * Told of a delivery that will never be sent, before its stream goes on: at least once, and in time
   * to enqueue a replacement at the stream's end.
   */
  onDeadLetter?(stream: string, delivery: Delivery, error: PlatformError): void | Promise<void>
  /** For metrics; `waitedMs` is real time since the delivery was enqueued. */
  onOutcome?(outcome: DeliveryOutcome, kind: Delivery['kind'], platform: PlatformName, waitedMs: number): void
  /** Renewed while sending; after a death that nobody sees the stream waits for so long. */
  leaseMs?: number
  /** A platform that has not answered by then has failed. */
  sendTimeoutMs?: number
  /** The first retry comes after so long where the platform names no time, each further one after twice as long, 15 times as long at most. */
  retryMs?: number
  /** How many streams are sent at once. */
  workers?: number
}>

/** With `retryMs` of 1 s these are about ten minutes. */
const MAX_ATTEMPTS = 44
/** For errors that are no PlatformError: a fault in the program, which waiting seldom mends. */
const MAX_FAULTS = 3
/** The longest wait, in first waits. People wait for a stage's card: after an outage it must not come minutes late. */
const LONGEST_RETRY = 15
/** How often it is looked whether those who are sending are still there. */
const LOOK_MS = 1_000

/** Sends what is in the outbox: in order within a stream, streams side by side. */
export function startDeliveries(options: DeliveriesOptions): Worker {
  let freedAt = Number.NEGATIVE_INFINITY
  const freeNow = async () => {
    const now = performance.now()
    if (now - freedAt < LOOK_MS) return false
    freedAt = now
    return freeHeads(options.db)
  }
  const stopping = new AbortController()
  const ready = createDraftRenderer(options.renderer, {
    waitMs: options.drawRetryMs,
    stopping: stopping.signal,
  })
  const worker = startWorker({
    name: 'deliveries',
    listen: options.listen,
    channel: OUTBOX_CHANNEL,
    concurrency: options.workers ?? 16,
    takeOne: () => takeOne(options, ready, freeNow),
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

type Ready = (draft: Draft, attempt: number) => Promise<Message>

async function takeOne(
  options: DeliveriesOptions,
  ready: Ready,
  freeNow: () => Promise<boolean>,
): Promise<TakeResult> {
  const { db, platforms, session, leaseMs = 10_000 } = options
  const names = [...platforms.keys()]
  if (names.length === 0) return { nextIn: undefined }
  const claim = await claimHead(db, names, leaseMs, session?.id())
  if (!claim) {
    const { inMs, othersSend } = await nextSendable(db, names, session?.id())
    if (!othersSend) return { nextIn: inMs }
    return (await freeNow()) ? 'work' : { nextIn: Math.min(inMs ?? LOOK_MS, LOOK_MS) }
  }
  const renewal = setInterval(() => {
    // A renewal that fails is no harm: the next worker looks for what was sent before it sends again.
    renewLease(db, claim, leaseMs, session?.id()).catch((error: unknown) =>
      options.log.warn({ err: error }, 'lease not renewed'),
    )
  }, leaseMs / 3)
  try {
    await deliver(options, ready, claim)
  } finally {
    clearInterval(renewal)
  }
  return 'work'
}

async function deliver(options: DeliveriesOptions, ready: Ready, claim: Claim): Promise<void> {
  const { db, log, onOutcome } = options
  const { stream, delivery, platform, waitedMs } = claim
  // More claims than failures: it was being sent when the process died, again and again.
  if (claim.attempts - claim.waits > MAX_ATTEMPTS)
    return fail(options, claim, new PlatformError('later', 'too many attempts'))
  let place: ChannelRef | MessageRef | undefined
  try {
    place = await withTimeout(send(options, ready, claim), options.sendTimeoutMs ?? 60_000)
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
  if (kept) onOutcome?.('sent', delivery.kind, platform, waitedMs)
  else log.warn({ stream, delivery: claim.id }, 'sent, but another worker had taken it over')
}

/** @returns the message or thread that came of it */
async function send(
  { db, platforms }: DeliveriesOptions,
  ready: Ready,
  { id, stream, platform: name, delivery, attempts }: Claim,
): Promise<ChannelRef | MessageRef | undefined> {
  const platform = platforms.get(name)
  if (!platform) throw new PlatformError('later', `${name} is not running here`)
  const key = String(id)
  const retried = attempts > 1
  const post = async (to: Target, draft: Draft) => {
    const channel = await channelOf(db, stream, to)
    return platform.post(channel, await ready(draft, attempts), key, retried)
  }
  switch (delivery.kind) {
    case 'post':
      return post(delivery.to, delivery.message)
    case 'edit': {
      const ref = await messageIn(db, stream, delivery.slot)
      await platform.edit(ref, await ready(delivery.message, attempts))
      return undefined
    }
    case 'put': {
      if (!(await findSlot(db, stream, delivery.slot))) return post(delivery.to, delivery.message)
      const ref = await messageIn(db, stream, delivery.slot)
      const message = await ready(delivery.message, attempts)
      try {
        await platform.edit(ref, message)
        return undefined
      } catch (error) {
        // Somebody took it away; where its thread is gone too, so is what is posted there.
        if (!(error instanceof PlatformError && error.kind === 'gone')) throw error
        return platform.post(await channelOf(db, stream, delivery.to), message, key, retried)
      }
    }
    case 'remove':
      if (await findSlot(db, stream, delivery.slot))
        await platform.remove(await messageIn(db, stream, delivery.slot))
      return undefined
    case 'thread':
      return platform.openThread(await messageIn(db, stream, delivery.on), delivery.title)
    case 'react':
      await platform.react(await messageIn(db, stream, delivery.slot), delivery.emoji)
      return undefined
    case 'dm':
      await platform.dm(delivery.user, await ready(delivery.message, attempts), key, retried)
      return undefined
    default:
      return delivery satisfies never
  }
}

async function channelOf(db: Db, stream: string, target: Target): Promise<ChannelRef> {
  if ('channel' in target) return target.channel
  const { platform, space, channel, thread } = await placed(db, stream, target.slot)
  return { platform, space, channel, ...(thread === undefined ? {} : { thread }) }
}

async function messageIn(db: Db, stream: string, slot: string): Promise<MessageRef> {
  const place = await placed(db, stream, slot)
  if (!('message' in place)) throw new PlatformError('invalid', `the slot ${slot} is a thread, not a message`)
  return place
}

async function placed(db: Db, stream: string, slot: string): Promise<ChannelRef | MessageRef> {
  const place = await findSlot(db, stream, slot)
  // What fills the slot comes earlier in the stream, so it died or never was.
  if (!place) throw new PlatformError('gone', `nothing was ever posted under the slot ${slot}`)
  return place
}

async function fail(options: DeliveriesOptions, claim: Claim, error: unknown): Promise<void> {
  const { db, log, onDeadLetter, onOutcome, retryMs = 1_000 } = options
  const { stream, delivery, platform, attempts, waitedMs } = claim
  const known = error instanceof PlatformError
  const about = { err: error, stream, delivery: claim.id, kind: delivery.kind, platform, attempts }
  const retryAfter = known ? error.retryAfter : undefined
  // A platform that asks to wait takes it later: however often, that is no failure.
  const failures = attempts - claim.waits
  const asked = retryAfter !== undefined
  const goOn = known ? error.kind === 'later' && (asked || failures < MAX_ATTEMPTS) : failures < MAX_FAULTS
  if (goOn) {
    const backoff = retryMs * Math.min(2 ** (failures - 1), LONGEST_RETRY)
    log.warn(about, 'delivery failed; trying again')
    await postpone(db, claim, retryAfter ?? backoff, String(error), asked)
    onOutcome?.('retried', delivery.kind, platform, waitedMs)
    return
  }
  // That somebody deleted a thread is no fault; that a message can't be sent is the operator's to know.
  if (known && error.kind === 'gone') log.warn(about, 'delivery given up: its place is gone')
  else log.error(about, 'delivery given up')
  const cause = known ? error : new PlatformError('invalid', String(error), { cause: error })
  try {
    await onDeadLetter?.(stream, delivery, cause)
  } catch (fault) {
    log.error({ ...about, err: fault }, 'what a dead delivery calls for failed')
  }
  await deadLetter(db, claim, String(error))
  onOutcome?.('dead', delivery.kind, platform, waitedMs)
}

async function withTimeout<T>(sending: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PlatformError('later', `no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([sending, late])
  } finally {
    clearTimeout(timer)
  }
}

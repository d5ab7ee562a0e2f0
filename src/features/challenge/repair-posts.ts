import { channelToken, type PlatformError, textMessage } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Delivery, enqueue, findSlot } from '../../durable/outbox/index.ts'
import type { FlowDeps, View } from './deps.ts'
import { redrawCard, say, sayAllAgain, sayAnswer, sayThreadAgain } from './open.ts'
import { headMessage } from './results.ts'
import { LATE_MS } from './rules/phase.ts'
import { lockChallenge, savePhase } from './store/challenges.ts'
import { findSubmission } from './store/submissions.ts'
import { CARD, personStream, streamOf, submissionAt, THREAD } from './streams.ts'

/** What becomes of a challenge of which something can never be sent. */
export async function undelivered(
  deps: FlowDeps,
  id: string,
  delivery: Delivery,
  error: PlatformError,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, id)
    if (!challenge || challenge.phase === 'cancelled') return
    const view = deps.view(challenge)
    // What its card has never borne is said anew together with the card.
    const posted = (await findSlot(tx, streamOf(id), CARD)) !== undefined
    if (error.kind === 'later') return sayAgain(deps, tx, view, delivery, posted)
    if (delivery.kind === 'post' && delivery.slot === CARD) return cancelUnposted(deps, tx, view, error)
    if (!posted) return
    if (delivery.kind === 'thread') return cancelUnposted(deps, tx, view, error)
    if (error.kind === 'gone') await replaceGone(deps, tx, view, delivery)
  })
}

/** The platform was away for longer than messages wait: it gets them when it is back, but nothing that is long over. */
async function sayAgain(
  deps: FlowDeps,
  tx: Tx,
  view: View,
  delivery: Delivery,
  posted: boolean,
): Promise<void> {
  const { challenge } = view
  if (deps.clock.now() > challenge.deadlineAt + LATE_MS) return
  const open = challenge.phase === 'open'
  switch (delivery.kind) {
    case 'post': {
      if (delivery.slot === CARD) return open ? sayAllAgain(deps, tx, view) : undefined
      const submission = await submissionIn(tx, delivery.slot)
      if (!submission) return say(tx, challenge, delivery)
      if (submission.state === 'standing') await sayAnswer(deps, tx, view, submission)
      return
    }
    case 'thread':
      return posted && open ? sayThreadAgain(deps, tx, view, false) : undefined
    case 'edit': {
      if (delivery.slot === CARD) return redrawCard(tx, view)
      const submission = await submissionIn(tx, delivery.slot)
      if (!submission) return
      const message = await headMessage(tx, view, submission)
      return say(tx, challenge, { ...delivery, message })
    }
    default:
      return
  }
}

/** A message or the thread was taken away by somebody. */
async function replaceGone(deps: FlowDeps, tx: Tx, view: View, delivery: Delivery): Promise<void> {
  const { challenge } = view
  const stream = streamOf(challenge.id)
  const closed = challenge.phase === 'closed'
  if (delivery.kind === 'post' && delivery.slot === undefined && 'slot' in delivery.to && closed)
    return say(tx, challenge, { ...delivery, to: { channel: challenge.channel } })
  if (delivery.kind !== 'edit') return
  const submission = await submissionIn(tx, delivery.slot)
  const stood = await findSlot(tx, stream, delivery.slot)
  if (submission?.state !== 'standing' || !stood || !(await findSlot(tx, stream, THREAD))) return
  // While it closes, what was counted on the message that is gone must stand.
  if (challenge.phase !== 'closing') await sayAnswer(deps, tx, view, submission)
}

async function submissionIn(tx: Tx, slot: string | undefined) {
  const id = slot === undefined ? undefined : submissionAt(slot)
  return id === undefined ? undefined : findSubmission(tx, id)
}

const WHY = {
  gone: 'challenge.unposted.gone',
  forbidden: 'challenge.unposted.forbidden',
  invalid: 'challenge.unposted.invalid',
} as const

/** Without its card or thread there is no challenge: who arranged it is told. */
async function cancelUnposted(
  { peers, view: viewOf }: FlowDeps,
  tx: Tx,
  { challenge, problem, t }: View,
  { kind }: PlatformError,
): Promise<void> {
  if (kind === 'later' || (challenge.phase !== 'open' && challenge.phase !== 'closing')) return
  await savePhase(tx, challenge.id, { phase: 'cancelled' })
  await redrawCard(tx, viewOf({ ...challenge, phase: 'cancelled' }))
  const schedule = await peers.schedule.ownerOf(tx, challenge.scheduleId)
  if (!schedule) return
  const { number, changedBy: user } = schedule
  const text = t('challenge.unposted.told', {
    problem: problem.title,
    channel: channelToken(challenge.channel),
    why: t(WHY[kind]),
    handle: `#${number}`,
  })
  await enqueue(tx, personStream(user), user.platform, { kind: 'dm', user, message: textMessage(text) })
}

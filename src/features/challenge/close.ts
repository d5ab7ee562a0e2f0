import type { Tx } from '../../db/client.ts'
import type { AlarmHandler } from '../../durable/alarms.ts'
import { type Draft, expectPictures, findSlot } from '../../durable/outbox/index.ts'
import { markRevealed } from '../answers/store.ts'
import { designMessages, digest } from './cards/digest.ts'
import type { Result } from './cards/scores.ts'
import type { FlowDeps, View } from './deps.ts'
import { redrawCard, say, setClose } from './open.ts'
import { headMessage, resultOf } from './results.ts'
import { closesLater } from './rules/phase.ts'
import { type Challenge, lockChallenge, savePhase } from './store/challenges.ts'
import { awaitsRecount, requestRecount } from './store/recounts.ts'
import { listSubmissions, type Submission } from './store/submissions.ts'
import { slotOf, streamOf, THREAD } from './streams.ts'

/** At the deadline: nothing more is taken as on time, and reactions are counted a last time. */
export function closeChallenge(deps: FlowDeps): AlarmHandler {
  return async (tx, alarm, at) => {
    const challenge = await lockChallenge(tx, alarm.key)
    if (challenge?.phase !== 'open' || at < challenge.deadlineAt) return
    const later = closesLater(alarm.dueAt, challenge.deadlineAt, at)
    if (later !== undefined) return setClose(tx, challenge, later)
    const closing: Challenge = { ...challenge, phase: 'closing' }
    await savePhase(tx, challenge.id, { phase: 'closing' })
    // Of the worked design, once the reactions are counted.
    await expectPictures(tx)
    await redrawCard(tx, deps.view(closing))
    const onTime = (await listSubmissions(tx, challenge.id)).filter(isOnTime)
    await requestRecount(
      tx,
      onTime.map(({ id }) => id),
    )
    await finishIfCounted(deps, tx, closing)
  }
}

const isOnTime = ({ state, late }: Submission) => state === 'standing' && !late

/** Ends a closing challenge once all its reactions are counted; in a transaction that holds its row. */
export async function finishIfCounted(deps: FlowDeps, tx: Tx, challenge: Challenge): Promise<void> {
  if (challenge.phase !== 'closing' || (await awaitsRecount(tx, challenge.id))) return
  const at = deps.clock.now()
  const closed: Challenge = { ...challenge, phase: 'closed', closedAt: at }
  await savePhase(tx, challenge.id, { phase: 'closed', closedAt: at })
  const view = deps.view(closed)
  const results = await resultsOf(tx, view)
  for (const { submission } of results) await markRevealed(tx, submission.answerId, at)
  await redrawCard(tx, view)
  for (const result of results) await showScores(tx, view, result)
  for (const message of designMessages(view)) await sayInThread(tx, closed, message)
  const next = await deps.peers.schedule.nextOf(tx, closed.scheduleId)
  const thread = await findSlot(tx, streamOf(closed.id), THREAD)
  await say(tx, closed, {
    kind: 'post',
    to: { channel: closed.channel },
    message: digest(view, results, { next, thread }),
  })
}

function sayInThread(tx: Tx, challenge: Challenge, message: Draft): Promise<void> {
  return say(tx, challenge, { kind: 'post', to: { slot: THREAD }, message })
}

/** The answers that were on time, with their votes, by number. */
async function resultsOf(tx: Tx, view: View): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const submission of (await listSubmissions(tx, view.challenge.id)).filter(isOnTime))
    results.push(await resultOf(tx, view, submission))
  return results
}

/** Each answer's head message gets its scorecard, and loses its controls. */
async function showScores(tx: Tx, view: View, { submission }: Result): Promise<void> {
  const message = await headMessage(tx, view, submission)
  await say(tx, view.challenge, { kind: 'edit', slot: slotOf(submission.id), message })
}

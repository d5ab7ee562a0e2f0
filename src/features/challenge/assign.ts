import type { Tx } from '../../db/client.ts'
import { type AlarmHandler, setAlarm } from '../../durable/alarms.ts'
import { enqueue, findSlot } from '../../durable/outbox/index.ts'
import { authorOf } from './cards/challenge-card.ts'
import { requestMessage } from './cards/reviews-card.ts'
import type { FlowDeps } from './deps.ts'
import { type Assignment, admit, dismiss, REVIEWS } from './rules/reviewers.ts'
import { type Challenge, lockChallenge } from './store/challenges.ts'
import {
  addRequest,
  listRequests,
  listVolunteered,
  markAsked,
  type ReviewRequest,
  removeRequest,
  wantsReminders,
} from './store/review-requests.ts'
import { listSubmissions, type Submission } from './store/submissions.ts'
import { personStream, slotOf, streamOf } from './streams.ts'

export const ASK_ALARM = 'challenge-ask'

/** Time for the head messages to be posted, which the request leads to. */
const ASK_AFTER_MS = 60_000

/** Finds reviewers for an answer that was just handed in, and reviews for its author. */
export function joinExchange(deps: FlowDeps, tx: Tx, challenge: Challenge, submission: Submission) {
  return exchange(deps, tx, challenge, submission, admit)
}

/** Frees those who were to review an answer that is withdrawn. */
export function leaveExchange(deps: FlowDeps, tx: Tx, challenge: Challenge, submission: Submission) {
  return exchange(deps, tx, challenge, submission, dismiss)
}

async function exchange(
  deps: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  submission: Submission,
  rule: typeof admit,
): Promise<void> {
  const others = await authors(tx, challenge.id, submission)
  // What nobody was told of yet is changed first.
  const requests = (await listRequests(tx, challenge.id)).toSorted(
    (a, b) => Number(a.askedAt !== null) - Number(b.askedAt !== null),
  )
  await apply(deps, tx, challenge, rule(submission.author, others, requests))
}

/** Who else has a standing answer that is on time, in the order they handed in. */
async function authors(tx: Tx, challengeId: string, but: Submission): Promise<readonly string[]> {
  const all = await listSubmissions(tx, challengeId)
  return all
    .filter(({ id, state, late }) => id !== but.id && state === 'standing' && !late)
    .map(({ author }) => author)
}

async function apply(
  { clock }: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  { add, remove }: Assignment,
): Promise<void> {
  const ids = new Map((await listSubmissions(tx, challenge.id)).map(({ author, id }) => [author, id]))
  for (const { author, reviewer } of remove) await removeRequest(tx, ids.get(author) ?? '', reviewer)
  for (const { author, reviewer } of add) await addRequest(tx, ids.get(author) ?? '', reviewer)
  if (add.length > 0) await askSoon(tx, challenge, clock.now())
}

async function askSoon(tx: Tx, { id, deadlineAt }: Challenge, now: number): Promise<void> {
  const dueAt = now + ASK_AFTER_MS
  if (dueAt < deadlineAt) await setAlarm(tx, { kind: ASK_ALARM, key: id, dueAt, payload: {} })
}

/** Tells those who were not told yet what they are to review. */
export function askReviewers(deps: FlowDeps): AlarmHandler {
  return async (tx, alarm, at) => {
    const challenge = await lockChallenge(tx, alarm.key)
    if (challenge?.phase !== 'open') return
    const requests = await listRequests(tx, challenge.id)
    const waiting = Map.groupBy(
      requests.filter(({ askedAt, done }) => askedAt === null && !done),
      ({ reviewer }) => reviewer,
    )
    let unposted = false
    for (const [reviewer, mine] of waiting) {
      const posted = await withPlaces(tx, challenge, mine)
      unposted ||= posted.length < mine.length
      if (posted.length === 0) continue
      const message = requestMessage(deps.view(challenge), 'asked', posted)
      await tell(tx, challenge, reviewer, message)
      await markAsked(
        tx,
        posted.map(({ request }) => request.submissionId),
        reviewer,
        at,
      )
    }
    if (unposted) await askSoon(tx, challenge, at)
  }
}

/** Reminds those who have not written their reviews, whichever they are, unless they want no reminders. */
export function remindReviewers(deps: FlowDeps): AlarmHandler {
  return async (tx, alarm) => {
    const challenge = await lockChallenge(tx, alarm.key)
    if (challenge?.phase !== 'open') return
    const requests = await listRequests(tx, challenge.id)
    for (const [reviewer, mine] of Map.groupBy(requests, (request) => request.reviewer)) {
      const open = mine.filter(({ done }) => !done)
      const volunteered = await listVolunteered(tx, challenge.id, reviewer)
      if (open.length === 0 || mine.length - open.length + volunteered.length >= REVIEWS) continue
      if (!(await wantsReminders(tx, authorOf(challenge, reviewer)))) continue
      const posted = await withPlaces(tx, challenge, open)
      if (posted.length > 0)
        await tell(tx, challenge, reviewer, requestMessage(deps.view(challenge), 'reminded', posted))
    }
  }
}

export type Posted = Readonly<{
  request: ReviewRequest
  place: NonNullable<Awaited<ReturnType<typeof findSlot>>>
}>

/** The requests whose answers stand in the thread, each with where. */
export async function withPlaces(
  tx: Parameters<typeof findSlot>[0],
  { id }: Challenge,
  requests: readonly ReviewRequest[],
): Promise<readonly Posted[]> {
  const found: Posted[] = []
  for (const request of requests) {
    const place = await findSlot(tx, streamOf(id), slotOf(request.submissionId))
    if (place) found.push({ request, place })
  }
  return found
}

async function tell(
  tx: Tx,
  challenge: Challenge,
  person: string,
  message: ReturnType<typeof requestMessage>,
): Promise<void> {
  const user = authorOf(challenge, person)
  await enqueue(tx, personStream(user), user.platform, { kind: 'dm', user, message })
}

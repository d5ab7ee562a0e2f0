import type { Tx } from '../../db/client.ts'
import { type AlarmHandler, setAlarm } from '../../durable/alarms.ts'
import { tell } from '../answers/posts.ts'
import type { FeatureDeps } from '../feature.ts'
import { requestMessage } from './cards/reviews-card.ts'
import { findPosted } from './posted.ts'
import { admit, dismiss, REVIEWS } from './rules/reviewers.ts'
import { type Challenge, lockChallenge } from './store/challenges.ts'
import {
  addRequest,
  listAskedBefore,
  listRequests,
  listVolunteered,
  markAsked,
  removeRequest,
  wantsReminders,
} from './store/review-requests.ts'
import { listOnTime, listSubmissions, type Submission } from './store/submissions.ts'
import { memberOf, viewOf } from './view.ts'

export const ASK_ALARM = 'challenge-ask'

/** Head messages are posted within this time; the request links to them. */
const ASK_AFTER_MS = 60_000

/** Finds reviewers for a submission that now stands, and reviews for its author. */
export function assignReviewers(deps: FeatureDeps, tx: Tx, challenge: Challenge, submission: Submission) {
  return reassign(deps, tx, challenge, submission, admit)
}

/** Releases the reviewers of a withdrawn submission, and hands its author's reviews to others. */
export function releaseReviewers(deps: FeatureDeps, tx: Tx, challenge: Challenge, submission: Submission) {
  return reassign(deps, tx, challenge, submission, dismiss)
}

async function reassign(
  { clock }: FeatureDeps,
  tx: Tx,
  challenge: Challenge,
  submission: Submission,
  rule: typeof admit,
): Promise<void> {
  const others = (await listOnTime(tx, challenge.id)).filter(({ id }) => id !== submission.id)
  // Requests that nobody was told about are changed first.
  const requests = (await listRequests(tx, challenge.id)).toSorted(
    (a, b) => Number(a.askedAt !== null) - Number(b.askedAt !== null),
  )
  const { add, remove } = rule(
    submission.author,
    others.map(({ author }) => author),
    requests,
  )
  const ids = new Map((await listSubmissions(tx, challenge.id)).map(({ author, id }) => [author, id]))
  for (const { author, reviewer } of remove) await removeRequest(tx, ids.get(author) ?? '', reviewer)
  for (const { author, reviewer } of add) await addRequest(tx, ids.get(author) ?? '', reviewer)
  if (add.length > 0) await scheduleAsking(tx, challenge, clock.now())
}

async function scheduleAsking(tx: Tx, { id, deadlineAt }: Challenge, now: number): Promise<void> {
  const dueAt = now + ASK_AFTER_MS
  if (dueAt < deadlineAt) await setAlarm(tx, { kind: ASK_ALARM, key: id, dueAt })
}

/** Tells reviewers what they are asked to review, each submission once. */
export function askReviewers(deps: FeatureDeps): AlarmHandler {
  return async (tx, alarm, at) => {
    const challenge = await lockChallenge(tx, alarm.key)
    if (challenge?.phase !== 'open') return
    const requests = await listRequests(tx, challenge.id)
    const before = await listAskedBefore(tx, challenge.id)
    const waiting = Map.groupBy(
      requests.filter(({ askedAt, done }) => askedAt === null && !done),
      ({ reviewer }) => reviewer,
    )
    let isComplete = true
    for (const [reviewer, mine] of waiting) {
      const posted = await findPosted(tx, challenge, mine)
      if (posted.length < mine.length) isComplete = false
      if (posted.length === 0) continue
      const isThanked =
        before.has(reviewer) || requests.some((each) => each.reviewer === reviewer && each.askedAt !== null)
      const message = requestMessage(viewOf(deps, challenge), isThanked ? 'askedMore' : 'asked', posted)
      await tell(tx, memberOf(challenge, reviewer), message)
      await markAsked(
        tx,
        posted.map(({ request }) => request.submissionId),
        reviewer,
        at,
      )
    }
    if (!isComplete) await scheduleAsking(tx, challenge, at)
  }
}

/** Reminds reviewers who have written too few reviews, of whichever submissions, unless they turned reminders off. */
export function remindReviewers(deps: FeatureDeps): AlarmHandler {
  return async (tx, alarm) => {
    const challenge = await lockChallenge(tx, alarm.key)
    if (challenge?.phase !== 'open') return
    const requests = await listRequests(tx, challenge.id)
    for (const [reviewer, mine] of Map.groupBy(requests, (request) => request.reviewer)) {
      const open = mine.filter(({ done }) => !done)
      const volunteered = await listVolunteered(tx, challenge.id, reviewer)
      if (open.length === 0 || mine.length - open.length + volunteered.length >= REVIEWS) continue
      if (!(await wantsReminders(tx, memberOf(challenge, reviewer)))) continue
      const posted = await findPosted(tx, challenge, open)
      if (posted.length > 0)
        await tell(
          tx,
          memberOf(challenge, reviewer),
          requestMessage(viewOf(deps, challenge), 'reminded', posted),
        )
    }
  }
}

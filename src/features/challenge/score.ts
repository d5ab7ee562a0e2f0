import {
  type ActionEvent,
  action,
  type Form,
  type FormEvent,
  type Message,
  textMessage,
  UserError,
} from '#bot'
import { claimEvent } from '../../durable/inbound.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { rubricForm } from '../review/cards/rubric-form.ts'
import { countedScores } from '../review/cards/scorecard.ts'
import { readScores } from '../review/rules.ts'
import { findScores, saveScores } from '../review/store.ts'
import { reviewsMessage } from './cards/reviews-card.ts'
import { challengeOf, submissionOf } from './components.ts'
import type { ChallengeDeps } from './deps.ts'
import { findPosted } from './posted.ts'
import { acceptsVotes } from './rules/deadline.ts'
import { type Challenge, lockChallenge } from './store/challenges.ts'
import { listRequests, listVolunteered, toggleReminders, wantsReminders } from './store/review-requests.ts'
import { findSubmission, type Submission } from './store/submissions.ts'
import { viewOf } from './view.ts'

/** The sealed rubric form, and a reviewer's requests. */
export function scoreHandlers(deps: ChallengeDeps): Handlers {
  return {
    actions: {
      'challenge.score': { answer: 'form', run: (event, caller) => openForm(deps, event, caller) },
      'challenge.reviews': { answer: 'private', run: (event, caller) => ownReviews(deps, event, caller) },
      'challenge.reminders': {
        answer: 'replace',
        run: (event, caller) => switchReminders(deps, event, caller),
      },
    },
    forms: { 'challenge.scored': { answer: 'private', run: (event, caller) => score(deps, event, caller) } },
  }
}

async function openForm(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const { challenge, submission } = await submissionOf(deps, event, caller)
  const { user, t } = caller
  requireOpen(deps, challenge, submission)
  const own = submission.author === user.user
  return rubricForm(deps.content.rubric, challenge.language, t, {
    action: action('challenge.scored', submission.id),
    intro: t(own ? 'score.introSelf' : 'score.intro'),
    before: await findScores(deps.db, submission.answerId, user),
  })
}

/** @throws UserError when votes on this submission no longer count */
function requireOpen({ clock }: ChallengeDeps, challenge: Challenge, submission: Submission): void {
  if (acceptsVotes(challenge, clock.now(), submission)) return
  throw new UserError(submission.state === 'withdrawn' ? 'challenge.scoreWithdrawn' : 'challenge.scoreClosed')
}

/** @returns the receipt: what was counted */
async function score(deps: ChallengeDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const { challenge, submission } = await submissionOf(deps, event, caller)
  const { user, t } = caller
  const { criteria } = deps.content.rubric
  const scores = readScores(
    criteria.map(({ id }) => id),
    event.values,
  )
  const counted = await deps.db.transaction(async (tx) => {
    if (!(await claimEvent(tx, user.platform, event.id))) return false
    // The challenge's row is locked, so that a close comes either before or after.
    const locked = await lockChallenge(tx, challenge.id)
    const now = await findSubmission(tx, submission.id)
    if (!locked || !now) throw new UserError('error.oldButton')
    requireOpen(deps, locked, now)
    await saveScores(tx, now.answerId, user, scores, deps.clock.now())
    return true
  })
  if (!counted) return undefined
  return textMessage(
    t(
      submission.late ? 'challenge.receiptLate' : 'challenge.receipt',
      countedScores(deps.content.rubric, challenge.language, t, scores),
    ),
  )
}

async function ownReviews(
  deps: ChallengeDeps,
  event: ActionEvent,
  caller: Caller,
  notice?: string,
): Promise<Message> {
  const { user, t } = caller
  const challenge = await challengeOf(deps, event, caller)
  const asked = (await listRequests(deps.db, challenge.id)).filter(({ reviewer }) => reviewer === user.user)
  const volunteered = await listVolunteered(deps.db, challenge.id, user.user)
  const requests = [...asked, ...volunteered].toSorted((a, b) => a.number - b.number)
  const posted = await findPosted(deps.db, challenge, requests)
  const view = { ...viewOf(deps, challenge), t }
  return reviewsMessage(view, posted, await wantsReminders(deps.db, user), notice)
}

async function switchReminders(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { user, t } = caller
  await challengeOf(deps, event, caller)
  const none = await toggleReminders(deps.db, user)
  return ownReviews(
    deps,
    event,
    caller,
    t(none ? 'challenge.review.remindersOff' : 'challenge.review.remindersOn'),
  )
}

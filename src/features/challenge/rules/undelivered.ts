import { LATE_MS } from './deadline.ts'
import { cancelled, same } from './outcome.ts'
import {
  type ChallengeEffect,
  type ChallengeOutcome,
  type ChallengeState,
  type InputOf,
  isRunning,
  type SubmissionState,
  type Undelivered,
  type UndeliveredReason,
} from './state.ts'

/** The effects of a delivery that was given up. */
export function undelivered(
  state: ChallengeState,
  { what, reason, cardPosted, at }: InputOf<'undelivered'>,
): ChallengeOutcome {
  if (state.phase === 'cancelled') return same(state)
  if (reason === 'later')
    return at > state.deadlineAt + LATE_MS ? same(state) : same(state, ...repeated(state, what, cardPosted))
  if (what.kind === 'card' || (what.kind === 'thread' && cardPosted)) return unposted(state, reason)
  return cardPosted && reason === 'gone' ? same(state, ...replaced(state, what)) : same(state)
}

/** The platform was down for longer than deliveries are retried: what still matters is sent again. */
function repeated(
  { phase }: ChallengeState,
  what: Undelivered,
  cardPosted: boolean,
): readonly ChallengeEffect[] {
  switch (what.kind) {
    case 'card':
      return phase === 'open' ? [{ kind: 'reposted' }] : []
    case 'card-edit':
      return [{ kind: 'card-changed' }]
    case 'thread':
      return cardPosted && phase === 'open' ? [{ kind: 'thread-reopened', deleted: false }] : []
    case 'message':
      return [{ kind: 'message-reposted', to: 'same' }]
    case 'answer':
      return isStanding(what.submission) ? [{ kind: 'submission-reposted' }] : []
    case 'answer-edit':
      return [{ kind: 'submission-changed' }]
    case 'other':
      return []
    default:
      return what satisfies never
  }
}

/** Somebody deleted a message or the thread. */
function replaced({ phase }: ChallengeState, what: Undelivered): readonly ChallengeEffect[] {
  if (what.kind === 'message' && what.inThread && phase === 'closed')
    return [{ kind: 'message-reposted', to: 'channel' }]
  // While the challenge closes, the votes counted on the deleted message must stay.
  if (what.kind === 'answer-edit' && what.posted && isStanding(what.submission) && phase !== 'closing')
    return [{ kind: 'submission-reposted' }]
  return []
}

function isStanding({ state }: SubmissionState): boolean {
  return state === 'standing'
}

/** There is no challenge without its card and its thread. */
function unposted(state: ChallengeState, reason: Exclude<UndeliveredReason, 'later'>): ChallengeOutcome {
  if (!isRunning(state)) return same(state)
  return cancelled(state, [{ kind: 'card-changed' }, { kind: 'organiser-told', reason }])
}

import { mayHandIn } from './deadline.ts'
import { refuse, same } from './outcome.ts'
import type { ChallengeEffect, ChallengeOutcome, ChallengeState, InputOf } from './state.ts'

/** The effects of a submission that stands and did not stand before. */
function shown(late: boolean): readonly ChallengeEffect[] {
  return [
    { kind: 'submission-shown' },
    { kind: 'card-changed' },
    ...(late ? [] : [{ kind: 'reviewers-assigned' } as const]),
  ]
}

/** A first text, a newer wording, or a withdrawn submission that is handed in again. */
export function handIn(
  state: ChallengeState,
  { at, before, unchanged }: InputOf<'hand-in'>,
): ChallengeOutcome {
  const accepted = mayHandIn(state, at, before)
  if ('refused' in accepted) return refuse(state, accepted.refused)
  const late = before?.late ?? accepted.late
  if (before?.state !== 'standing') return { state, effects: shown(late), late }
  return { state, effects: unchanged ? [] : [{ kind: 'submission-changed' }], late }
}

/** A submission is taken out of review. */
export function withdraw(
  state: ChallengeState,
  { submission, asAuthor, tell, at }: InputOf<'withdraw'>,
): ChallengeOutcome {
  if (submission.state !== 'standing') return refuse(state, 'stale')
  // A submission that can't be changed any more can't be withdrawn by its author either.
  const accepted = asAuthor ? mayHandIn(state, at, submission) : submission
  if ('refused' in accepted) return refuse(state, accepted.refused)
  const effects: readonly ChallengeEffect[] = [
    { kind: 'reviewers-released' },
    { kind: 'submission-changed' },
    { kind: 'card-changed' },
    ...(tell ? told(state, state.phase === 'open' ? 'withdrawn' : 'withdrawnLate') : []),
  ]
  return { state, effects, late: accepted.late }
}

function told(
  { phase }: ChallengeState,
  what: Extract<ChallengeEffect, { kind: 'author-told' }>['what'],
): readonly ChallengeEffect[] {
  return phase === 'cancelled' ? [] : [{ kind: 'author-told', what }]
}

/** Brings a withdrawn submission back. */
export function reopen(state: ChallengeState, { submission, tell }: InputOf<'reopen'>): ChallengeOutcome {
  if (submission.state !== 'withdrawn') return refuse(state, 'stale')
  return same(state, ...shown(submission.late), ...(tell ? told(state, 'reopened') : []))
}

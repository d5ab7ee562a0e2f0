import { closesLater, LATE_MS, mayHandIn } from './deadline.ts'
import { remindersOf } from './reminders.ts'
import type {
  ChallengeEffect,
  ChallengeInput,
  ChallengeOutcome,
  ChallengeRefusal,
  ChallengeState,
  SubmissionState,
  Undelivered,
  UndeliveredReason,
} from './state.ts'

/** A deleted thread is opened again this many times; after that the deletion is taken as meant. */
export const MAX_REOPENINGS = 1

/** @param dueAt when it should have been posted: earlier than `postedAt` if the delay is worth mentioning */
export function newChallenge({
  postedAt,
  deadlineAt,
  dueAt,
  timeZone,
}: Readonly<{ postedAt: number; deadlineAt: number; dueAt: number; timeZone: string }>): ChallengeOutcome {
  const reminders = remindersOf(postedAt, deadlineAt, timeZone)
  return {
    state: { phase: 'open', deadlineAt, closedAt: null, reopened: 0 },
    effects: [
      { kind: 'posted', ...(dueAt < postedAt && { dueAt }) },
      { kind: 'close-scheduled', at: deadlineAt },
      ...reminders.map((at) => ({ kind: 'reminder-scheduled', at }) as const),
    ],
  }
}

/** The one transition function; nothing else moves the phase. Pure; time comes with the input. */
export function step(state: ChallengeState, input: ChallengeInput): ChallengeOutcome {
  switch (input.kind) {
    case 'deadline':
      return close(state, input.dueAt, input.at)
    case 'caught-up':
      if (state.phase !== 'open' || input.at <= state.deadlineAt) return same(state)
      // The close has waited for the catch-up.
      return same(state, { kind: 'close-scheduled', at: input.at })
    case 'recounted':
      return state.phase === 'closing' && !input.pending ? closed(state, input.at) : same(state)
    case 'hand-in':
      return handIn(state, input)
    case 'withdraw':
      return withdraw(state, input)
    case 'reopen':
      if (isStanding(input.submission)) return refuse(state, 'stale')
      return same(state, ...shown(input.submission.late), ...(input.tell ? told(state, 'reopened') : []))
    case 'thread-lost':
      return threadLost(state, input.reopened)
    case 'lost':
      if (!isRunning(state)) return same(state)
      // Where the channel is gone there is no card to edit: the schedule tells its organiser.
      return cancelled(state, input.what === 'channel' ? [] : [{ kind: 'card-changed' }])
    case 'undelivered':
      return undelivered(state, input)
    default:
      return input satisfies never
  }
}

/** Open or closing: these still lead to a result. */
function isRunning({ phase }: ChallengeState): boolean {
  return phase === 'open' || phase === 'closing'
}

function same(state: ChallengeState, ...effects: readonly ChallengeEffect[]): ChallengeOutcome {
  return { state, effects }
}

function refuse(state: ChallengeState, refused: ChallengeRefusal): ChallengeOutcome {
  return { state, effects: [], refused }
}

function cancelled(state: ChallengeState, effects: readonly ChallengeEffect[]): ChallengeOutcome {
  return { state: { ...state, phase: 'cancelled' }, effects }
}

/** At the deadline nothing more is on time, and reactions are counted a last time. */
function close(state: ChallengeState, dueAt: number, at: number): ChallengeOutcome {
  if (state.phase !== 'open' || at < state.deadlineAt) return same(state)
  const later = closesLater(dueAt, state.deadlineAt, at)
  if (later !== undefined) return same(state, { kind: 'close-scheduled', at: later })
  return {
    state: { ...state, phase: 'closing' },
    effects: [{ kind: 'card-changed' }, { kind: 'recount-started' }],
  }
}

function closed(state: ChallengeState, at: number): ChallengeOutcome {
  return {
    state: { ...state, phase: 'closed', closedAt: at },
    effects: [{ kind: 'votes-revealed', at }, { kind: 'card-changed' }, { kind: 'result-posted' }],
  }
}

/** What follows when a submission stands that did not stand before. */
function shown(late: boolean): readonly ChallengeEffect[] {
  return [
    { kind: 'submission-shown' },
    { kind: 'card-changed' },
    ...(late ? [] : [{ kind: 'reviewers-assigned' } as const]),
  ]
}

function handIn(
  state: ChallengeState,
  { at, before, unchanged }: Extract<ChallengeInput, { kind: 'hand-in' }>,
): ChallengeOutcome {
  const accepted = mayHandIn(state, at, before)
  if ('refused' in accepted) return refuse(state, accepted.refused)
  const effects =
    before && isStanding(before)
      ? unchanged
        ? []
        : [SUBMISSION_CHANGED]
      : shown(before?.late ?? accepted.late)
  return { state, effects, late: accepted.late }
}

const SUBMISSION_CHANGED = { kind: 'submission-changed' } as const

function withdraw(
  state: ChallengeState,
  { submission, asAuthor, tell, at }: Extract<ChallengeInput, { kind: 'withdraw' }>,
): ChallengeOutcome {
  if (!isStanding(submission)) return refuse(state, 'stale')
  // A submission that can't be changed any more can't be withdrawn by its author either.
  const accepted = asAuthor ? mayHandIn(state, at, submission) : submission
  if ('refused' in accepted) return refuse(state, accepted.refused)
  const effects: readonly ChallengeEffect[] = [
    { kind: 'reviewers-released' },
    SUBMISSION_CHANGED,
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

/** Submissions survive the loss of the thread: it is opened again, with all that stand. */
function threadLost(state: ChallengeState, reopened: number): ChallengeOutcome {
  if (state.phase !== 'open' || state.reopened !== reopened) return same(state)
  if (reopened >= MAX_REOPENINGS) return cancelled(state, [{ kind: 'card-changed' }])
  return {
    state: { ...state, reopened: reopened + 1 },
    effects: [{ kind: 'messages-detached' }, { kind: 'thread-reopened', deleted: true }],
  }
}

function undelivered(
  state: ChallengeState,
  { what, reason, cardPosted, at }: Extract<ChallengeInput, { kind: 'undelivered' }>,
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
      return [SUBMISSION_CHANGED]
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

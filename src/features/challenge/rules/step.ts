import { closesLater } from './deadline.ts'
import { cancelled, same } from './outcome.ts'
import { remindersOf } from './reminders.ts'
import { type ChallengeInput, type ChallengeOutcome, type ChallengeState, isRunning } from './state.ts'
import { handIn, reopen, withdraw } from './submitting.ts'
import { undelivered } from './undelivered.ts'

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
      return reopen(state, input)
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

/** Submissions survive the loss of the thread: it is opened again, with all that stand. */
function threadLost(state: ChallengeState, reopened: number): ChallengeOutcome {
  if (state.phase !== 'open' || state.reopened !== reopened) return same(state)
  if (reopened >= MAX_REOPENINGS) return cancelled(state, [{ kind: 'card-changed' }])
  return {
    state: { ...state, reopened: reopened + 1 },
    effects: [{ kind: 'messages-detached' }, { kind: 'thread-reopened', deleted: true }],
  }
}

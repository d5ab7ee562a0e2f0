import type { PlatformError } from '#bot'

export type Phase = 'open' | 'closing' | 'closed' | 'cancelled'

/** open -> closing (reactions are counted a last time) -> closed, or cancelled. The last two are final. */
export type ChallengeState = Readonly<{
  phase: Phase
  /** Bot time, milliseconds, as all times here. */
  deadlineAt: number
  closedAt: number | null
  /** How often its thread was deleted and opened anew. */
  reopened: number
}>

/** Open or closing: these still lead to a result. */
export function isRunning({ phase }: ChallengeState): boolean {
  return phase === 'open' || phase === 'closing'
}

/** A submission, as far as the rules of its challenge care. */
export type SubmissionState = Readonly<{ state: 'standing' | 'withdrawn'; late: boolean }>

/** A delivery that was given up. */
export type Undelivered =
  | Readonly<{ kind: 'card' | 'card-edit' | 'thread' }>
  | Readonly<{ kind: 'message'; inThread: boolean }>
  | Readonly<{ kind: 'answer'; submission: SubmissionState }>
  /** `posted`: both its message and the thread were posted before. */
  | Readonly<{ kind: 'answer-edit'; submission: SubmissionState; posted: boolean }>
  | Readonly<{ kind: 'other' }>

export type UndeliveredReason = PlatformError['kind']

export type ChallengeInput =
  /** The alarm of the close rang, which was set for `dueAt`. */
  | Readonly<{ kind: 'deadline'; dueAt: number; at: number }>
  /** All that was written while the bot was away is read. */
  | Readonly<{ kind: 'caught-up'; at: number }>
  /** A recount ended. `pending`: others that the close waits for have not. */
  | Readonly<{ kind: 'recounted'; pending: boolean; at: number }>
  /** `at`: when it was written. `before`: what this person has handed in; `unchanged`: with the same text. */
  | Readonly<{ kind: 'hand-in'; before?: SubmissionState | undefined; unchanged: boolean; at: number }>
  /** `asAuthor`: bound by the deadline, which organisers and deleted messages are not. `tell`: the author does not know. */
  | Readonly<{
      kind: 'withdraw'
      submission: SubmissionState
      asAuthor: boolean
      tell: boolean
      at: number
    }>
  | Readonly<{ kind: 'reopen'; submission: SubmissionState; tell: boolean; at: number }>
  /** `reopened`: the count when the loss was noticed, so that one loss counts once, however often it is noticed. */
  | Readonly<{ kind: 'thread-lost'; reopened: number; at: number }>
  | Readonly<{ kind: 'lost'; what: 'channel' | 'problem'; at: number }>
  /** `cardPosted`: until the card is posted, everything else is posted anew together with it. */
  | Readonly<{
      kind: 'undelivered'
      what: Undelivered
      reason: UndeliveredReason
      cardPosted: boolean
      at: number
    }>

export type InputOf<Kind extends ChallengeInput['kind']> = Extract<ChallengeInput, { kind: Kind }>

export type ChallengeEffect =
  /** `dueAt`: when it should have been posted, if the delay is worth mentioning. */
  | Readonly<{ kind: 'posted'; dueAt?: number }>
  | Readonly<{ kind: 'card-changed' }>
  | Readonly<{ kind: 'close-scheduled' | 'reminder-scheduled'; at: number }>
  | Readonly<{ kind: 'recount-started' }>
  | Readonly<{ kind: 'votes-revealed'; at: number }>
  | Readonly<{ kind: 'result-posted' }>
  | Readonly<{ kind: 'reposted' }>
  /** `deleted`: people saw the thread before this one. */
  | Readonly<{ kind: 'thread-reopened'; deleted: boolean }>
  | Readonly<{ kind: 'messages-detached' }>
  | Readonly<{ kind: 'organiser-told'; reason: Exclude<UndeliveredReason, 'later'> }>
  /** Posted, or edited where its message still stands. */
  | Readonly<{ kind: 'submission-shown' }>
  | Readonly<{ kind: 'submission-changed' | 'submission-reposted' }>
  | Readonly<{ kind: 'reviewers-assigned' | 'reviewers-released' }>
  | Readonly<{ kind: 'author-told'; what: 'withdrawn' | 'withdrawnLate' | 'reopened' }>
  | Readonly<{ kind: 'message-reposted'; to: 'same' | 'channel' }>

/** Why a submission, or a change to one, is not accepted; each has its sentence under `challenge.refused`. */
export type NotAccepted = 'cancelled' | 'over' | 'closedEdit' | 'withdrawn'

export type ChallengeRefusal = NotAccepted | 'stale'

export type ChallengeOutcome = Readonly<{
  /** The same object where nothing moved. */
  state: ChallengeState
  effects: readonly ChallengeEffect[]
  /** Why the input changed nothing. */
  refused?: ChallengeRefusal
  /** Whether a submission that was accepted or withdrawn is late. */
  late?: boolean
}>

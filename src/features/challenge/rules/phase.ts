/** For so long after the close an answer is still taken, and marked late. */
export const LATE_MS = 7 * 24 * 60 * 60_000

/** The longest answer by file or message, in characters. */
export const ANSWER_MAX = 40_000
/** The longest a stage can be in a form (Slack's limit of a text input). */
export const STAGE_MAX = 3_000
/** UTF-8 takes up to four bytes a character; a mark at the beginning (BOM) three more. */
export const FILE_MAX_BYTES = 4 * ANSWER_MAX + 3
/** What an answer may be handed in as. */
export const FILE_TYPES = ['.md', '.markdown', '.txt'] as const

export type Phase = 'open' | 'closing' | 'closed' | 'cancelled'

type Challenge = Readonly<{ phase: Phase; deadlineAt: number }>

/** Why an answer, or a change to one, is not taken. The catalogues have a sentence a reason. */
type NotTaken = 'cancelled' | 'over' | 'closedEdit' | 'withdrawn'

type Taken = Readonly<{ late: boolean }> | Readonly<{ refused: NotTaken }>

/**
 * Whether an answer written at that time is taken: until the deadline, and for a week after it as a late one. What is
 * heard after the close is late whenever it was written, as the result is out; and what was handed in on time stays as it
 * was when the deadline passed.
 * @param before what this person has handed in
 */
export function mayHandIn(
  { phase, deadlineAt }: Challenge,
  at: number,
  before?: Readonly<{ state: 'standing' | 'withdrawn'; late: boolean }>,
): Taken {
  if (phase === 'cancelled') return { refused: 'cancelled' }
  const late = at > deadlineAt || phase === 'closed'
  if (at > deadlineAt + LATE_MS) return { refused: 'over' }
  if (before?.state === 'withdrawn' && late && !before.late) return { refused: 'withdrawn' }
  if (before && late && !before.late) return { refused: 'closedEdit' }
  return { late }
}

/** An alarm that is later than this says that nobody was there at the deadline. */
const AWAY_MS = 3_000
/** For so long the close then waits for what was written in time to be read; in bot time. */
const CATCH_UP_MS = 60_000

/**
 * When a challenge is to be closed instead, since what was written in time has not been read yet; undefined when now.
 * @param dueAt of the alarm: it waits once, and the end of the reading sets one of its own
 */
export function closesLater(dueAt: number, deadlineAt: number, at: number): number | undefined {
  return dueAt <= deadlineAt && at - deadlineAt > AWAY_MS ? at + CATCH_UP_MS : undefined
}

/** Whether votes on an answer still count: on one that was on time until the close, on a late one for its week. */
export function takesVotes(
  { phase, deadlineAt }: Challenge,
  at: number,
  { state, late }: Readonly<{ state: 'standing' | 'withdrawn'; late: boolean }>,
): boolean {
  if (state !== 'standing' || phase === 'cancelled') return false
  return late ? at <= deadlineAt + LATE_MS : phase === 'open'
}

/** What follows the word that makes a message an answer, bold or heading it may be; undefined where it does not begin with it. */
export function answerIn(text: string): string | undefined {
  const [, , rest] =
    /^\s*(?:#{1,6}\s+)?([*_]{0,3})(?:(?:my\s+)?answer|(?:我的)?(?:回答|答案))\s{0,9}(?:\1\s{0,9}[:：]|[:：]\s{0,9}\1)([\s\S]*)$/iu.exec(
      text,
    ) ?? []
  return rest?.trim()
}

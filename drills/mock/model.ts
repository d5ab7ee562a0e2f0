import type { EventLog, Pressed, Tried } from './event-log.ts'
import type { Ballot, Seat } from './plan.ts'

/** The expected row of one of the candidate's messages. */
type ExpectedPart = Readonly<{
  id: string
  /** It was written so late that the bot may have counted it as after the end. */
  optional: boolean
  /** Any of these: an edit as late as that may not have counted. */
  texts: readonly string[]
  erased: boolean
  filed: number | null
}>

type Range = Readonly<{ least: number; most: number }>
type ExpectedNote = Range & Readonly<{ text: string }>
type ExpectedPresses = Range & Readonly<{ kind: Pressed; by: Seat }>

export type Expected = Readonly<{
  parts: readonly ExpectedPart[]
  notes: readonly ExpectedNote[]
  presses: readonly ExpectedPresses[]
  /** The ballots that may be stored for each person; the empty one where none was confirmed. */
  votes: Readonly<Partial<Record<Seat, readonly Ballot[]>>>
  seats: Readonly<Partial<Record<Seat, string>>>
}>

/**
 * Derives what must be stored from what people did and were shown.
 * @param over when the mock ended, in milliseconds of real time
 * @param slackMs how long before that a message may count as written after it
 */
export function expect(eventLog: EventLog, over: number, slackMs: number): Expected {
  const sure = over - slackMs
  return {
    parts: [...eventLog.written.values()].map(({ id, versions, erased, filings }): ExpectedPart => {
      const certain = versions.findLastIndex(({ at }) => at < sure)
      return {
        id,
        optional: certain < 0,
        texts: versions.slice(Math.max(0, certain)).map(({ text }) => text),
        erased,
        filed: filings.at(-1) ?? null,
      }
    }),
    notes: eventLog.noted.map(({ text, attempts, receipts }) => ({ text, least: receipts, most: attempts })),
    presses: presses(eventLog.tried),
    votes: Object.fromEntries(eventLog.plan.seats.map((seat) => [seat, standing(eventLog, seat)])),
    seats: Object.fromEntries(eventLog.seated.map((seat) => [seat, eventLog.people[seat]])),
  }
}

/** A press that showed its effect counts at least once; a stage may also pass because its time is over. */
function presses(tried: readonly Tried[]): readonly ExpectedPresses[] {
  const totals = new Map<string, ExpectedPresses>()
  for (const { kind, by, attempts, shown } of tried) {
    const key = `${kind} ${by}`
    const { least, most } = totals.get(key) ?? { least: 0, most: 0 }
    const certain = shown && kind !== 'next' && kind !== 'end' ? 1 : 0
    totals.set(key, { kind, by, least: least + certain, most: most + attempts })
  }
  return [...totals.values()]
}

/** The last ballot with a receipt, and later ones without an answer. */
function standing({ cast }: EventLog, seat: Seat): readonly Ballot[] {
  const mine = cast.filter(({ who, attempts }) => who === seat && attempts > 0)
  const counted = mine.findLastIndex(({ receipt }) => receipt)
  const possible = mine.slice(Math.max(0, counted)).map(({ ballot }) => ballot)
  return counted < 0 ? [{}, ...possible] : possible
}

export type Row = Readonly<{
  median: number | undefined
  votes: number
  lowest: number | undefined
  highest: number | undefined
  self: number | undefined
}>

/** The scorecard of these votes: the candidate's own level stands apart. */
export function scorecard(
  votes: Readonly<Partial<Record<Seat, Ballot>>>,
  criteria: readonly string[],
): ReadonlyMap<string, Row> {
  return new Map(
    criteria.map((criterion) => {
      const levels = (['interviewer', 'observer'] as const)
        .flatMap((seat) => votes[seat]?.[criterion] ?? [])
        .sort((a, b) => a - b)
      const row = {
        median: middle(levels),
        votes: levels.length,
        lowest: levels[0],
        highest: levels.at(-1),
        self: votes.candidate?.[criterion],
      }
      return [criterion, row]
    }),
  )
}

function middle(sorted: readonly number[]): number | undefined {
  if (sorted.length === 0) return undefined
  const half = sorted.length / 2
  const pair = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1)
  return pair.reduce((sum, level) => sum + level, 0) / pair.length
}

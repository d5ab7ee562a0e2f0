import type { Note } from '../difference.ts'
import { ballotOf } from './compare-stored.ts'
import type { EventLog } from './event-log.ts'
import { type Row, scorecard } from './model.ts'
import { type Ballot, CRITERIA, type Seat } from './plan.ts'
import { type Posted, tokenOf } from './posted.ts'
import type { Stored } from './stored.ts'

/** The debrief shows the scorecard of the stored votes, and the planned one where every ballot was confirmed. */
export function compareScores(
  eventLog: EventLog,
  posts: readonly Posted[],
  stored: Stored,
  note: Note,
): void {
  const debrief = posts.find((post) => tokenOf(post)?.kind === 'debrief')
  if (!debrief) return
  const { seats, ballots } = eventLog.plan
  const votes = Object.fromEntries(seats.map((seat) => [seat, ballotOf(stored, eventLog.people[seat])]))
  compareRows(debrief.last, votes, note, 'the votes')
  const undisturbed = Object.fromEntries(seats.map((seat) => [seat, ballots[seat]?.at(-1) ?? {}]))
  const allCounted = seats.every(
    (seat) =>
      (ballots[seat]?.length ?? 0) ===
      eventLog.cast.filter(({ who, receipt }) => who === seat && receipt).length,
  )
  if (allCounted) compareRows(debrief.last, undisturbed, note, 'the undisturbed run')
}

function compareRows(
  text: string,
  votes: Readonly<Partial<Record<Seat, Ballot>>>,
  note: Note,
  whose: string,
): void {
  for (const [criterion, row] of scorecard(votes, Object.keys(CRITERIA))) {
    const name = CRITERIA[criterion] ?? ''
    const shown = rowOf(text, name)
    const wanted = cells(row)
    // Where nobody scored at all there is no table.
    if (shown === undefined && row.votes === 0 && row.self === undefined) continue
    if (shown !== wanted) note('wrong', `${name} shows "${shown}"; of ${whose} it is "${wanted}"`)
  }
}

function rowOf(text: string, name: string): string | undefined {
  const lines = text.split('\n')
  const index = lines.indexOf(`**${name}**`)
  return index < 0 ? undefined : lines[index + 1]
}

function cells({ median, votes, lowest, highest, self }: Row): string {
  const range = lowest === highest ? `${lowest ?? '–'}` : `${lowest}–${highest}`
  return `Median: ${median ?? '–'} · Votes: ${votes} · Range: ${range} · Self: ${self ?? '–'}`
}

import type { Note } from '../difference.ts'
import type { EventLog } from './event-log.ts'
import { type Expected, expect } from './model.ts'
import type { Ballot, Seat } from './plan.ts'
import type { Stored } from './stored.ts'

/** Times in milliseconds of real time. */
export type Timing = Readonly<{ over: number; slackMs: number }>

/** Holds what the database has of a mock against what people did. */
export function compareStored(eventLog: EventLog, stored: Stored, timing: Timing, note: Note): void {
  const expected = expect(eventLog, timing.over, timing.slackMs)
  compareSeats(expected, stored, note)
  compareParts(expected, stored, note)
  compareNotes(expected, stored, note)
  comparePresses(expected, stored, eventLog, note)
  compareVotes(expected, stored, eventLog, note)
}

function compareSeats({ seats }: Expected, { state }: Stored, note: Note): void {
  const { candidate, interviewer, observers } = state.seats
  const held = (seat: Seat, user: string) =>
    seat === 'candidate'
      ? candidate?.user === user
      : seat === 'interviewer'
        ? interviewer?.user === user
        : observers.some((observer) => observer.user === user)
  for (const [seat, user] of Object.entries(seats))
    if (!held(seat as Seat, user)) note('lost', `${user} does not hold the seat ${seat}`)
}

function compareParts({ parts }: Expected, stored: Stored, note: Note): void {
  const known = new Map(stored.parts.map((part) => [part.id, part]))
  for (const { id, optional, texts, erased, filed } of parts) {
    const part = known.get(id)
    if (erased) {
      if (part && !part.erased) note('wrong', `message ${id} was deleted, but is stored: ${part.text}`)
    } else if (!part || part.erased) {
      if (!optional) note('lost', `message ${id}: ${texts.join(' | ')}`)
    } else {
      if (!texts.includes(part.text))
        note(
          'lost',
          `message ${id} reads "${part.text}", not ${texts.map((text) => `"${text}"`).join(' or ')}`,
        )
      if (part.filed !== filed) note('lost', `message ${id} is filed under ${part.filed}, not ${filed}`)
    }
  }
  const written = new Set(parts.map(({ id }) => id))
  for (const { id, text } of stored.parts)
    if (!written.has(id)) note('wrong', `nobody wrote part ${id}: ${text}`)
  if (known.size < stored.parts.length) note('doubled', 'a message is stored twice')
}

function compareNotes({ notes }: Expected, stored: Stored, note: Note): void {
  for (const { text, least, most } of notes) {
    const count = stored.notes.filter((each) => each === text).length
    if (count < least) note('lost', `note "${text}"`)
    if (count > most) note('doubled', `note "${text}" is stored ${count} times; it was sent ${most} times`)
  }
}

/** The names of presses in what a mock remembers. */
const LOGGED = {
  pause: 'paused',
  resume: 'resumed',
  extend: 'extended',
  next: 'skipped',
  end: 'ended',
  curveball: 'curveball',
} as const

function comparePresses({ presses }: Expected, { state }: Stored, { people }: EventLog, note: Note): void {
  const log = state.log ?? []
  for (const { kind, by, least, most } of presses) {
    const count = log.filter((entry) => entry.kind === LOGGED[kind] && entry.by.user === people[by]).length
    const times = `${by} pressed for ${kind}; it counted ${count} times, not ${least} to ${most}`
    if (count < least) note('lost', times)
    if (count > most) note('doubled', times)
  }
  for (const { kind, by } of log)
    if (!presses.some((press) => LOGGED[press.kind] === kind && people[press.by] === by.user))
      note('wrong', `nobody pressed for ${kind}`)
}

function compareVotes({ votes }: Expected, stored: Stored, { people }: EventLog, note: Note): void {
  const all = Object.entries(votes)
  for (const [seat, possible] of all) {
    const mine = ballotOf(stored, people[seat as Seat])
    if (!possible.some((ballot) => same(ballot, mine)))
      note('lost', `${seat} scored ${possible.map(show).join(' or ')}, but ${show(mine)} is stored`)
  }
  const voters = new Set(all.map(([seat]) => people[seat as Seat]))
  for (const { voter } of stored.votes) if (!voters.has(voter)) note('wrong', `${voter} never scored`)
}

export function ballotOf({ votes }: Stored, user: string): Ballot {
  return Object.fromEntries(
    votes.filter(({ voter }) => voter === user).map(({ criterion, level }) => [criterion, level]),
  )
}

function same(a: Ballot, b: Ballot): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => a[key] === b[key])
}

function show(ballot: Ballot): string {
  return JSON.stringify(ballot)
}

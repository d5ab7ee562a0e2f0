import type { Fixture } from '../fixture.ts'
import { persist } from '../people.ts'
import type { Done, Person, Place, Said } from '../service.ts'
import { seen } from '../wait.ts'
import type { EventLog } from './event-log.ts'
import type { Seat } from './plan.ts'

const ROLES = {
  candidate: { button: 'Be the candidate', shown: 'Candidate' },
  interviewer: { button: 'Interview', shown: 'Interviewer' },
  observer: { button: 'Observe', shown: 'Observers' },
} as const

export type Room = Readonly<{
  fixture: Fixture
  eventLog: EventLog
  channel: Place
  members: Readonly<Record<Seat, Person>>
}>

/** Opens a lobby, takes the seats, and starts. @returns the thread; undefined when the mock did not start */
export async function gather(room: Room): Promise<Place | undefined> {
  const { fixture, eventLog, channel, members } = room
  const { patienceMs } = fixture
  const host = members.candidate
  const card = () => channel.said.find(({ text }) => text.includes('Mock: '))
  const opened = await persist({
    press: () => host.gather(channel, 'fraud-detection', eventLog.plan.minutes),
    shown: () => card(),
    vain: () => false,
    patienceMs,
  })
  const lobby = opened.shown
  if (!lobby) {
    eventLog.stuck.push('the lobby never opened')
    return undefined
  }
  const closed = () => /was closed|it ended|Cancelled|was cancelled/u.test(lobby.text)
  for (const seat of eventLog.plan.seats) await takeSeat(room, lobby, seat, closed)
  const started = await persist({
    press: () => host.press(lobby, 'Start'),
    shown: () => lobby.thread,
    vain: closed,
    patienceMs,
  })
  // A refusal says that it is over: the card says why soon.
  if (!started.shown && started.refused) await seen(closed, patienceMs)
  if (!started.shown && lobby.text.includes('30 minutes')) eventLog.lapsed = true
  else if (!started.shown) eventLog.stuck.push(`the mock never started: ${lobby.text}`)
  return started.shown
}

async function takeSeat(
  { fixture, eventLog, members }: Room,
  lobby: Said,
  seat: Seat,
  closed: () => boolean,
): Promise<void> {
  const { button, shown } = ROLES[seat]
  const member = members[seat]
  const line = new RegExp(`\\*\\*${shown}:\\*\\*[^\\n]*<@${member.id}>`, 'u')
  const taken = await persist({
    // The person who types /mock is the candidate.
    press: () => (seat === 'candidate' ? undefined : member.press(lobby, button)),
    shown: () => line.test(lobby.text) || undefined,
    vain: closed,
    patienceMs: fixture.patienceMs,
  })
  if (taken.shown) eventLog.seated.push(seat)
  else if (!taken.refused && !closed()) eventLog.stuck.push(`${seat} never got the seat`)
}

/** Presses until a private answer comes. @returns the private answer */
export function openPrivately(
  { fixture }: Room,
  press: () => Promise<Done> | undefined,
  text: string,
  vain: () => boolean,
) {
  return persist({ press, shown: (done) => done?.answer(text), vain, patienceMs: fixture.patienceMs })
}

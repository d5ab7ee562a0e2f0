import type { Diary } from './diary.ts'
import { persist } from './people.ts'
import type { Seat } from './plan.ts'
import type { Done, Person, Place, Said } from './service.ts'
import type { Town } from './town.ts'
import { seen } from './wait.ts'

const ROLES = {
  candidate: { button: 'Be the candidate', shown: 'Candidate' },
  interviewer: { button: 'Interview', shown: 'Interviewer' },
  observer: { button: 'Observe', shown: 'Observers' },
} as const

export type Room = Readonly<{
  town: Town
  diary: Diary
  channel: Place
  members: Readonly<Record<Seat, Person>>
}>

/** Opens a lobby, takes the seats, and starts. @returns the thread; undefined when it never came to that */
export async function gather(room: Room): Promise<Place | undefined> {
  const { town, diary, channel, members } = room
  const { patienceMs } = town
  const host = members.candidate
  const card = () => channel.said.find(({ text }) => text.includes('Mock: '))
  const opened = await persist({
    press: () => host.gather(channel, 'fraud-detection', diary.plan.minutes),
    shown: () => card(),
    vain: () => false,
    patienceMs,
  })
  const lobby = opened.shown
  if (!lobby) {
    diary.stuck.push('the lobby never opened')
    return undefined
  }
  const closed = () => /was closed|it ended|Cancelled|was cancelled/u.test(lobby.text)
  for (const seat of diary.plan.seats) await takeSeat(room, lobby, seat, closed)
  const started = await persist({
    press: () => host.press(lobby, 'Start'),
    shown: () => lobby.thread,
    vain: closed,
    patienceMs,
  })
  // Whoever is told that it is over sees why as soon as the card says so.
  if (!started.shown && started.refused) await seen(closed, patienceMs)
  if (!started.shown && lobby.text.includes('30 minutes')) diary.lapsed = true
  else if (!started.shown) diary.stuck.push(`the mock never started: ${lobby.text}`)
  return started.shown
}

async function takeSeat(
  { town, diary, members }: Room,
  lobby: Said,
  seat: Seat,
  closed: () => boolean,
): Promise<void> {
  const { button, shown } = ROLES[seat]
  const member = members[seat]
  const line = new RegExp(`\\*\\*${shown}:\\*\\*[^\\n]*<@${member.id}>`, 'u')
  const taken = await persist({
    // Whoever types /mock is the candidate.
    press: () => (seat === 'candidate' ? undefined : member.press(lobby, button)),
    shown: () => line.test(lobby.text) || undefined,
    vain: closed,
    patienceMs: town.patienceMs,
  })
  if (taken.shown) diary.seated.push(seat)
  else if (!taken.refused && !closed()) diary.stuck.push(`${seat} never got the seat`)
}

/** Opens what answers privately. @returns the private answer */
export function openPrivately(
  { town }: Room,
  press: () => Promise<Done> | undefined,
  text: string,
  vain: () => boolean,
) {
  return persist({ press, shown: (done) => done?.answer(text), vain, patienceMs: town.patienceMs })
}

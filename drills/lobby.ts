import type { FakeChannel, FakeMember, FakeMessage } from '../test/fakes/discord/index.ts'
import type { Diary } from './diary.ts'
import { answered, persist } from './people.ts'
import type { Seat } from './plan.ts'
import { saidIn, type Town } from './town.ts'
import { seen } from './wait.ts'

const ROLES = {
  candidate: { button: 'Be the candidate', shown: 'Candidate' },
  interviewer: { button: 'Interview', shown: 'Interviewer' },
  observer: { button: 'Observe', shown: 'Observers' },
} as const

export type Room = Readonly<{
  town: Town
  diary: Diary
  channel: FakeChannel
  members: Readonly<Record<Seat, FakeMember>>
}>

/** Opens a lobby, takes the seats, and starts. @returns the thread; undefined when it never came to that */
export async function gather(room: Room): Promise<FakeChannel | undefined> {
  const { town, diary, channel, members } = room
  const { patienceMs } = town
  const host = members.candidate
  const card = () => saidIn(channel).find(({ text }) => text.includes('Mock: '))
  const options = { problem: 'fraud-detection', minutes: diary.plan.minutes }
  const opened = await persist({
    press: () => host.command(channel, 'mock', options),
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
    press: () => host.click(lobby, 'Start'),
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
  lobby: FakeMessage,
  seat: Seat,
  closed: () => boolean,
): Promise<void> {
  const { button, shown } = ROLES[seat]
  const member = members[seat]
  const line = new RegExp(`\\*\\*${shown}:\\*\\*[^\\n]*<@${member.id}>`, 'u')
  const taken = await persist({
    // Whoever types /mock is the candidate.
    press: () => (seat === 'candidate' ? undefined : member.click(lobby, button)),
    shown: () => line.test(lobby.text) || undefined,
    vain: closed,
    patienceMs: town.patienceMs,
  })
  if (taken.shown) diary.seated.push(seat)
  else if (!taken.refused && !closed()) diary.stuck.push(`${seat} never got the seat`)
}

/** Opens what answers privately. @returns the private message */
export function openPrivately(
  { town }: Room,
  press: () => ReturnType<FakeMember['click']> | undefined,
  text: string,
  vain: () => boolean,
) {
  return persist({ press, shown: (result) => answered(result, text), vain, patienceMs: town.patienceMs })
}

import { isOver, play, type Session } from './acts.ts'
import { type Diary, newDiary } from './diary.ts'
import { gather, type Room } from './lobby.ts'
import type { MockPlan } from './plan.ts'
import { isDone, score } from './scoring.ts'
import type { Place } from './service.ts'
import type { Town } from './town.ts'
import { pause, seen } from './wait.ts'

/**
 * Real time in which people read the answer before they score, however fast bot time runs. The bot reads again
 * what it missed some seconds later, and once the votes are open an answer is closed.
 */
const READING_MS = 6500

/** A mock that was lived through: where it took place, and what people say of it. */
export type Life = Readonly<{ diary: Diary; channel: Place; thread: Place | undefined }>

/**
 * Lives through a mock, from the lobby to the debrief.
 * @param onStarted told once there is a thread, or never will be
 */
export async function live(town: Town, plan: MockPlan, onStarted?: () => void): Promise<Life> {
  const { service } = town
  const channel = service.addChannel(plan.name)
  const member = (seat: string) => service.addPerson(`${seat} of ${plan.name}`)
  const members = {
    candidate: member('candidate'),
    interviewer: member('interviewer'),
    observer: member('observer'),
  }
  const { candidate, interviewer, observer } = members
  const diary = newDiary(plan, {
    candidate: candidate.id,
    interviewer: interviewer.id,
    observer: observer.id,
  })
  const room: Room = { town, diary, channel, members }
  const thread = await gather(room)
  onStarted?.()
  if (thread) await attend(room, thread)
  return { diary, channel, thread }
}

async function attend(room: Room, thread: Place): Promise<void> {
  const { town, diary } = room
  const { seats, minutes } = diary.plan
  const card = () => thread.said.some(({ text }) => /^## \d\/8 · /mu.test(text))
  if (!(await seen(card, town.patienceMs))) {
    diary.stuck.push('no stage was ever announced')
    return
  }
  const session: Session = { ...room, thread, posts: new Map(), began: town.now() }
  await Promise.all(seats.map((seat) => play(session, seat)))
  // The pauses are the longest that people ever wait.
  const rest = (minutes * 60_000) / town.speed + town.patienceMs
  if (!(await seen(() => isOver(session), rest))) {
    diary.stuck.push('the mock never ended')
    return
  }
  await pause(READING_MS)
  await Promise.all(seats.map((seat) => score(session, seat)))
  if (!(await seen(() => isDone(session), town.patienceMs))) diary.stuck.push('there was no debrief')
}

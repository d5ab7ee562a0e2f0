import type { Fixture } from '../fixture.ts'
import type { Place } from '../service.ts'
import { pause, seen } from '../wait.ts'
import { isOver, play, type Session } from './actions.ts'
import { type EventLog, newEventLog } from './event-log.ts'
import { gather, type Room } from './lobby.ts'
import type { MockPlan } from './plan.ts'
import { isDone, score } from './scoring.ts'

/**
 * Real time in which people read the answer before they score. The bot reads missed messages again after some
 * seconds, and an answer is closed once the votes are open.
 */
const READING_MS = 6500

/** A mock that was played to its end: where it took place, and what people did. */
export type MockRun = Readonly<{ eventLog: EventLog; channel: Place; thread: Place | undefined }>

/**
 * Plays a mock from the lobby to the debrief.
 * @param onStarted told once there is a thread, or never will be
 */
export async function runMock(fixture: Fixture, plan: MockPlan, onStarted?: () => void): Promise<MockRun> {
  const { service } = fixture
  const channel = service.addChannel(plan.name)
  const member = (seat: string) => service.addPerson(`${seat} of ${plan.name}`)
  const members = {
    candidate: member('candidate'),
    interviewer: member('interviewer'),
    observer: member('observer'),
  }
  const { candidate, interviewer, observer } = members
  const eventLog = newEventLog(plan, {
    candidate: candidate.id,
    interviewer: interviewer.id,
    observer: observer.id,
  })
  const room: Room = { fixture, eventLog, channel, members }
  const thread = await gather(room)
  onStarted?.()
  if (thread) await attend(room, thread)
  return { eventLog, channel, thread }
}

async function attend(room: Room, thread: Place): Promise<void> {
  const { fixture, eventLog } = room
  const { seats, minutes } = eventLog.plan
  const card = () => thread.said.some(({ text }) => /^## \d\/8 · /mu.test(text))
  if (!(await seen(card, fixture.patienceMs))) {
    eventLog.stuck.push('no stage was ever announced')
    return
  }
  const session: Session = { ...room, thread, posts: new Map(), began: fixture.now() }
  await Promise.all(seats.map((seat) => play(session, seat)))
  // The pauses are the longest that people ever wait.
  const rest = (minutes * 60_000) / fixture.speed + fixture.patienceMs
  if (!(await seen(() => isOver(session), rest))) {
    eventLog.stuck.push('the mock never ended')
    return
  }
  await pause(READING_MS)
  await Promise.all(seats.map((seat) => score(session, seat)))
  if (!(await seen(() => isDone(session), fixture.patienceMs))) eventLog.stuck.push('there was no debrief')
}

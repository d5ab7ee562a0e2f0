import { sameUser, type UserRef } from '#bot'
import type { Role, Seats } from './state.ts'

/** Without an interviewer the bot asks the kit's probes itself. */
export function isSolo(seats: Seats): boolean {
  return seats.interviewer === undefined
}

export function roleOf(seats: Seats, user: UserRef): Role | undefined {
  if (seats.candidate && sameUser(seats.candidate, user)) return 'candidate'
  if (seats.interviewer && sameUser(seats.interviewer, user)) return 'interviewer'
  return seats.observers.some((observer) => sameUser(observer, user)) ? 'observer' : undefined
}

/** Everybody with a role, the candidate first. */
export function roleHolders(seats: Seats): readonly UserRef[] {
  return [seats.candidate, seats.interviewer, ...seats.observers].filter((user) => user !== undefined)
}

/** The interviewer controls the clock, in a solo mock the candidate. */
export function steers(seats: Seats, user: UserRef): boolean {
  return roleOf(seats, user) === (isSolo(seats) ? 'candidate' : 'interviewer')
}

/** The seats after somebody takes a free one; the seat that they had becomes free. */
export function seated(seats: Seats, role: Role, user: UserRef): Seats {
  const without = (held: UserRef | undefined) => (held && sameUser(held, user) ? undefined : held)
  const left: Seats = {
    host: seats.host,
    candidate: without(seats.candidate),
    interviewer: without(seats.interviewer),
    observers: seats.observers.filter((observer) => !sameUser(observer, user)),
  }
  return role === 'observer' ? { ...left, observers: [...left.observers, user] } : { ...left, [role]: user }
}

/** Role holders score. A solo mock has no judges, so any member of the channel scores. */
export function mayScore(seats: Seats, user: UserRef): boolean {
  return isSolo(seats) || roleOf(seats, user) !== undefined
}

/** With votes of this many peers a solo mock's scorecard is no longer provisional. */
const SOLO_PEERS = 3

/** Everybody with a role has scored, and in a solo mock enough peers, who have no seat. */
export function everyoneScored(seats: Seats, voters: readonly UserRef[]): boolean {
  const scored = (user: UserRef) => voters.some((voter) => sameUser(voter, user))
  const peers = voters.filter((voter) => !seats.candidate || !sameUser(voter, seats.candidate)).length
  return roleHolders(seats).every(scored) && peers >= (isSolo(seats) ? SOLO_PEERS : 1)
}

import type { ActionEvent } from '#bot'
import type { Caller } from '../caller.ts'
import type { ActionHandler } from '../feature.ts'
import { takeOverOffer } from './cards/take-over-offer.ts'
import { eventOf, mockOf, numberOf, personOf } from './components.ts'
import type { MockDeps } from './deps.ts'
import { requireAccepted, type Stepped } from './engine.ts'
import { checkPermissions } from './permissions.ts'
import { roleOf } from './rules/seats.ts'
import { isUnderWay, type MockInput, type Person, type Role } from './rules/state.ts'
import { interviewerIsGone } from './rules/steering.ts'

type ToInput = (person: Person, event: ActionEvent) => (at: number) => MockInput

/** The buttons of the lobby and of the clock. They answer by the change that the channel shows. */
export function controlHandlers(deps: MockDeps): Readonly<Record<string, ActionHandler>> {
  const press = (input: ToInput, check?: (event: ActionEvent, caller: Caller) => void): ActionHandler => ({
    answer: 'silent',
    async run(event, caller) {
      const { id } = await mockOf(deps, event, caller)
      check?.(event, caller)
      const person = personOf(caller)
      const toInput = input(person, event)
      const stepped = await deps.engine.advance(id, (_, at) => toInput(at), { event: eventOf(event) })
      if (!stepped) return undefined
      if (mayTakeOver(stepped, person)) return takeOverOffer(stepped.mock, caller.t)
      requireAccepted(stepped)
      return undefined
    },
  })
  const take = (role: Role) => press((by) => (at) => ({ kind: 'take', role, by, at }))
  const steer = (kind: 'next' | 'extend' | 'pause' | 'resume' | 'end') =>
    press((by, event) => {
      const revision = numberOf(event.action)
      return (at) => ({ kind, by, at, revision })
    })
  return {
    'mock.candidate': take('candidate'),
    'mock.interview': take('interviewer'),
    'mock.observe': take('observer'),
    // Permissions may have changed since the lobby opened; without a thread there is no mock.
    'mock.start': press(
      (by) => (at) => ({ kind: 'start', by, at }),
      ({ missing }, { t }) => checkPermissions(t, missing),
    ),
    'mock.cancel': press((by) => (at) => ({ kind: 'cancel', by, at })),
    'mock.next': steer('next'),
    'mock.extend': steer('extend'),
    'mock.pause': steer('pause'),
    'mock.resume': steer('resume'),
    'mock.end': steer('end'),
    'mock.take-over': press((by) => (at) => ({ kind: 'take-over', by, at })),
    'mock.reveal': press((by) => (at) => ({ kind: 'reveal', by, at })),
  }
}

/** An observer who uses the controls while the interviewer is gone is offered the seat. */
function mayTakeOver({ mock: { state }, outcome }: Stepped, { user }: Person): boolean {
  const wanted =
    outcome.refused === 'steerRole' || outcome.refused === 'endRole' || outcome.refused === 'pauseRole'
  return wanted && isUnderWay(state) && roleOf(state.seats, user) === 'observer' && interviewerIsGone(state)
}

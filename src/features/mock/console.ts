import { type ActionEvent, type Message, sameUser, UserError, type UserRef } from '#bot'
import type { Caller } from '../caller.ts'
import type { ActionHandler } from '../feature.ts'
import { consoleCard } from './cards/console-card.ts'
import { eventOf, mockOf, numberOf, personOf } from './components.ts'
import type { MockDeps } from './deps.ts'
import { requireAccepted } from './engine.ts'
import { isUnderWay } from './rules/state.ts'
import type { Mock } from './store.ts'

/** The interviewer's private console, and the curveballs that it throws. */
export function consoleHandlers(deps: MockDeps): Readonly<Record<string, ActionHandler>> {
  return {
    'mock.console': { answer: 'private', run: (event, caller) => openConsole(deps, event, caller) },
    'mock.curveball': { answer: 'silent', run: (event, caller) => throwCurveball(deps, event, caller) },
  }
}

/** @throws UserError for anybody but the mock's interviewer */
export function requireInterviewer({ state }: Mock, user: UserRef): void {
  const { interviewer } = state.seats
  if (!interviewer || !sameUser(interviewer, user)) throw new UserError('error.consoleRole')
}

async function openConsole(deps: MockDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const mock = await mockOf(deps, event, caller)
  const { state } = mock
  if (!isUnderWay(state))
    throw new UserError(state.phase === 'lobby' ? 'refused.notRunning' : 'refused.finished')
  requireInterviewer(mock, caller.user)
  // Opening the console shows that the interviewer is there.
  const stepped = await deps.engine.advance(mock.id, (_, at) => ({ kind: 'seen', by: caller.user, at }))
  const now = stepped?.mock.state
  if (!stepped || !now || !isUnderWay(now)) throw new UserError('refused.finished')
  return consoleCard(deps.engine.view(stepped.mock), now)
}

/** @returns the console anew, because its button carries the number of curveballs thrown so far */
async function throwCurveball(
  deps: MockDeps,
  event: ActionEvent,
  caller: Caller,
): Promise<Message | undefined> {
  const { id } = await mockOf(deps, event, caller)
  const thrown = numberOf(event.action)
  const by = personOf(caller)
  const stepped = await deps.engine.advance(id, (_, at) => ({ kind: 'curveball', by, at, thrown }), {
    event: eventOf(event),
  })
  if (!stepped) return undefined
  requireAccepted(stepped)
  const { state } = stepped.mock
  return isUnderWay(state) ? consoleCard(deps.engine.view(stepped.mock), state, true) : undefined
}

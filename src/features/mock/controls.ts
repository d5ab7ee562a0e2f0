import {
  type ActionEvent,
  type ActionHandler,
  action,
  type Message,
  sameUser,
  type Translate,
  UserError,
  userToken,
} from '#bot'
import { callerOf, checkPermissions, checkRefusal, eventOf, numberOf } from './access.ts'
import { consoleCard } from './console.ts'
import type { ActionHandlers, FlowDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import { roleOf } from './seats.ts'
import type { MockInput, Person, Role } from './state.ts'
import { interviewerIsGone } from './steering.ts'

type Press = (person: Person, event: ActionEvent) => (at: number) => MockInput

/** The buttons of the lobby and of the clock. They answer by what changes in the thread. */
export function clockHandlers(deps: FlowDeps): ActionHandlers {
  const press = (input: Press, check?: (event: ActionEvent, t: Translate) => void): ActionHandler => ({
    answer: 'silent',
    async run(event) {
      const { mock, person, t } = await callerOf(deps, event)
      check?.(event, t)
      const toInput = input(person, event)
      const stepped = await deps.engine.advance(mock.id, (_, at) => toInput(at), { event: eventOf(event) })
      if (!stepped) return undefined
      if (mayTakeOver(stepped, person)) return takeOverOffer(stepped, t)
      checkRefusal(stepped)
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
      ({ missing }, t) => checkPermissions(t, missing),
    ),
    'mock.cancel': press((by) => (at) => ({ kind: 'cancel', by, at })),
    'mock.next': steer('next'),
    'mock.extend': steer('extend'),
    'mock.pause': steer('pause'),
    'mock.resume': steer('resume'),
    'mock.end': steer('end'),
    'mock.take-over': press((by) => (at) => ({ kind: 'take-over', by, at })),
    'mock.reveal': press((by) => (at) => ({ kind: 'reveal', by, at })),
    'mock.console': { answer: 'private', run: (event) => openConsole(deps, event) },
    'mock.curveball': { answer: 'silent', run: (event) => throwCurveball(deps, event) },
  }
}

/** Where the interviewer is gone, an observer who reaches for the clock is offered the seat. */
function mayTakeOver({ mock: { state }, outcome }: Stepped, { user }: Person): boolean {
  const wanted =
    outcome.refused === 'steerRole' || outcome.refused === 'endRole' || outcome.refused === 'pauseRole'
  const underWay = state.phase === 'running' || state.phase === 'paused'
  return wanted && underWay && roleOf(state.seats, user) === 'observer' && interviewerIsGone(state)
}

function takeOverOffer({ mock }: Stepped, t: Translate): Message {
  const { interviewer } = mock.state.seats
  const text = t('refused.takeOver', { interviewer: interviewer ? userToken(interviewer) : '' })
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      {
        type: 'buttons',
        buttons: [{ label: t('button.takeOver'), action: action('mock.take-over', mock.id) }],
      },
    ],
  }
}

async function openConsole(deps: FlowDeps, event: ActionEvent): Promise<Message> {
  const { mock, person } = await callerOf(deps, event)
  const { state } = mock
  if (state.phase !== 'running' && state.phase !== 'paused')
    throw new UserError(state.phase === 'lobby' ? 'refused.notRunning' : 'refused.finished')
  const { interviewer } = state.seats
  if (!interviewer || !sameUser(interviewer, person.user)) throw new UserError('error.consoleRole')
  // Opening the console shows that the interviewer is there.
  const stepped = await deps.engine.advance(mock.id, (_, at) => ({ kind: 'seen', by: person.user, at }))
  const now = stepped?.mock.state
  if (!stepped || (now?.phase !== 'running' && now?.phase !== 'paused'))
    throw new UserError('refused.finished')
  return consoleCard(deps.engine.view(stepped.mock), now)
}

/** @returns the console anew: its old button is used up */
async function throwCurveball(deps: FlowDeps, event: ActionEvent): Promise<Message | undefined> {
  const { mock, person } = await callerOf(deps, event)
  const thrown = numberOf(event.action)
  const stepped = await deps.engine.advance(
    mock.id,
    (_, at) => ({ kind: 'curveball', by: person, at, thrown }),
    {
      event: eventOf(event),
    },
  )
  if (!stepped) return undefined
  checkRefusal(stepped)
  const { state } = stepped.mock
  return state.phase === 'running' || state.phase === 'paused'
    ? consoleCard(deps.engine.view(stepped.mock), state, true)
    : undefined
}

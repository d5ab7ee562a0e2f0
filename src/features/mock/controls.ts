import { type ActionEvent, action, type Message, sameUser, type Translate, UserError, userToken } from '#bot'
import type { Caller } from '../caller.ts'
import type { ActionHandler } from '../feature.ts'
import { checkPermissions, checkRefusal, eventOf, numberOf, pressOf } from './access.ts'
import { consoleCard } from './console.ts'
import type { ActionHandlers, FlowDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import { roleOf } from './rules/seats.ts'
import type { MockInput, Person, Role } from './rules/state.ts'
import { interviewerIsGone } from './rules/steering.ts'

type ToInput = (person: Person, event: ActionEvent) => (at: number) => MockInput

/** The buttons of the lobby and of the clock. They answer by what changes in the thread. */
export function clockHandlers(deps: FlowDeps): ActionHandlers {
  const press = (input: ToInput, check?: (event: ActionEvent, t: Translate) => void): ActionHandler => ({
    answer: 'silent',
    async run(event, caller) {
      const { mock, person, t } = await pressOf(deps, event, caller)
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
    'mock.console': { answer: 'private', run: (event, caller) => openConsole(deps, event, caller) },
    'mock.curveball': { answer: 'silent', run: (event, caller) => throwCurveball(deps, event, caller) },
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

async function openConsole(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { mock, person } = await pressOf(deps, event, caller)
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
async function throwCurveball(
  deps: FlowDeps,
  event: ActionEvent,
  caller: Caller,
): Promise<Message | undefined> {
  const { mock, person } = await pressOf(deps, event, caller)
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

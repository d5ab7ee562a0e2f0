import { type PlatformName, UserError, userToken } from '#bot'
import type { Db, Tx } from '../../db/client.ts'
import { type AlarmHandler, setAlarm } from '../../durable/alarms.ts'
import type { Clock } from '../../durable/clock.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { answerOfMock, listParts } from '../answers/store.ts'
import { carryOut } from './effects.ts'
import { nextDue } from './rules/running.ts'
import { isOver, type MockInput, type MockOutcome } from './rules/state.ts'
import { step } from './rules/step.ts'
import { lockMock, type Mock, saveState } from './store.ts'
import { kitOf, type View, type ViewDeps, viewOf } from './view.ts'

export type EngineDeps = ViewDeps & Readonly<{ db: Db; clock: Clock }>

/** A mock after a step. */
export type Stepped = Readonly<{ mock: Mock; outcome: MockOutcome }>

/** More work in the transaction of a step that was not refused; the mock's row is locked. */
type Also = (tx: Tx, stepped: Stepped, view: View) => Promise<void>

export type Engine = Readonly<{
  view(mock: Mock): View
  /**
   * One transaction: lock the mock, step, save, write its alarms and deliveries. Undefined when the event was
   * handled before, or the mock is no more. A refused input changes nothing, but what fell due before it happens.
   */
  advance(
    mockId: string,
    input: (mock: Mock, at: number) => MockInput,
    options?: AdvanceOptions,
  ): Promise<Stepped | undefined>
  /** For a transaction that already holds the mock's row. */
  stepIn(tx: Tx, mock: Mock, input: MockInput): Promise<Stepped>
  /** Sets the alarm for the next moment at which time moves the mock. */
  schedule(tx: Tx, mock: Mock): Promise<void>
  onAlarm: AlarmHandler
}>

type AdvanceOptions = Readonly<{
  event?: Readonly<{ platform: PlatformName; id: string }>
  also?: Also
}>

export const ALARM = 'mock'

export function createEngine(deps: EngineDeps): Engine {
  const { db, clock, content } = deps
  const view = (mock: Mock) => viewOf(deps, mock)

  const schedule = async (tx: Tx, mock: Mock) => {
    const dueAt = nextDue(mock.state, kitOf(content, mock))
    if (dueAt === undefined) return
    await setAlarm(tx, { kind: ALARM, key: mock.id, dueAt })
  }

  const stepIn = async (tx: Tx, before: Mock, input: MockInput): Promise<Stepped> => {
    const outcome = step(before.state, input, kitOf(content, before))
    const mock = { ...before, state: outcome.state }
    await saveState(tx, mock.id, mock.state)
    await carryOut(tx, view(mock), outcome.effects)
    await schedule(tx, mock)
    return { mock, outcome }
  }

  return {
    view,
    stepIn,
    schedule,
    async advance(mockId, input, { event, also } = {}) {
      return db.transaction(async (tx) => {
        if (event && !(await claimEvent(tx, event.platform, event.id))) return undefined
        const mock = await lockMock(tx, mockId)
        if (!mock) return undefined
        const done = await stepIn(tx, mock, input(mock, clock.now()))
        if (!done.outcome.refused) await also?.(tx, done, view(done.mock))
        return done
      })
    },
    async onAlarm(tx, alarm, at) {
      const mock = await lockMock(tx, alarm.key)
      // A stale alarm. The problem of a mock that is over may be gone too, and without it no step can be taken.
      if (!mock || isOver(mock.state)) return
      await stepIn(tx, mock, { kind: 'tick', at, stageIsEmpty: await isEmpty(tx, mock) })
    },
  }
}

/** @throws UserError with the sentence of a refusal */
export function requireAccepted({ mock, outcome }: Stepped): void {
  if (!outcome.refused) return
  const { interviewer } = mock.state.seats
  throw new UserError(`refused.${outcome.refused}`, {
    interviewer: interviewer ? userToken(interviewer) : '',
  })
}

/** True while the candidate has written nothing for the open stage. */
async function isEmpty(tx: Tx, mock: Mock): Promise<boolean> {
  if (mock.state.phase !== 'running') return false
  const { stage } = mock.state.timeline
  const answer = await answerOfMock(tx, mock.id)
  return answer !== undefined && !(await listParts(tx, answer.id)).some((part) => part.stage === stage)
}

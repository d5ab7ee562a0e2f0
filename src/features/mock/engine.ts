import type { Platform, PlatformName } from '#bot'
import type { Content } from '../../content/schema.ts'
import type { Db, Tx } from '../../db/client.ts'
import { type AlarmHandler, setAlarm } from '../../durable/alarms.ts'
import type { Clock } from '../../durable/clock.ts'
import { claimEvent } from '../../durable/inbound.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { answerOfMock, listParts } from '../answers/store.ts'
import { announce } from './announce.ts'
import { nextDue } from './rules/running.ts'
import type { MockInput, Outcome } from './rules/state.ts'
import { isOver, step } from './rules/step.ts'
import { lockMock, type Mock, saveState } from './store.ts'
import { kitOf, problemOf, type View } from './view.ts'

export type EngineDeps = Readonly<{
  db: Db
  clock: Clock
  content: Content
  texts: Texts
  platforms: ReadonlyMap<PlatformName, Platform>
}>

/** The mock after a step, and what else the transaction did. */
export type Stepped = Readonly<{ mock: Mock; outcome: Outcome }>

/** What happens to a mock in the transaction of its step; the row is locked. */
type Also = (tx: Tx, stepped: Stepped, view: View) => Promise<void>

export type Engine = Readonly<{
  view(mock: Mock): View
  /**
   * One transaction: lock the mock, step, save, write its alarms and deliveries. Undefined when the event was
   * handled before, or the mock is no more. A refused input changes nothing, but what fell due before is kept.
   */
  advance(
    mockId: string,
    input: (mock: Mock, at: number) => MockInput,
    options?: AdvanceOptions,
  ): Promise<Stepped | undefined>
  /** For a handler that already holds the mock's row. */
  stepIn(tx: Tx, mock: Mock, input: MockInput): Promise<Stepped>
  schedule(tx: Tx, mock: Mock): Promise<void>
  onAlarm: AlarmHandler
}>

type AdvanceOptions = Readonly<{
  event?: Readonly<{ platform: PlatformName; id: string }>
  also?: Also
}>

export const ALARM = 'mock'

export function createEngine({ db, clock, content, texts, platforms }: EngineDeps): Engine {
  const view = (mock: Mock): View => ({
    mock,
    content,
    problem: problemOf(content, mock),
    language: mock.language,
    t: texts.in(mock.language),
    readsMessages: platforms.get(mock.channel.platform)?.readsMessages ?? false,
  })

  const schedule = async (tx: Tx, mock: Mock) => {
    const dueAt = nextDue(mock.state, kitOf(content, mock))
    if (dueAt === undefined) return
    await setAlarm(tx, { kind: ALARM, key: mock.id, dueAt })
  }

  const stepIn = async (tx: Tx, before: Mock, input: MockInput): Promise<Stepped> => {
    const outcome = step(before.state, input, kitOf(content, before))
    const mock = { ...before, state: outcome.state }
    await saveState(tx, mock.id, mock.state)
    await announce(tx, view(mock), outcome.effects)
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

async function isEmpty(tx: Tx, mock: Mock): Promise<boolean> {
  if (mock.state.phase !== 'running') return false
  const { stage } = mock.state.timeline
  const answer = await answerOfMock(tx, mock.id)
  return answer !== undefined && !(await listParts(tx, answer.id)).some((part) => part.stage === stage)
}

import type { AutocompleteEvent, ChannelRef, Choice, Handlers, Interaction, Message } from '#bot'
import type { AlarmHandler } from '../../durable/alarms.ts'
import { suggestTo } from '../problems/suggest.ts'
import { clockHandlers } from './controls.ts'
import type { FlowDeps, MockDeps } from './deps.ts'
import { ALARM, createEngine } from './engine.ts'
import { home } from './home.ts'
import { createListener, type MockListener, mockAt } from './listener.ts'
import { type MockOptions, openLobby } from './lobby.ts'
import { scoringHandlers } from './scoring.ts'
import { cancelMocksWithout, getMock, listProblemsUnderWay } from './store.ts'
import { writingHandlers } from './writing.ts'

export type MockFlow = Handlers &
  MockListener &
  Readonly<{
    /** @throws UserError with what is wrong about the wish */
    open(event: Interaction, options: MockOptions): Promise<Message | undefined>
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
    /** The index of the stage that is open in the mock whose thread this is; undefined where none is. */
    stageIn(thread: ChannelRef): Promise<number | undefined>
    /** The slugs of the problems that a group's mocks work on, from the lobby until the debrief. */
    underWay(groupId: string): Promise<ReadonlySet<string>>
    alarms: Readonly<Record<string, AlarmHandler>>
    /** Ends what the content at hand can't carry on; before anything else moves a mock. */
    tidy(): Promise<void>
  }>

/** Joins the rules of a mock to the database, the platforms and time. */
export function createMocks(deps: MockDeps): MockFlow {
  const engine = createEngine(deps)
  const flow: FlowDeps = { ...deps, engine }
  const scoring = scoringHandlers(flow)
  const writing = writingHandlers(flow)
  return {
    ...createListener(flow),
    actions: { ...clockHandlers(flow), ...scoring.actions, ...writing.actions },
    forms: { ...scoring.forms, ...writing.forms },
    home: (event) => home(flow, event),
    alarms: { [ALARM]: engine.onAlarm },
    async tidy() {
      const ended = await cancelMocksWithout(deps.db, [...deps.content.problems.keys()])
      if (ended.length > 0)
        deps.log.warn({ mocks: ended }, 'mocks were ended: their problem is not in content/problems')
    },
    async stageIn(thread) {
      const id = await mockAt(deps.db, thread)
      const state = id === undefined ? undefined : (await getMock(deps.db, id))?.state
      return state?.phase === 'running' || state?.phase === 'paused' ? state.timeline.stage : undefined
    },
    underWay: async (groupId) => new Set(await listProblemsUnderWay(deps.db, groupId)),
    open: (event, options) => openLobby(flow, event, options),
    suggest: (event) => suggestTo(deps, event, event.typed),
  }
}

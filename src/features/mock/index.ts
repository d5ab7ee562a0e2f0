import type { AutocompleteEvent, Choice, Interaction, Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { suggestTo } from '../problems/suggest.ts'
import { catchUpAll } from './catch-up.ts'
import { consoleHandlers } from './console.ts'
import { controlHandlers } from './controls.ts'
import type { MockDeps } from './deps.ts'
import { ALARM, createEngine } from './engine.ts'
import { home } from './home.ts'
import { createListener } from './listener.ts'
import { noteHandlers } from './notes.ts'
import { type LobbyOptions, openLobby } from './open.ts'
import { cancelWithoutProblem, onUndelivered } from './repair.ts'
import { isUnderWay } from './rules/state.ts'
import { scoreHandlers } from './score.ts'
import { getMock, listChannelsOf, listProblemsUnderWay } from './store.ts'
import { mockAt } from './streams.ts'
import { submitHandlers } from './submit.ts'

export type MockApi = Omit<Peers['mock'], 'open'> &
  Readonly<{
    /** @throws UserError with the reason why the lobby can't be opened */
    open(event: Interaction, caller: Caller, options: LobbyOptions): Promise<Message | undefined>
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

/** Timed mocks: lobby, stages, answers, scoring, debrief. */
export const mock: Feature<MockApi> = {
  name: 'mock',
  create(deps) {
    const engine = createEngine(deps)
    const mockDeps: MockDeps = { ...deps, engine }
    const [submit, note, score] = [submitHandlers(mockDeps), noteHandlers(mockDeps), scoreHandlers(mockDeps)]
    return {
      api: {
        open: (event, caller, options) => openLobby(mockDeps, event, caller, options),
        suggest: (event) => suggestTo(deps, event, event.typed),
        stageIn: (thread) => stageIn(deps, thread),
        underWay: (groupId) => listProblemsUnderWay(deps.db, groupId),
        channelsOf: (groupId, slug) => listChannelsOf(deps.db, groupId, slug),
      },
      actions: {
        ...controlHandlers(mockDeps),
        ...consoleHandlers(mockDeps),
        ...submit.actions,
        ...note.actions,
        ...score.actions,
      },
      forms: { ...submit.forms, ...note.forms, ...score.forms },
      home: (caller) => home(deps, caller),
      listener: createListener(mockDeps),
      alarms: { [ALARM]: engine.onAlarm },
      catchUp: (platform, stopping) => catchUpAll(mockDeps, platform, stopping),
      onDeadLetter: (stream, delivery, error) => onUndelivered(mockDeps, stream, delivery, error),
      reconcile: () => cancelWithoutProblem(deps),
    }
  },
}

async function stageIn({ db }: FeatureDeps, thread: Parameters<Peers['mock']['stageIn']>[0]) {
  const id = await mockAt(db, thread)
  const state = id === undefined ? undefined : (await getMock(db, id))?.state
  return state && isUnderWay(state) ? state.timeline.stage : undefined
}

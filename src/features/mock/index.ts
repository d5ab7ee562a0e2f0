import type { AutocompleteEvent, Choice, Interaction, Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { suggestTo } from '../problems/suggest.ts'
import { catchUpAll } from './catch-up.ts'
import { clockHandlers } from './controls.ts'
import type { FlowDeps } from './deps.ts'
import { ALARM, createEngine } from './engine.ts'
import { home } from './home.ts'
import { createListener, mockAt, onDeadLetter } from './listener.ts'
import { type MockOptions, openLobby } from './lobby.ts'
import { endLost } from './lost.ts'
import { scoringHandlers } from './scoring.ts'
import { getMock, listPlacesOf, listProblemsUnderWay } from './store.ts'
import { writingHandlers } from './writing.ts'

export type MockApi = Omit<Peers['mock'], 'open'> &
  Readonly<{
    /** @throws UserError with the reason why the lobby can't be opened */
    open(event: Interaction, caller: Caller, options: MockOptions): Promise<Message | undefined>
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

/** Timed mocks: lobby, stages, answers, scoring, debrief. */
export const mock: Feature<MockApi> = {
  name: 'mock',
  create(deps) {
    const engine = createEngine(deps)
    const flow: FlowDeps = { ...deps, engine }
    const scoring = scoringHandlers(flow)
    const writing = writingHandlers(flow)
    return {
      api: {
        open: (event, caller, options) => openLobby(flow, event, caller, options),
        suggest: (event) => suggestTo(deps, event, event.typed),
        stageIn: (thread) => stageIn(deps, thread),
        underWay: async (groupId) => new Set(await listProblemsUnderWay(deps.db, groupId)),
        channelsOf: (groupId, slug) => listPlacesOf(deps.db, groupId, slug),
      },
      actions: { ...clockHandlers(flow), ...scoring.actions, ...writing.actions },
      forms: { ...scoring.forms, ...writing.forms },
      home: (caller) => home(flow, caller),
      listener: createListener(flow),
      alarms: { [ALARM]: engine.onAlarm },
      catchUp: (platform, stopping) => catchUpAll(flow, platform, stopping),
      onDeadLetter: (stream, delivery, error) => onDeadLetter(flow, stream, delivery, error),
      reconcile: () => endLost(deps),
    }
  },
}

async function stageIn({ db }: FeatureDeps, thread: Parameters<Peers['mock']['stageIn']>[0]) {
  const id = await mockAt(db, thread)
  const state = id === undefined ? undefined : (await getMock(db, id))?.state
  return state?.phase === 'running' || state?.phase === 'paused' ? state.timeline.stage : undefined
}

import type { Interaction, Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { ASK_ALARM, askReviewers, remindReviewers } from './assign.ts'
import { catchUpAll } from './catch-up.ts'
import { closeChallenge } from './close.ts'
import type { ChallengeDeps } from './deps.ts'
import { CLOSE_ALARM, REMIND_ALARM } from './effects.ts'
import { createEngine, type FlowDeps } from './engine.ts'
import { createListener } from './listener.ts'
import { homeBlocks, listHandlers, ownSubmissions, runningChallenges } from './lists.ts'
import { managingHandlers } from './manage.ts'
import { openChallenge } from './open.ts'
import { startRecounts } from './recount.ts'
import { cancelWithoutProblem, onUndelivered } from './repair.ts'
import { vocabularyOf } from './rules/vocabulary.ts'
import { scoreHandlers } from './score.ts'
import { listChannelsOf, listProblemsUnderWay } from './store/challenges.ts'
import { submitHandlers } from './submit-panel.ts'
import { viewOf } from './view.ts'

export type ChallengeApi = Peers['challenge'] &
  Readonly<{
    /** `/challenge`: what runs. */
    running(event: Pick<Interaction, 'channel'>, caller: Caller): Promise<Message>
    /** `/submissions`: the caller's own. */
    mine(caller: Caller): Promise<Message>
  }>

/** Weekly challenges: posting, answers, peer review, close and result. */
export const challenge: Feature<ChallengeApi> = {
  name: 'challenge',
  create(deps) {
    const flow = flowDeps(deps)
    const parts = [submitHandlers(flow), managingHandlers(flow), scoreHandlers(flow), listHandlers(flow)]
    return {
      api: {
        open: (tx, wish) => openChallenge(flow, tx, wish),
        running: (event, caller) => runningChallenges(flow, event, caller),
        mine: (caller) => ownSubmissions(flow, caller),
        underWay: (groupId) => listProblemsUnderWay(deps.db, groupId),
        channelsOf: (groupId, slug) => listChannelsOf(deps.db, groupId, slug),
      },
      actions: Object.assign({}, ...parts.map(({ actions }) => actions)),
      forms: Object.assign({}, ...parts.map(({ forms }) => forms)),
      home: (caller) => homeBlocks(flow, caller),
      listener: createListener(flow),
      alarms: {
        [CLOSE_ALARM]: closeChallenge(flow),
        [ASK_ALARM]: askReviewers(flow),
        [REMIND_ALARM]: remindReviewers(flow),
      },
      catchUp: (platform, stopping) => catchUpAll(flow, platform, stopping),
      onDeadLetter: (stream, delivery, error) => onUndelivered(flow, stream, delivery, error),
      reconcile: () => cancelWithoutProblem(flow),
      startWorkers: () => [startRecounts(flow)],
    }
  },
}

function flowDeps(deps: FeatureDeps): FlowDeps {
  const below: ChallengeDeps = {
    ...deps,
    vocabulary: vocabularyOf(deps.content.rubric),
    view: (challenge) => viewOf(deps, challenge),
  }
  return { ...below, engine: createEngine(below) }
}

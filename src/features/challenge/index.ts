import type { Interaction, Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { ASK_ALARM, askReviewers, remindReviewers } from './assign.ts'
import { catchUpAll } from './catch-up.ts'
import { closeChallenge } from './close.ts'
import type { ChallengeDeps } from './deps.ts'
import { CLOSE_ALARM, REMIND_ALARM } from './effects.ts'
import { createEngine } from './engine.ts'
import { createListener } from './listener.ts'
import { homeBlocks, listHandlers, ownSubmissions, runningChallenges } from './lists.ts'
import { manageHandlers } from './manage.ts'
import { openChallenge } from './open.ts'
import { startRecounts } from './recount.ts'
import { cancelWithoutProblem, onUndelivered } from './repair.ts'
import { emojiVocabulary } from './rules/emoji.ts'
import { scoreHandlers } from './score.ts'
import { listChannelsOf, listProblemsUnderWay } from './store/challenges.ts'
import { submitHandlers } from './submit-panel.ts'

export type ChallengeApi = Peers['challenge'] &
  Readonly<{
    /** `/challenge`: the running challenges. */
    running(event: Pick<Interaction, 'channel'>, caller: Caller): Promise<Message>
    /** `/submissions`: the caller's submissions. */
    mine(caller: Caller): Promise<Message>
  }>

/** Weekly challenges: posting, answers, peer review, close and result. */
export const challenge: Feature<ChallengeApi> = {
  name: 'challenge',
  create(featureDeps) {
    const deps = challengeDeps(featureDeps)
    const [submit, manage, score] = [submitHandlers(deps), manageHandlers(deps), scoreHandlers(deps)]
    return {
      api: {
        open: (tx, wish) => openChallenge(deps, tx, wish),
        running: (event, caller) => runningChallenges(deps, event, caller),
        mine: (caller) => ownSubmissions(deps, caller),
        underWay: (groupId) => listProblemsUnderWay(deps.db, groupId),
        channelsOf: (groupId, slug) => listChannelsOf(deps.db, groupId, slug),
      },
      actions: { ...submit.actions, ...manage, ...score.actions, ...listHandlers(deps) },
      forms: { ...submit.forms, ...score.forms },
      home: (caller) => homeBlocks(deps, caller),
      listener: createListener(deps),
      alarms: {
        [CLOSE_ALARM]: closeChallenge(deps),
        [ASK_ALARM]: askReviewers(deps),
        [REMIND_ALARM]: remindReviewers(deps),
      },
      catchUp: (platform, stopping) => catchUpAll(deps, platform, stopping),
      onDeadLetter: (stream, delivery, error) => onUndelivered(deps, stream, delivery, error),
      reconcile: () => cancelWithoutProblem(deps),
      startWorkers: () => [startRecounts(deps)],
    }
  },
}

function challengeDeps(deps: FeatureDeps): ChallengeDeps {
  const effectDeps = { ...deps, vocabulary: emojiVocabulary(deps.content.rubric) }
  return { ...effectDeps, engine: createEngine(effectDeps) }
}

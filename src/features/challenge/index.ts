import type { Interaction, Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { ASK_ALARM, askReviewers, remindReviewers } from './assign.ts'
import { closeChallenge } from './close.ts'
import type { FlowDeps } from './deps.ts'
import { catchUpAll, createListener, onDeadLetter } from './listener.ts'
import { homeBlocks, listHandlers, ownSubmissions, runningChallenges } from './lists.ts'
import { endLost, lostProblem } from './lost.ts'
import { managingHandlers } from './manage.ts'
import { CLOSE_ALARM, openChallenge, REMIND_ALARM } from './open.ts'
import { startRecounts } from './recount.ts'
import { vocabularyOf } from './rules/vocabulary.ts'
import { reviewHandlers } from './score.ts'
import { listPlacesOf, listUnderWay } from './store/challenges.ts'
import { submissionHandlers } from './submit-panel.ts'

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
    const parts = [submissionHandlers(flow), managingHandlers(flow), reviewHandlers(flow), listHandlers(flow)]
    return {
      api: {
        open: (tx, wish) => openChallenge(flow, tx, wish),
        running: (event, caller) => runningChallenges(flow, event, caller),
        mine: (caller) => ownSubmissions(flow, caller),
        underWay: (groupId) => listUnderWay(deps.db, groupId),
        channelsOf: (groupId, slug) => listPlacesOf(deps.db, groupId, slug),
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
      onDeadLetter: (stream, delivery, error) => onDeadLetter(flow, stream, delivery, error),
      reconcile: () => cancelLost(flow),
      startWorkers: () => [startRecounts(flow)],
    }
  },
}

function flowDeps(deps: FeatureDeps): FlowDeps {
  const { content, texts, platforms } = deps
  return {
    ...deps,
    vocabulary: vocabularyOf(content.rubric),
    view(challenge) {
      const { own, language, channel } = challenge
      const problem = own?.problem ?? content.problems.get(challenge.problem)?.[language]
      return {
        challenge,
        content,
        problem: problem ?? lostProblem(challenge.problem),
        t: texts.in(language),
        readsMessages: platforms.get(channel.platform)?.readsMessages ?? false,
      }
    },
  }
}

/** Ends challenges whose problem is no longer in the content. */
async function cancelLost(deps: FlowDeps): Promise<void> {
  const ended = await deps.db.transaction((tx) => endLost(deps, tx))
  if (ended.length > 0)
    deps.log.warn({ challenges: ended }, 'challenges were ended: their problem is not in content/problems')
}

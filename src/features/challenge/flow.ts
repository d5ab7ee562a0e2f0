import type { Handlers, Interaction, Message } from '#bot'
import type { Tx } from '../../db/client.ts'
import type { AlarmHandler } from '../../durable/alarms.ts'
import type { Worker } from '../../durable/worker.ts'
import { closeChallenge } from './closing.ts'
import { startRecounts } from './counting/recounts.ts'
import type { ChallengeDeps, FlowDeps } from './deps.ts'
import { type ChallengeListener, createListener } from './listener.ts'
import { homeBlocks, listHandlers, ownSubmissions, runningChallenges } from './lists.ts'
import { endLost, lostProblem } from './lost.ts'
import { type ChallengeWish, CLOSE_ALARM, openChallenge, REMIND_ALARM } from './open.ts'
import { ASK_ALARM, askReviewers, remindReviewers } from './reviewing/exchange.ts'
import { reviewHandlers } from './reviewing/scoring.ts'
import { vocabularyOf } from './rules/vocabulary.ts'
import { listUnderWay } from './store.ts'
import { submissionHandlers } from './submissions/handlers.ts'
import { managingHandlers } from './submissions/managing.ts'

export type ChallengeFlow = Handlers &
  ChallengeListener &
  Readonly<{
    /** Opens a challenge in the transaction that claimed its occurrence. @returns its id */
    open(tx: Tx, wish: ChallengeWish): Promise<string>
    /** `/challenge`: what runs. */
    running(event: Interaction): Promise<Message>
    /** `/submissions`: one's own. */
    mine(event: Interaction): Promise<Message>
    /** The problems that the group works on now, whose designs must not be shown. */
    underWay(groupId: string): Promise<ReadonlySet<string>>
    alarms: Readonly<Record<string, AlarmHandler>>
    /** Ends what the content at hand can't carry on; before anything else moves a challenge. */
    tidy(): Promise<void>
    /** Counts reactions where it is asked for, until it is stopped. */
    startRecounts(): Worker
  }>

/** Joins the rules of a challenge to the database, the platforms and time. */
export function createChallenges(deps: ChallengeDeps): ChallengeFlow {
  const { content, texts, db, platforms, log } = deps
  const flow: FlowDeps = {
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
  const parts = [submissionHandlers(flow), managingHandlers(flow), reviewHandlers(flow), listHandlers(flow)]
  return {
    ...createListener(flow),
    actions: Object.assign({}, ...parts.map(({ actions }) => actions)),
    forms: Object.assign({}, ...parts.map(({ forms }) => forms)),
    home: (event) => homeBlocks(flow, event),
    open: (tx, wish) => openChallenge(flow, tx, wish),
    running: (event) => runningChallenges(flow, event),
    mine: (event) => ownSubmissions(flow, event),
    underWay: (groupId) => listUnderWay(db, groupId),
    alarms: {
      [CLOSE_ALARM]: closeChallenge(flow),
      [ASK_ALARM]: askReviewers(flow),
      [REMIND_ALARM]: remindReviewers(flow),
    },
    async tidy() {
      const ended = await db.transaction((tx) => endLost(flow, tx))
      if (ended.length > 0)
        log.warn({ challenges: ended }, 'challenges were ended: their problem is not in content/problems')
    },
    startRecounts: () => startRecounts(flow),
  }
}

import type { Scenario } from './scenario.ts'
import { challengeKills, playgroundChallengeKills, slackChallengeKills } from './scenarios/challenge-kills.ts'
import { database } from './scenarios/database.ts'
import { events } from './scenarios/events.ts'
import { gateway } from './scenarios/gateway.ts'
import { kills, slackKills } from './scenarios/kills.ts'
import { leases } from './scenarios/leases.ts'
import { poison } from './scenarios/poison.ts'
import { replicas } from './scenarios/replicas.ts'
import { rest } from './scenarios/rest.ts'
import { slackEvents } from './scenarios/slack-events.ts'
import { slackGateway } from './scenarios/slack-gateway.ts'
import { slackRest } from './scenarios/slack-rest.ts'

/** In the order in which they are run: those first that take longest. */
export const scenarios: readonly Scenario[] = [
  rest,
  slackRest,
  kills,
  slackKills,
  challengeKills,
  slackChallengeKills,
  playgroundChallengeKills,
  database,
  slackEvents,
  slackGateway,
  leases,
  replicas,
  events,
  gateway,
  poison,
]

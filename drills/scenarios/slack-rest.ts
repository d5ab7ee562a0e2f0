import type { FakeSlack } from '../../test/fakes/slack/index.ts'
import type { Fault } from '../fault-plan.ts'
import { playMocks } from '../mock/with-faults.ts'
import { outageFaults, type Trouble } from '../outages.ts'
import type { Scenario } from '../scenario.ts'
import { onSlack } from '../services/slack.ts'

const POSTS = /^chat\.postMessage$/u
/** Methods that send, and methods that look for what was sent. */
const SENDING = /^(chat|files|conversations|views|upload)\b/u

/** Slack's API is away, asks to wait, fails, or obeys without an answer. */
export const slackRest: Scenario = {
  name: 'slack-rest',
  run: (context) => {
    const { short } = context.options
    return playMocks(context, {
      on: onSlack,
      faults: ({ service: { slack } }) => faultsOf(slack, short),
      times: short ? 8 : 16,
      gapMs: short ? [300, 900] : [500, 4000],
      concurrency: short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

function faultsOf(slack: FakeSlack, short: boolean): readonly Fault[] {
  const { faults } = slack
  const on = (name: string, fault: Parameters<typeof faults.add>[0], method = SENDING): Trouble => ({
    name,
    add: () => faults.add({ method, ...fault }),
  })
  const durations = short ? { outageMs: 4000, troubleMs: 1500 } : { outageMs: 20_000, troubleMs: 4000 }
  return outageFaults(slack, durations, [
    on('many 429s', { status: 429, retryAfter: 1, times: short ? 4 : 10 }),
    on('429 for long', { status: 429, retryAfter: short ? 3 : 8 }, POSTS),
    on('500s', { status: 500, times: 4 }),
    on('503s', { status: 503, times: 3 }),
    on('fatal_error', { error: 'fatal_error', times: 3 }),
    on('accepted, then reset', { reset: true, applied: true, times: 3 }),
    on('accepted, no answer', { hang: true }, POSTS),
  ])
}

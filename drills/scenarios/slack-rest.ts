import type { FakeSlack } from '../../test/fakes/slack/index.ts'
import type { Fault } from '../fault-plan.ts'
import { runWithFaults, type Scenario } from '../scenario.ts'
import { onSlack } from '../services/slack.ts'
import { pause } from '../wait.ts'

const POSTS = /^chat\.postMessage$/u
/** Methods that send, and methods that look for what was sent. */
const SENDING = /^(chat|files|conversations|views|upload)\b/u

/** Slack's API is away, asks to wait, fails, or obeys without an answer. */
export const slackRest: Scenario = {
  name: 'slack-rest',
  run: (context) => {
    const { short } = context.options
    return runWithFaults(context, {
      on: onSlack,
      faults: ({ service: { slack } }) => faults(slack, short),
      times: short ? 8 : 16,
      gapMs: short ? [300, 900] : [500, 4000],
      concurrency: short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

function faults({ faults, outage }: FakeSlack, short: boolean): readonly Fault[] {
  const outageMs = short ? 4000 : 20_000
  /** A fault lasts for a while, whether or not anything is sent meanwhile. */
  const trouble = (name: string, fault: Parameters<typeof faults.add>[0], method = SENDING): Fault => ({
    name,
    async strike() {
      faults.add({ method, ...fault })
      await pause(short ? 1500 : 4000)
      faults.clear()
    },
  })
  return [
    {
      name: `outage of ${outageMs / 1000} s`,
      async strike() {
        outage(outageMs)
        await pause(outageMs)
      },
    },
    trouble('many 429s', { status: 429, retryAfter: 1, times: short ? 4 : 10 }),
    trouble('429 for long', { status: 429, retryAfter: short ? 3 : 8 }, POSTS),
    trouble('500s', { status: 500, times: 4 }),
    trouble('503s', { status: 503, times: 3 }),
    trouble('fatal_error', { error: 'fatal_error', times: 3 }),
    trouble('accepted, then reset', { reset: true, applied: true, times: 3 }),
    trouble('accepted, no answer', { hang: true }, POSTS),
  ]
}

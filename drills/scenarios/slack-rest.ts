import type { FakeSlack } from '../../test/fakes/slack/index.ts'
import { type Scenario, weather } from '../scenario.ts'
import { onSlack } from '../services/slack.ts'
import type { Blow } from '../storm.ts'
import { pause } from '../wait.ts'

const POSTS = /^chat\.postMessage$/u
/** What is sent, and what is asked about what may have been sent. */
const SENDING = /^(chat|files|conversations|views|upload)\b/u

/** Slack's API is away, asks to wait, fails, or does what it was asked without saying so. */
export const slackRest: Scenario = {
  name: 'slack-rest',
  run: (context) => {
    const { short } = context.options
    return weather(context, {
      on: onSlack,
      blows: ({ service: { slack } }) => blows(slack, short),
      times: short ? 8 : 16,
      gapMs: short ? [300, 900] : [500, 4000],
      concurrency: short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

function blows({ faults, outage }: FakeSlack, short: boolean): readonly Blow[] {
  const outageMs = short ? 4000 : 20_000
  /** A fault lasts for a while, whether or not anything is sent meanwhile. */
  const trouble = (name: string, fault: Parameters<typeof faults.add>[0], method = SENDING): Blow => ({
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
    trouble('429 storm', { status: 429, retryAfter: 1, times: short ? 4 : 10 }),
    trouble('429 for long', { status: 429, retryAfter: short ? 3 : 8 }, POSTS),
    trouble('500s', { status: 500, times: 4 }),
    trouble('503s', { status: 503, times: 3 }),
    trouble('fatal_error', { error: 'fatal_error', times: 3 }),
    trouble('accepted, then reset', { reset: true, applied: true, times: 3 }),
    trouble('accepted, no answer', { hang: true }, POSTS),
  ]
}

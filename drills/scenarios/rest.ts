import type { FakeDiscord } from '../../test/fakes/discord/index.ts'
import { type Scenario, weather } from '../scenario.ts'
import type { Blow } from '../storm.ts'
import { pause } from '../wait.ts'

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }
const EDITS = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }
const THREADS = { method: 'POST', path: /\/threads$/ }
const SENDING = [POSTS, EDITS, THREADS]

/** Discord's API is away, asks to wait, fails, or does what it was asked without saying so. */
export const rest: Scenario = {
  name: 'rest',
  run: (context) => {
    const { short } = context.options
    return weather(context, {
      blows: ({ discord }) => blows(discord, short),
      times: short ? 7 : 21,
      gapMs: short ? [300, 900] : [500, 4000],
      lanes: short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

function blows({ faults, outage }: FakeDiscord, short: boolean): readonly Blow[] {
  const outageMs = short ? 4000 : 20_000
  const all = (fault: Parameters<typeof faults.add>[0]) => {
    for (const route of SENDING) faults.add({ ...route, ...fault })
  }
  return [
    {
      name: `outage of ${outageMs / 1000} s`,
      async strike() {
        outage(outageMs)
        await pause(outageMs)
      },
    },
    { name: '429 storm', strike: () => all({ status: 429, retryAfter: 1, times: short ? 3 : 8 }) },
    { name: '429 for long', strike: () => all({ status: 429, retryAfter: short ? 3.5 : 8 }) },
    { name: '500s', strike: () => all({ status: 500, times: 3 }) },
    { name: '503s', strike: () => all({ status: 503, times: 2 }) },
    { name: 'accepted, then reset', strike: () => all({ reset: true, applied: true, times: 2 }) },
    { name: 'accepted, no answer', strike: () => faults.add({ ...POSTS, hang: true }) },
  ]
}

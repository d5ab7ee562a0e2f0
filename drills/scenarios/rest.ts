import type { FakeDiscord } from '../../test/fakes/discord/index.ts'
import type { Fault } from '../fault-plan.ts'
import { runWithFaults, type Scenario } from '../scenario.ts'
import { onDiscord } from '../services/discord.ts'
import { pause } from '../wait.ts'

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }
const EDITS = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }
const THREADS = { method: 'POST', path: /\/threads$/ }
const SENDING = [POSTS, EDITS, THREADS]

/** Discord's API is away, asks to wait, fails, or obeys without an answer. */
export const rest: Scenario = {
  name: 'rest',
  run: (context) => {
    const { short } = context.options
    return runWithFaults(context, {
      on: onDiscord,
      faults: ({ service: { discord } }) => faults(discord, short),
      times: short ? 7 : 21,
      gapMs: short ? [300, 900] : [500, 4000],
      concurrency: short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

function faults({ faults, outage }: FakeDiscord, short: boolean): readonly Fault[] {
  const outageMs = short ? 4000 : 20_000
  /** A fault lasts for a while, whether or not anything is sent meanwhile. */
  const trouble = (name: string, fault: Parameters<typeof faults.add>[0], routes = SENDING): Fault => ({
    name,
    async strike() {
      for (const route of routes) faults.add({ ...route, ...fault })
      await pause(short ? 1000 : 3000)
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
    trouble('many 429s', { status: 429, retryAfter: 1, times: short ? 3 : 8 }),
    trouble('429 for long', { status: 429, retryAfter: short ? 3.5 : 8 }),
    trouble('500s', { status: 500, times: 3 }),
    trouble('503s', { status: 503, times: 2 }),
    trouble('accepted, then reset', { reset: true, applied: true, times: 2 }),
    trouble('accepted, no answer', { hang: true }, [POSTS]),
  ]
}

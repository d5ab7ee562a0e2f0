import type { FakeDiscord } from '../../test/fakes/discord/index.ts'
import type { Fault } from '../fault-plan.ts'
import { playMocks } from '../mock/with-faults.ts'
import { outageFaults, type Trouble } from '../outages.ts'
import type { Scenario } from '../scenario.ts'
import { onDiscord } from '../services/discord.ts'

const POSTS = { method: 'POST', path: /^\/channels\/\d+\/messages$/ }
const EDITS = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }
const THREADS = { method: 'POST', path: /\/threads$/ }
const SENDING = [POSTS, EDITS, THREADS]

/** Discord's API is away, asks to wait, fails, or obeys without an answer. */
export const rest: Scenario = {
  name: 'rest',
  run: (context) => {
    const { short } = context.options
    return playMocks(context, {
      on: onDiscord,
      faults: ({ service: { discord } }) => faultsOf(discord, short),
      times: short ? 7 : 21,
      gapMs: short ? [300, 900] : [500, 4000],
      concurrency: short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

function faultsOf(discord: FakeDiscord, short: boolean): readonly Fault[] {
  const { faults } = discord
  const on = (name: string, fault: Parameters<typeof faults.add>[0], routes = SENDING): Trouble => ({
    name,
    add() {
      for (const route of routes) faults.add({ ...route, ...fault })
    },
  })
  const durations = short ? { outageMs: 4000, troubleMs: 1000 } : { outageMs: 20_000, troubleMs: 3000 }
  return outageFaults(discord, durations, [
    on('many 429s', { status: 429, retryAfter: 1, times: short ? 3 : 8 }),
    on('429 for long', { status: 429, retryAfter: short ? 3.5 : 8 }),
    on('500s', { status: 500, times: 3 }),
    on('503s', { status: 503, times: 2 }),
    on('accepted, then reset', { reset: true, applied: true, times: 2 }),
    on('accepted, no answer', { hang: true }, [POSTS]),
  ])
}

import { playMocks } from '../mock/with-faults.ts'
import type { Scenario } from '../scenario.ts'
import { onDiscord } from '../services/discord.ts'

/** The longest delay of an event; an interaction expires after three seconds. */
const LATEST_MS = 600

/** Events come twice, late, and in another order than they happened; after a kill some come once more. */
export const events: Scenario = {
  name: 'events',
  run: (context) => {
    const { random, options } = context
    return playMocks(context, {
      on: onDiscord,
      prepare({ service: { discord } }) {
        const delay = () => (random.chance(0.3) ? random.int(1, LATEST_MS) : 0)
        discord.gateway.disturb((t) => {
          if (!/^(MESSAGE|INTERACTION)_/u.test(t)) return [0]
          return random.chance(0.25) ? [delay(), delay()] : [delay()]
        })
      },
      faults: ({ service: { discord }, bots }) => [
        {
          name: 'kill -9, and its events once more',
          async strike() {
            const [bot] = bots
            await bot?.kill()
            await bot?.ready()
            discord.gateway.replay(/^(MESSAGE|INTERACTION)_/u, 100)
          },
        },
      ],
      times: options.short ? 2 : 6,
      gapMs: options.short ? [2500, 4000] : [3000, 8000],
      concurrency: options.short ? 2 : 5,
      check: { slackMs: LATEST_MS + 200 },
    })
  },
}

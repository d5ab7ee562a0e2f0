import { playMocks } from '../mock/with-faults.ts'
import type { Scenario } from '../scenario.ts'
import { onSlack, openSlack } from '../services/slack.ts'

const LATEST_MS = 600
/** Messages and reactions. */
const HEARD = /^(message|reaction)/u
/** Shorter than Slack's minutes, so that what was not acknowledged comes again while the mock goes on. */
const RETRY_MS = [100, 3000, 15_000]

/**
 * Events come twice under different ids, late, and in another order than they happened; after a kill some come
 * once more, and those that nobody acknowledged. Presses come twice now and then.
 */
export const slackEvents: Scenario = {
  name: 'slack-events',
  run: (context) => {
    const { random, options } = context
    return playMocks(context, {
      on: { ...onSlack, open: () => openSlack({ retryAfterMs: RETRY_MS }) },
      prepare({ service: { slack } }) {
        const delay = () => (random.chance(0.3) ? random.int(1, LATEST_MS) : 0)
        slack.events.disturb((kind) => {
          if (!HEARD.test(kind)) return [0]
          return random.chance(0.25) ? [delay(), delay()] : [delay()]
        })
        slack.repeatWhen(() => random.chance(0.3))
      },
      faults: ({ service: { slack }, bots }) => [
        {
          name: 'kill -9, and its events once more',
          async strike() {
            const [bot] = bots
            await bot?.kill()
            await bot?.ready()
            slack.events.replay(HEARD, 100)
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

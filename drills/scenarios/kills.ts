import { playMocks } from '../mock/with-faults.ts'
import type { Scenario } from '../scenario.ts'
import type { Kind } from '../service.ts'
import { onDiscord } from '../services/discord.ts'
import { onSlack } from '../services/slack.ts'

/** kill -9 of the bot at random moments, also while it starts. */
function killing(name: string, on: Kind): Scenario {
  return {
    name,
    run: (context) =>
      playMocks(context, {
        on,
        faults: ({ bots }) => [
          {
            name: 'kill -9',
            async strike() {
              const [bot] = bots
              await bot?.kill()
              // One in four dies again before it is ready.
              if (!context.random.chance(0.25)) await bot?.ready()
            },
          },
        ],
        times: context.options.short ? 5 : 20,
        gapMs: context.options.short ? [300, 1500] : [300, 4000],
        concurrency: context.options.short ? 3 : 5,
        check: { slackMs: 100 },
      }),
  }
}

export const kills = killing('kills', onDiscord)
export const slackKills = killing('slack-kills', onSlack)

import { playMocks } from '../mock/with-faults.ts'
import type { Scenario } from '../scenario.ts'
import { onDiscord } from '../services/discord.ts'

/** PostgreSQL crashes and comes back, or answers nobody for a while. */
export const database: Scenario = {
  name: 'database',
  ownPostgres: true,
  run: (context) => {
    const { postgres, options } = context
    const stallMs = options.short ? 2000 : 10_000
    return playMocks(context, {
      on: onDiscord,
      faults: () => [
        { name: 'PostgreSQL restarted', strike: () => postgres.restart() },
        { name: `PostgreSQL stalled ${stallMs / 1000} s`, strike: () => postgres.stall(stallMs) },
      ],
      times: options.short ? 2 : 6,
      gapMs: options.short ? [1500, 3500] : [2000, 8000],
      concurrency: options.short ? 2 : 5,
      check: { slackMs: 100 },
    })
  },
}

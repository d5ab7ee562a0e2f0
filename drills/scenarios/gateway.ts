import { playMocks } from '../mock/with-faults.ts'
import type { Scenario } from '../scenario.ts'
import { onDiscord } from '../services/discord.ts'

/** How long a new session may take: clients wait for some seconds first, as Discord asks. */
const AGAIN_MS = 60_000

/** The connection to Discord breaks in every way that it can. */
export const gateway: Scenario = {
  name: 'gateway',
  run: (context) =>
    playMocks(context, {
      on: onDiscord,
      faults: ({ service: { discord } }) => {
        const { gateway: connection } = discord
        const broken = (name: string, strike: () => void) => ({
          name,
          async strike() {
            const { counts } = connection
            const before = counts.identifies + counts.resumes
            strike()
            const again = () => counts.identifies + counts.resumes > before
            await discord.waitFor(again, { timeoutMs: AGAIN_MS, what: `a connection after ${name}` })
          },
        })
        return [
          broken('gateway dropped', () => connection.drop()),
          broken('op 7 reconnect', () => connection.op7()),
          broken('op 9 invalid session', () => connection.op9(false)),
          broken('op 9 resumable', () => connection.op9(true)),
        ]
      },
      times: context.options.short ? 4 : 12,
      gapMs: context.options.short ? [500, 1500] : [500, 5000],
      concurrency: context.options.short ? 2 : 5,
      check: { slackMs: 100 },
    }),
}

import { playMocks } from '../mock/with-faults.ts'
import type { Scenario } from '../scenario.ts'
import { onSlack } from '../services/slack.ts'

/** How long a new connection may take: a silent one is trusted for a while, and clients wait between attempts. */
const AGAIN_MS = 45_000
const CONNECTING = /^apps\.connections\.open$/u

/** The socket breaks in every way that it can. */
export const slackGateway: Scenario = {
  name: 'slack-gateway',
  run: (context) =>
    playMocks(context, {
      on: onSlack,
      faults: ({ service: { slack } }) => {
        const { socket } = slack
        const broken = (name: string, strike: () => void) => ({
          name,
          async strike() {
            const { opened } = socket
            strike()
            const again = () => socket.opened > opened
            await slack.waitFor(again, { timeoutMs: AGAIN_MS, what: `a connection after: ${name}` })
          },
        })
        return [
          broken('socket dropped', () => socket.drop()),
          broken('refresh_requested', () => socket.disconnect('refresh_requested')),
          broken('warning', () => socket.disconnect('warning')),
          broken('socket silent', () => socket.stall()),
          broken('dropped, and no new address for 3 s', () => {
            slack.outage(3000, CONNECTING)
            socket.drop()
          }),
        ]
      },
      times: context.options.short ? 5 : 10,
      gapMs: context.options.short ? [500, 1500] : [500, 5000],
      concurrency: context.options.short ? 2 : 5,
      check: { slackMs: 100 },
    }),
}

import type { Bot } from '../bot.ts'
import type { Difference } from '../difference.ts'
import { type Fixture, openFixture } from '../fixture.ts'
import { check } from '../mock/check.ts'
import { planMock } from '../mock/plan.ts'
import { runMock } from '../mock/run.ts'
import { pace, tally } from '../mock/with-faults.ts'
import { type Context, keptLogs, type Outcome, type Scenario } from '../scenario.ts'
import { type DiscordService, onDiscord } from '../services/discord.ts'
import { must, pause } from '../wait.ts'

/** The longest time from the death of the lease holder to a new connection. */
const BACK_WITHIN_MS = 15_000

/** Several bots on one database; the one that holds the connection is killed in the middle. */
export const replicas: Scenario = {
  name: 'replicas',
  async run(context) {
    const { name, postgres, options, say } = context
    const mocks = options.short ? 6 : 100
    const bots = options.replicas
    // Two cores can run a hundred mocks side by side at this speed.
    const fixture = await openFixture({
      open: onDiscord.open,
      postgres,
      name,
      bots,
      ...pace(options, onDiscord),
      ...(!options.short && { speed: 15 }),
    })
    try {
      const plans = Array.from({ length: mocks }, (_, index) => planMock(options.seed, `${name}-${index}`))
      const living = Promise.all(
        plans.map(async (plan, index) => {
          // People don't all come at once.
          await pause(index * (options.short ? 100 : 150))
          return runMock(fixture, plan)
        }),
      )
      const taken = bots > 1 ? await killHolder(context, fixture) : undefined
      const runs = await living
      say('all mocks are over')
      const found = await check(fixture, runs, { slackMs: 100 })
      const differences = [...found.differences, ...(taken?.differences ?? []), ...answeredTwice(fixture)]
      return {
        name,
        differences,
        faults: new Map(taken ? [['kill -9 of the holder', 1]] : []),
        lateness: found.lateness,
        ...tally(fixture, runs),
        remarks: [...(taken?.remarks ?? []), ...(await keptLogs(context, fixture, differences))],
      } satisfies Outcome
    } finally {
      await fixture.close()
    }
  },
}

async function killHolder({ random, options, say }: Context, fixture: Fixture<DiscordService>) {
  const { gateway } = fixture.service.discord
  await pause(options.short ? random.between(3000, 5000) : random.between(20_000, 40_000))
  const holder = await must(() => holderOf(fixture), 60_000, 'a bot that holds the connection')
  say('kill -9 of the holder')
  const { identifies } = gateway.counts
  const began = performance.now()
  await holder.kill()
  await must(() => gateway.counts.identifies > identifies && gateway.connected, 60_000, 'a new connection')
  const tookMs = Math.round(performance.now() - began)
  await holder.ready()
  const differences: Difference[] =
    tookMs > BACK_WITHIN_MS
      ? [{ kind: 'lost', mock: 'replicas', what: `nobody listened for ${tookMs} ms` }]
      : []
  return { differences, remarks: [`connected again ${tookMs} ms after the kill`] }
}

async function holderOf({ bots }: Fixture): Promise<Bot | undefined> {
  for (const bot of bots)
    if (/^loopmate_platform_connected\{platform="discord"\} 1$/mu.test(await bot.metrics())) return bot
  return undefined
}

/**
 * Each interaction is acknowledged by one bot. That one may repeat itself, where it has not heard whether it was taken:
 * Discord refuses the second time, and the bot knows what that means.
 */
function answeredTwice({ service: { discord } }: Fixture<DiscordService>): readonly Difference[] {
  const seen = new Map<string, string | undefined>()
  return discord.requests.flatMap(({ path, client, status }): Difference[] => {
    const interaction = /^\/interactions\/(\d+)\//u.exec(path)?.[1]
    if (interaction === undefined) return []
    if (!seen.has(interaction)) seen.set(interaction, client)
    if (seen.get(interaction) === client) return []
    return [
      {
        kind: 'doubled',
        mock: 'replicas',
        what: `interaction ${interaction} was answered by two bots (${status})`,
      },
    ]
  })
}

import type { Logger } from 'pino'
import type { Clock } from '../durable/clock.ts'
import type { Slack } from '../platforms/slack/index.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'

/** Creates the Slack platform; undefined without its tokens. */
export async function openSlack(
  { slack }: Config,
  clock: Clock,
  texts: Texts,
  log: Logger,
): Promise<Slack | undefined> {
  if (!slack) return undefined
  // Loading Bolt takes a quarter of a second and up to 40 MB.
  const { createSlack } = await import('../platforms/slack/index.ts')
  return createSlack({ ...slack, log: log.child({ platform: 'slack' }), translate: texts.in, now: clock.now })
}

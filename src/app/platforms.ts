import type { Logger } from 'pino'
import type { Platform, PlatformName } from '#bot'
import type { Content } from '../content/schema.ts'
import type { SharedClock } from '../durable/clock.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { openDiscord } from './discord.ts'
import type { Mount } from './http.ts'
import { openPlayground } from './playground.ts'
import { openSlack } from './slack.ts'

export type PlatformsDeps = Readonly<{
  config: Config
  database: Database
  clock: SharedClock
  texts: Texts
  content: Content
  log: Logger
}>

/** The platforms that are configured. */
export type OpenedPlatforms = Readonly<{
  byName: ReadonlyMap<PlatformName, Platform>
  /** What the HTTP server serves for them. */
  mounts: readonly Mount[]
  /** The path of the playground's page. */
  page?: string
}>

/** Loads and creates the platforms that are configured, and no others: their clients take time and memory. */
export async function openPlatforms(deps: PlatformsDeps): Promise<OpenedPlatforms> {
  const { config, database, texts, log } = deps
  const [discord, slack, playground] = await Promise.all([
    openDiscord(config, database, texts, log),
    openSlack(config, texts, log),
    openPlayground(deps),
  ])
  const all = [discord, slack, playground].filter((platform) => platform !== undefined)
  return {
    byName: new Map(all.map((platform) => [platform.name, platform])),
    mounts: [playground?.mount, slack?.mount].filter((mount) => mount !== undefined),
    ...(playground && { page: playground.mount.path }),
  }
}

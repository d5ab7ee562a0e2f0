import type { Platform, PlatformName } from '#bot'
import { openDiscord } from './discord.ts'
import type { Mount } from './http.ts'
import { openPlayground, type PlaygroundDeps } from './playground.ts'
import { openSlack } from './slack.ts'

/** The platforms that are configured. */
export type OpenedPlatforms = Readonly<{
  byName: ReadonlyMap<PlatformName, Platform>
  /** Their routes on the HTTP server. */
  mounts: readonly Mount[]
  /** The path of the playground's page. */
  page?: string
}>

/** Loads and creates the platforms that are configured, and no others: their clients take time and memory. */
export async function openPlatforms(deps: PlaygroundDeps): Promise<OpenedPlatforms> {
  const { config, database, clock, texts, log } = deps
  const [discord, slack, playground] = await Promise.all([
    openDiscord(config, database, texts, log),
    openSlack(config, clock, texts, log),
    openPlayground(deps),
  ])
  const all = [discord, slack, playground].filter((platform) => platform !== undefined)
  return {
    byName: new Map(all.map((platform) => [platform.name, platform])),
    mounts: [playground?.mount, playground?.iconMount, slack?.mount].filter((mount) => mount !== undefined),
    ...(playground && { page: playground.mount.path }),
  }
}

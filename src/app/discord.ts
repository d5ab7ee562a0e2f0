import type { Logger } from 'pino'
import type { Platform } from '#bot'
import type { Database } from '../db/client.ts'
import { createFormDrafts } from '../durable/form-drafts.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'

/** Creates the Discord platform; undefined without a token. */
export async function openDiscord(
  { discord }: Config,
  { db }: Database,
  texts: Texts,
  log: Logger,
): Promise<Platform | undefined> {
  if (!discord) return undefined
  // Loading discord.js takes a third of a second and 45 MB.
  const { createDiscord } = await import('../platforms/discord/index.ts')
  const { token, apiUrl, guildId } = discord
  return createDiscord({
    token,
    apiUrl,
    ...(guildId && { guildId }),
    log: log.child({ platform: 'discord' }),
    drafts: createFormDrafts(db),
    translate: texts.in,
  })
}

import type { Logger } from 'pino'
import type { Platform } from '#bot'
import { createFormDrafts } from '../durable/form-drafts.ts'
import type { DiscordWordsOf } from '../platforms/discord/index.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { fileWords } from './file-words.ts'

/** Discord on what the bot has; undefined without a token. */
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
    words: discordWords(texts),
  })
}

function discordWords(texts: Texts): DiscordWordsOf {
  return (language) => {
    const t = texts.in(language)
    return {
      ...fileWords(t),
      choose: t('form.choose'),
      back: t('form.back'),
      next: t('form.next'),
      missing: (labels) => t('form.missing', { fields: labels.join(t('list.comma')) }),
      submitted: t('form.submitted'),
      closed: t('form.closed'),
    }
  }
}

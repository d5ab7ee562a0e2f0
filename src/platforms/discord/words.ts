import type { Language } from '#bot'
import type { FileWords } from '../file-fields.ts'

/** The few texts that the platform itself says; features hand in all others. */
export type DiscordWords = FileWords &
  Readonly<{
    /** What stands in a select before a choice is made, such as "Choose…". */
    choose: string
    /** On the buttons between the pages of a long form. */
    back: string
    next: string
    /** Tells which required fields of a form are still empty. */
    missing(labels: readonly string[]): string
    /** The form was submitted: what stays of its panel. */
    submitted: string
    /** The form is no longer open. */
    closed: string
  }>

export type DiscordWordsOf = (language: Language) => DiscordWords

/**
 * The person's own language where the bot speaks it, else the guild's, else English.
 * @param locale Discord's name of a language, such as `zh-CN`
 */
export function languageOf(locale: string | undefined, guildLocale: string | undefined): Language {
  return spoken(locale) ?? spoken(guildLocale) ?? 'en'
}

function spoken(locale: string | undefined): Language | undefined {
  if (locale?.startsWith('zh')) return 'zh'
  return locale?.startsWith('en') ? 'en' : undefined
}

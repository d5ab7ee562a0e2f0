import type { Language } from '#bot'

/** The few texts that the platform itself says; features hand in all others. */
export type DiscordWords = Readonly<{
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

/** @param locale Discord's name of the person's language, such as `zh-CN` */
export function languageOf(locale: string): Language {
  return locale.startsWith('zh') ? 'zh' : 'en'
}

import type { Language } from '#bot'
import type { FileWords } from '../file-fields.ts'

/** The few texts that the platform itself says; features hand in all others. */
export type SlackWords = FileWords &
  Readonly<{
    /** What a window shows until its content is there. */
    loading: string
    /** What a window shows that was opened and then not needed. */
    done: string
    /** On the button that closes a window. */
    close: string
    /** In a select before a choice is made, such as "Choose…". */
    choose: string
    /** Some of an answer can't be shown in a window, and was sent as a direct message. */
    sentDirectly: string
    /** Slack opens no window any more for what was pressed or typed some seconds ago. */
    tooLate: string
    /** A word of a command that stands for nothing. */
    unknownWord(word: string): string
    /** A value that an option does not take. */
    badOption(option: string, value: string): string
    missingOption(option: string): string
    /** Before the line that shows how a command is typed. */
    usage: string
    /** The same for a subcommand, whose word comes first. */
    usageAfter(subcommand: string): string
    /** Before the list of a command's subcommands. */
    subcommands: string
    /** How far away a moment is, such as "in 5 minutes". @param minutes negative when it is past */
    relative(minutes: number): string
  }>

export type SlackWordsOf = (language: Language) => SlackWords

/** The person's own language where the bot speaks it, else English. @param locale such as `zh-CN` */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** The language in which a text is written, for the words that stand inside it. */
export function languageIn(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

import type { Language } from '#bot'
import type { FileWords } from '../file-fields.ts'

/** What the server itself says; the page's words are the page's matter. */
export type PlaygroundWords = FileWords &
  Readonly<{
    unknownPerson: string
    unknownPlace: string
    unknownCommand: string
    /** An option is missing, unknown or of the wrong kind. */
    badOption(name: string): string
    /** A message, button or form that is not there any more. */
    notThere: string
    notYours: string
    formClosed: string
    formMissing(labels: readonly string[]): string
    formField(label: string): string
    textTooLong(limit: number): string
    nothingToSay: string
    fileTooLarge(megabytes: number): string
    fileGone: string
    tooLarge: string
    unreadable: string
    badName(limit: number): string
    emoji: string
    speedFixed: string
    notReady: string
    fault: string
    /** The host under which it was asked for is none that it is served under. */
    wrongHost: string
    wrongOrigin: string
    notFound: string
  }>

export type PlaygroundWordsOf = (language: Language) => PlaygroundWords

/** The language of a locale such as `zh-CN`, or of an Accept-Language header; English for any other. */
export function languageOf(locale: string | undefined): Language {
  return locale?.trim().toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

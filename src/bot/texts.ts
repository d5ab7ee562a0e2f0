import type { Language } from './language.ts'

/**
 * The keys of the text catalogues, each with the names of its parameters. This contract has no texts of its
 * own: `src/texts/keys.ts` declares the entries here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the entries are declared elsewhere, and only interfaces merge
export interface TextCatalogue {}

export type TextKey = keyof TextCatalogue & string

/** A list is joined with the comma of the language; a sentence is a part of the text. */
export type TextValue = string | number | readonly string[] | Sentence

/** The parameters of a text; of several texts, those of each. `count` also chooses the plural form. */
export type TextParams<Key extends TextKey> = Readonly<{
  [Name in TextCatalogue[Key] & string]: Name extends 'count' ? number : TextValue
}>

/** The arguments after a key: none for a text without parameters. */
export type TextArguments<Key extends TextKey> = [TextCatalogue[Key]] extends [never]
  ? readonly []
  : readonly [params: TextParams<Key>]

/** A text as data, for a reader whose language is not known yet. */
export interface Sentence {
  readonly key: TextKey
  readonly params: Readonly<Record<string, TextValue>>
}

/** A key with its parameters, or a text that is data already. */
export type SentenceArguments<Key extends TextKey> =
  | readonly [key: Key, ...params: TextArguments<Key>]
  | readonly [sentence: Sentence]

export function sentence<Key extends TextKey>(...[said, params]: SentenceArguments<Key>): Sentence {
  return typeof said === 'string' ? { key: said, params: { ...params } } : said
}

/** The texts of one language. */
export type Translate = {
  <Key extends TextKey>(key: Key, ...params: TextArguments<Key>): string
  (sentence: Sentence): string
}

/** The texts by language: a platform is handed it for the few sentences that are its own. */
export type TranslateIn = (language: Language) => Translate

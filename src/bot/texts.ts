/**
 * The keys of the text catalogues, each with the names of its parameters. This contract has no texts of its
 * own: `src/texts/keys.ts` declares the entries here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the entries are declared elsewhere, and only interfaces merge
export interface TextCatalogue {}

export type TextKey = keyof TextCatalogue & string

/** The parameters of a text; of several texts, those of each. `count` also chooses the plural form. */
export type TextParams<Key extends TextKey> = Readonly<{
  [Name in TextCatalogue[Key] & string]: Name extends 'count' ? number : string | number
}>

/** The arguments after a key: none for a text without parameters. */
export type TextArguments<Key extends TextKey> = [TextCatalogue[Key]] extends [never]
  ? readonly []
  : readonly [params: TextParams<Key>]

/** The texts of one language. */
export type Translate = <Key extends TextKey>(key: Key, ...params: TextArguments<Key>) => string

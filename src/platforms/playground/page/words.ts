import type { Language, TextCatalogue, TextKey } from '#bot'

/** A part of a text catalogue, as content/locales has it. */
export type Catalogue = Readonly<{ [key: string]: string | Catalogue }>

export type Catalogues = Readonly<Record<Language, Catalogue>>

type Params = Readonly<Record<string, string | number>>

type NameOf<Key> = Key extends `playground.page.${infer Name}` ? Name : never

/** A key of the page's part of the catalogues. */
export type PageKey = NameOf<TextKey>

type ParamsOf<Key extends PageKey> = TextCatalogue[`playground.page.${Key}`]

type PageArguments<Key extends PageKey> = [ParamsOf<Key>] extends [never]
  ? readonly []
  : readonly [params: Readonly<Record<ParamsOf<Key>, string | number>>]

/** A text as data. */
export type PageSentence = Readonly<{ key: PageKey; params: Params }>

/** The page's texts in one language. `count` chooses between `_one` and `_other`, as it does for the bot's. */
export type Words = {
  <Key extends PageKey>(key: Key, ...params: PageArguments<Key>): string
  (sentence: PageSentence): string
}

/** The locale with which Intl formats dates and numbers. */
export const LOCALE_TAG: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  zh: 'zh-CN',
  'zh-TW': 'zh-TW',
}

/** A missing text is shown as its key. */
export function wordsOf(catalogue: Catalogue, language: Language): Words {
  const plural = new Intl.PluralRules(LOCALE_TAG[language])
  return (said: PageKey | PageSentence, ...[given]: readonly [] | readonly [Params]) => {
    const { key, params } = typeof said === 'string' ? { key: said, params: given ?? {} } : said
    const { count } = params
    const text =
      (typeof count === 'number' ? find(catalogue, `${key}_${plural.select(count)}`) : undefined) ??
      find(catalogue, key) ??
      find(catalogue, `${key}_other`)
    return text === undefined ? key : fill(text, params)
  }
}

function find(catalogue: Catalogue, key: string): string | undefined {
  let at: string | Catalogue | undefined = catalogue
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined
    at = at[part]
  }
  return typeof at === 'string' ? at : undefined
}

function fill(text: string, params: Params): string {
  return text.replace(/\{\{(\w+)\}\}/gu, (whole, name: string) => String(params[name] ?? whole))
}

/** The page's initial language: the last choice, else the browser's. */
export function firstLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'zh' || chosen === 'zh-TW') return chosen
  const known = browser.map((tag) => tag.toLowerCase()).find((tag) => /^(?:en|zh)\b/u.test(tag))
  if (!known?.startsWith('zh')) return 'en'
  return /^zh-(?:hant|tw|hk|mo)\b/u.test(known) ? 'zh-TW' : 'zh'
}

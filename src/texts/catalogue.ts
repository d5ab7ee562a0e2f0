import { createInstance } from 'i18next'
import type { Language } from '#bot'
import en from '../../content/locales/en.json' with { type: 'json' }
import zh from '../../content/locales/zh.json' with { type: 'json' }

type Leaves<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? Singular<`${Prefix}${K}`> : Leaves<T[K], `${Prefix}${K}.`>
}[keyof T & string]

type Singular<K extends string> = K extends `${infer Base}_${'one' | 'other'}` ? Base : K

/** A key of the catalogues. `count` in the parameters chooses between `_one` and `_other`. */
type TextKey = Leaves<typeof en>

type TextParams = Readonly<Record<string, string | number>>

/** The texts of one language. */
export type Translate = (key: TextKey, params?: TextParams) => string

export type Texts = Readonly<{
  in(language: Language): Translate
  /** The texts below a key as a tree, as they stand in the catalogue: for who fills them in elsewhere. */
  below(language: Language, key: string): unknown
  /** For keys that arrive as data, such as those of errors. Undefined when there is no such text. */
  lookUp(language: Language, key: string, params?: Readonly<Record<string, unknown>>): string | undefined
}>

/** The catalogues in content/locales. Values go in as they are: each platform escapes what it sends. */
export function loadTexts(): Texts {
  const catalogue = createInstance()
  // Synchronous: the resources are here, and without a backend init settles at once.
  void catalogue.init({
    resources: { en: { translation: en }, zh: { translation: zh } },
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  const both: Record<Language, Translate> = {
    en: (key, params) => String(catalogue.t(key, { lng: 'en', ...params })),
    zh: (key, params) => String(catalogue.t(key, { lng: 'zh', ...params })),
  }
  return {
    in: (language) => both[language],
    below: (lng, key) => catalogue.getResource(lng, 'translation', key) ?? {},
    lookUp: (lng, key, params) => {
      const options = { lng, ...params }
      return catalogue.exists(key, options) ? String(catalogue.t(key, options)) : undefined
    },
  }
}

/** The language of a locale such as `zh-CN` or `en-GB`; undefined for any other. */
export function languageOf(locale: string | undefined): Language | undefined {
  if (locale?.toLowerCase().startsWith('zh')) return 'zh'
  return locale?.toLowerCase().startsWith('en') ? 'en' : undefined
}

import { createInstance } from 'i18next'
import {
  inEach,
  type Language,
  type Sentence,
  type TextKey,
  type TextValue,
  type Translate,
  type TranslateIn,
} from '#bot'
import en from '../../content/locales/en.json' with { type: 'json' }
import zh from '../../content/locales/zh.json' with { type: 'json' }
import taiwan from '../../content/locales/zh-TW.json' with { type: 'json' }

export type Texts = Readonly<{
  in: TranslateIn
  /** The unfilled texts below a key as a tree, for the playground's page. */
  below(language: Language, key: string): unknown
  /** For keys that are composed at run time, such as a command's description. Undefined if there is no such text. */
  lookUp(language: Language, key: string): string | undefined
}>

/** Loads the catalogues in content/locales. Values are not escaped: each platform escapes what it sends. */
export function loadTexts(): Texts {
  const catalogue = createInstance()
  // Without a backend, init finishes synchronously.
  void catalogue.init({
    resources: {
      en: { translation: en },
      zh: { translation: zh },
      'zh-TW': { translation: taiwan },
    },
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  const translateIn = (lng: Language): Translate => {
    const comma = String(catalogue.t('list.comma', { lng }))
    const say = ({ key, params }: Sentence): string => {
      const values = Object.entries(params).map(([name, value]) => [name, filledIn(value)])
      return String(catalogue.t(key, { lng, ...Object.fromEntries(values) }))
    }
    const filledIn = (value: TextValue) => {
      if (typeof value !== 'object') return value
      return 'key' in value ? say(value) : value.join(comma)
    }
    return (said: TextKey | Sentence, ...[params]: readonly [] | readonly [Sentence['params']]) =>
      say(typeof said === 'string' ? { key: said, params: params ?? {} } : said)
  }
  const translations = inEach(translateIn)
  return {
    in: (language) => translations[language],
    below: (lng, key) => catalogue.getResource(lng, 'translation', key) ?? {},
    lookUp: (lng, key) => (catalogue.exists(key, { lng }) ? String(catalogue.t(key, { lng })) : undefined),
  }
}

import { createInstance } from 'i18next'
import type { Language, Saying, TextKey, Translate } from '#bot'
import en from '../../content/locales/en.json' with { type: 'json' }
import zh from '../../content/locales/zh.json' with { type: 'json' }

export type Texts = Readonly<{
  in(language: Language): Translate
  /** A text that arrives as data, such as an error's. */
  say(language: Language, saying: Saying): string
  /** The texts below a key as a tree, as they stand in the catalogue: the playground's page fills them in. */
  below(language: Language, key: string): unknown
  /** For keys that are put together, such as a command's description. Undefined when there is no such text. */
  lookUp(language: Language, key: string): string | undefined
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
  const say = (lng: Language, key: TextKey, params?: Saying['params']) =>
    String(catalogue.t(key, { lng, ...params }))
  const both: Record<Language, Translate> = {
    en: (key, ...[params]) => say('en', key, params),
    zh: (key, ...[params]) => say('zh', key, params),
  }
  return {
    in: (language) => both[language],
    say: (language, { key, params }) => say(language, key, params),
    below: (lng, key) => catalogue.getResource(lng, 'translation', key) ?? {},
    lookUp: (lng, key) => (catalogue.exists(key, { lng }) ? String(catalogue.t(key, { lng })) : undefined),
  }
}

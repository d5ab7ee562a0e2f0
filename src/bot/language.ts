/** English, Chinese in simplified characters, and Chinese as it is written in Taiwan. */
export const LANGUAGES = ['en', 'zh', 'zh-TW'] as const

export type Language = (typeof LANGUAGES)[number]

/** A value for each language. */
export type InEach<T> = Readonly<Record<Language, T>>

export type Localized = InEach<string>

/** Makes a value for each language. */
export function inEach<T>(of: (language: Language) => T): InEach<T> {
  return { en: of('en'), zh: of('zh'), 'zh-TW': of('zh-TW') }
}

/** Regions that write Chinese in traditional characters, where a tag names no script. */
const TRADITIONAL_REGIONS: ReadonlySet<string | undefined> = new Set(['TW', 'HK', 'MO'])

/**
 * The language of a locale such as `zh-CN` or `zh-Hant-HK`, or of the first tag of an Accept-Language header;
 * undefined for any other.
 */
export function languageOf(locale: string | undefined): Language | undefined {
  const { language, script, region } = localeOf(locale) ?? {}
  if (language === 'en') return 'en'
  if (language !== 'zh') return undefined
  const traditional = script === undefined ? TRADITIONAL_REGIONS.has(region) : script === 'Hant'
  return traditional ? 'zh-TW' : 'zh'
}

function localeOf(typed: string | undefined): Intl.Locale | undefined {
  const [tag = ''] = typed?.slice(0, 200).split(/[,;]/u) ?? []
  try {
    return new Intl.Locale(tag.trim().replaceAll('_', '-'))
  } catch {
    return undefined
  }
}

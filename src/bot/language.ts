export type Language = 'en' | 'zh'

export type Localized = Readonly<Record<Language, string>>

/** The language of a locale such as `zh-CN`, or of an Accept-Language header; undefined for any other. */
export function languageOf(locale: string | undefined): Language | undefined {
  const name = locale?.trim().toLowerCase()
  if (name?.startsWith('zh')) return 'zh'
  return name?.startsWith('en') ? 'en' : undefined
}

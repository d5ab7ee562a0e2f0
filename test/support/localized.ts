import type { InEach } from '#bot'

/** A value in each language, for tests in which Chinese is the same in both scripts. */
export function localized<T>(en: T, zh: T): InEach<T> {
  return { en, zh, 'zh-TW': zh }
}

import type { Language, Translate } from '#bot'

const HOUR = 60
const DAY = 24 * HOUR

/** How far away a moment is, such as "in 5 minutes". @param minutes negative when it is past */
export function relativeTime(t: Translate, minutes: number): string {
  if (minutes === 0) return t('slack.relative.now')
  const time = lengthOf(t, Math.abs(minutes))
  return minutes > 0 ? t('slack.relative.in', { time }) : t('slack.relative.ago', { time })
}

function lengthOf(t: Translate, minutes: number): string {
  if (minutes < 2 * HOUR) return t('slack.relative.minutes', { minutes })
  if (minutes < 2 * DAY) return t('slack.relative.hours', { hours: Math.round(minutes / HOUR) })
  return t('slack.relative.days', { count: Math.round(minutes / DAY) })
}

/** The language in which a text is written: a time that stands in it is worded likewise. */
export function languageIn(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}

import type { WordReader } from '#bot'
import { longestWords } from '../../kit/longest-words.ts'
import { readDate } from '../../kit/when/date.ts'
import { readDays } from '../../kit/when/days.ts'
import { readTimeOfDay } from '../../kit/when/time-of-day.ts'
import { readCron } from './rules/cron-fields.ts'

const CRON_FIELDS = 5
/** No field of a cron expression that people type is longer. */
const MAX_FIELD = 60

/** The five fields of a cron expression, without quotes. */
export const cronWords: WordReader = (words) => {
  const fields = words.slice(0, CRON_FIELDS)
  if (fields.length < CRON_FIELDS || fields.some((field) => field.length > MAX_FIELD)) return 0
  return readCron(fields.join(' ')) ? CRON_FIELDS : 0
}

/** A schedule's number: `#3`, `3` or `#3.12`. */
export const handleWords: WordReader = ([word = '']) => (/^[#＃]?\d{1,6}(?:\.\d{1,9})?$/u.test(word) ? 1 : 0)

/** `half past six in the evening` */
const MAX_TIME_WORDS = 7
/** `the first and third Monday of each month` */
const MAX_DAY_WORDS = 12
const MAX_DATE_WORDS = 5
/** A number alone may be anything; with a word before it, it is a time: `at 6`. */
const BARE = /^\d{1,4}$/u

/** Words that are a time of day, also one that is unclear: `6 PM`, `at 6`, `晚上 8点`. */
export const timeWords: WordReader = longestWords(
  (text) => !BARE.test(text) && readTimeOfDay(text) !== undefined,
  MAX_TIME_WORDS,
)

const LINKS = 'at|a|and|in|on|or|of|plus|per|the|在|于|於|和|及|与|與|的|[,;&+/、，。.·-]'
/** Begins or ends with a word that links it to what stands beside it: `at` in `Monday at 18:00`. */
const LINKED = new RegExp(`^(?:${LINKS}) | (?:${LINKS})$`, 'u')

/** Words that are days which come again: `every other Monday`, `first Monday of the month`. */
export const dayWords: WordReader = longestWords(
  (text) => !LINKED.test(text.toLowerCase()) && readDays(text) !== undefined,
  MAX_DAY_WORDS,
)

/** Words that are a day to come: `24 Dec`, `next Monday`, `in 2 weeks`. */
export const dateWords: WordReader = longestWords(
  (text) => !BARE.test(text) && readDate(text, 0) !== undefined,
  MAX_DATE_WORDS,
)

import type { WordReader } from '#bot'
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

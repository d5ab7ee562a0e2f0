import type { WordReader } from '#bot'
import type { Choosable } from '../content/choose.ts'
import { problemWords } from '../features/problems/words.ts'
import { cronWords, dateWords, dayWords, handleWords, timeWords } from '../features/schedule/words.ts'
import { zoneWords } from '../features/settings/words.ts'

/** The words that an option may take where options are typed as one line, by the names that `takes` uses. */
export type WordKinds = Readonly<Record<string, WordReader>>

export function wordKinds(content: Choosable): WordKinds {
  const { problem, list } = problemWords(content)
  return {
    zone: zoneWords,
    cron: cronWords,
    days: dayWords,
    time: timeWords,
    date: dateWords,
    schedule: handleWords,
    problem,
    problems: list,
  }
}

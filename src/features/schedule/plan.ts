import { type ChannelRef, type Language, type SpaceRef, type Translate, UserError } from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import type { Group } from '../groups/store.ts'
import type { ProblemLibrary } from '../problems/rules.ts'
import { checkTimeZone } from '../settings/time-zone.ts'
import type { Plan } from './store/schedules.ts'
import { readWhen } from './when.ts'

/** The options of `/schedule add`; the channel by its id. */
export type AddOptions = Readonly<{
  channel: string
  day?: string | undefined
  time?: string | undefined
  cron?: string | undefined
  timeZone?: string | undefined
  language?: Language | undefined
  days?: number | undefined
  problems?: string | undefined
  answers?: 'open' | 'blind' | undefined
}>

const DEFAULT_DAYS = 7
const MIN_DAYS = 1
const MAX_DAYS = 30

/**
 * Checks the options of `/schedule add`.
 * @param space in which they were typed
 * @throws UserError for the first wrong one
 */
export function planOf(
  options: AddOptions,
  { space, platform }: SpaceRef,
  group: Group,
  library: ProblemLibrary,
  t: Translate,
  at: number,
): Plan {
  const channel: ChannelRef = { platform, space, channel: options.channel }
  return {
    channel,
    ...readWhen(options, t),
    timeZone: options.timeZone === undefined ? null : checkTimeZone(options.timeZone, at, t),
    language: options.language ?? group.language,
    deadlineDays: checkDays(options.days ?? DEFAULT_DAYS),
    problems: options.problems === undefined ? null : problemsIn(library, options.problems, t),
    blind: options.answers === 'blind',
  }
}

function checkDays(days: number): number {
  if (Number.isInteger(days) && days >= MIN_DAYS && days <= MAX_DAYS) return days
  throw new UserError('error.deadlineDays', { min: MIN_DAYS, max: MAX_DAYS })
}

const SEPARATOR = /[,，、;；]/u

function problemsIn(library: ProblemLibrary, typed: string, t: Translate): readonly string[] | null {
  const wanted = typed.split(SEPARATOR).filter((part) => part.trim() !== '')
  const slugs = new Set(wanted.map((part) => chosenProblem(library, part, t)))
  // In the library's order, so that the order in which they were typed does not matter.
  const chosen = [...library.problems.keys()].filter((slug) => slugs.has(slug))
  return chosen.length === 0 || chosen.length === library.problems.size ? null : chosen
}

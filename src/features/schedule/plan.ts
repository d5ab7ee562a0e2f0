import { type ChannelRef, type Language, type SpaceRef, type Translate, UserError } from '#bot'
import { chosenProblem, shortened } from '../../content/choose.ts'
import type { Group } from '../groups/store.ts'
import type { Library } from '../problems/rules.ts'
import { checkTimeZone } from '../settings/time-zone.ts'
import { WEEKDAYS } from './rules/cron-fields.ts'
import { type ExpressionFault, faultOf } from './rules/recurrence.ts'
import type { Plan } from './store/schedules.ts'

/** The options of `/schedule add`; the channel by its id. */
export type AddOptions = Readonly<{
  channel: string
  day?: (typeof WEEKDAYS)[number] | undefined
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

const FAULTS = {
  unreadable: 'error.cron',
  never: 'error.cronNever',
  'too-often': 'error.cronOften',
} as const satisfies Record<ExpressionFault, string>

/**
 * Checks the options of `/schedule add`.
 * @param space in which they were typed
 * @throws UserError for the first wrong one
 */
export function planOf(
  options: AddOptions,
  { space, platform }: SpaceRef,
  group: Group,
  library: Library,
  t: Translate,
  at: number,
): Plan {
  const channel: ChannelRef = { platform, space, channel: options.channel }
  return {
    channel,
    expression: expressionOf(options),
    timeZone: options.timeZone === undefined ? null : checkTimeZone(options.timeZone, at, t),
    language: options.language ?? group.language,
    deadlineDays: checkDays(options.days ?? DEFAULT_DAYS),
    problems: options.problems === undefined ? null : problemsIn(library, options.problems, t),
    blind: options.answers === 'blind',
  }
}

/** @throws UserError unless it is a day and a time, or a cron expression that fires now and then */
function expressionOf({ day, time, cron }: Pick<AddOptions, 'day' | 'time' | 'cron'>): string {
  const typed = cron?.trim().replace(/\s+/gu, ' ')
  // On Slack an expression in quotes may arrive without its option's name.
  if (day === undefined && typed === undefined && time?.trim().includes(' '))
    return expressionOf({ cron: time })
  if (typed === undefined && day !== undefined && time !== undefined)
    return `${minuteAndHour(time)} * * ${WEEKDAYS.indexOf(day)}`
  if (typed === undefined || day !== undefined || time !== undefined)
    throw new UserError('error.scheduleWhen')
  const fault = faultOf(typed)
  if (fault) throw new UserError(FAULTS[fault], { typed: shortened(typed) })
  return typed
}

function minuteAndHour(typed: string): string {
  const [, hour = '', minute = ''] = /^(\d{1,2})[:：.](\d{2})$/u.exec(typed.trim()) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59)
    throw new UserError('error.time', { typed: shortened(typed.trim()) })
  return `${Number(minute)} ${Number(hour)}`
}

function checkDays(days: number): number {
  if (Number.isInteger(days) && days >= MIN_DAYS && days <= MAX_DAYS) return days
  throw new UserError('error.deadlineDays', { min: MIN_DAYS, max: MAX_DAYS })
}

const SEPARATOR = /[,，、;；]/u

function problemsIn(library: Library, typed: string, t: Translate): readonly string[] | null {
  const wanted = typed.split(SEPARATOR).filter((part) => part.trim() !== '')
  const slugs = new Set(wanted.map((part) => chosenProblem(library, part, t)))
  // In the library's order, so that the order in which they were typed does not matter.
  const chosen = [...library.problems.keys()].filter((slug) => slugs.has(slug))
  return chosen.length === 0 || chosen.length === library.problems.size ? null : chosen
}

import type { Translate } from '#bot'
import { type DayRule, WEEKDAY_NAMES, type Weekday } from '../../kit/when/days.ts'
import { clockTime } from '../../kit/when/time-of-day.ts'
import { dayRuleOf } from './rules/day-rule.ts'
import type { Recurrence } from './rules/recurrence.ts'

const WORKING_DAYS = 'mon tue wed thu fri'

/** When a schedule posts: “every Monday at 18:00”, or its expression where words fail. */
export function whenOf(t: Translate, recurrence: Pick<Recurrence, 'expression' | 'everyWeeks'>): string {
  const read = dayRuleOf(recurrence)
  const days = read && daysOf(t, read.rule)
  if (days === undefined) return `\`${recurrence.expression}\``
  return t('schedule.when', { days, time: clockTime(read?.minutes ?? 0) })
}

/** “every second week on Monday”; undefined where words fail. */
export function daysOf(t: Translate, rule: DayRule): string | undefined {
  switch (rule.kind) {
    case 'weekly': {
      const { everyWeeks: count, days } = rule
      const names = listOf(
        t,
        days.map((day) => nameOfDay(t, day)),
      )
      if (count === 1) {
        if (days.length === 7) return t('schedule.daily')
        const isWorking = days.map((day) => WEEKDAY_NAMES[day]).join(' ') === WORKING_DAYS
        return isWorking ? t('schedule.workingDays') : t('schedule.weekly', { days: names })
      }
      return count === 2
        ? t('schedule.everyOther', { days: names })
        : t('schedule.everyWeeks', { weeks: count, days: names })
    }
    case 'monthly': {
      const days = listOf(
        t,
        rule.days.map((day) => nameOfDay(t, day)),
      )
      return t('schedule.monthly', {
        nth: listOf(
          t,
          rule.nth.map((nth) => t(`schedule.nth.${nth}`)),
        ),
        days,
      })
    }
    case 'dates': {
      const numbers = rule.dates.filter((date) => date !== 'last')
      if (numbers.length === rule.dates.length)
        return t('schedule.dates', { dates: listOf(t, numbers.map(String)) })
      return numbers.length === 0 ? t('schedule.lastDay') : undefined
    }
    default:
      return rule satisfies never
  }
}

export function nameOfDay(t: Translate, day: Weekday): string {
  return t(`day.${WEEKDAY_NAMES[day]}`)
}

/** `Monday, Wednesday and Friday` */
function listOf(t: Translate, all: readonly string[]): string {
  const last = all.at(-1) ?? ''
  const before = all.slice(0, -1)
  return before.length === 0 ? last : t('list.and', { before: before.join(t('list.comma')), last })
}

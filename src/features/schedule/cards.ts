import { type Block, channelToken, type Message, type Translate, timeToken, userToken } from '#bot'
import type { Library } from '../problems/library.ts'
import type { Calendar } from './rules/calendar.ts'
import { DAYS, handleOf } from './rules/names.ts'
import { occurrencesFrom, overlapOf, timeOf } from './rules/recurrence.ts'
import type { Schedule } from './store.ts'

const MINUTE = 60_000
/** How many occurrences a list shows. */
const SHOWN = 3

/** A schedule as it stands now, and the problem that comes next. */
export type Listed = Readonly<{ schedule: Schedule; problem: string }>

export function date(at: number): string {
  return timeToken(at, 'date')
}

/** When a schedule posts: “every Monday at 18:00”, or its expression. */
function whenOf(t: Translate, expression: string): string {
  const [minute = '', hour = '', ...rest] = expression.split(' ')
  const [, weekday] = /^\* \* (\*|[0-6])$/u.exec(rest.join(' ')) ?? []
  if (weekday === undefined || !/^\d+$/u.test(minute) || !/^\d+$/u.test(hour)) return `\`${expression}\``
  const time = clockOf(expression)
  const day = DAYS[Number(weekday)]
  return day === undefined
    ? t('schedule.daily', { time })
    : t('schedule.weekly', { day: t(`day.${day}`), time })
}

/** `#1 · every Monday at 18:00`. */
export function nameOf(
  t: Translate,
  { number, expression }: Pick<Schedule, 'number' | 'expression'>,
): string {
  return t('schedule.name', { handle: handleOf(number), when: whenOf(t, expression) })
}

export function titleOf({ problems }: Library, schedule: Pick<Schedule, 'language'>, slug: string): string {
  return problems.get(slug)?.[schedule.language].title ?? slug
}

export function scheduleCard(
  t: Translate,
  library: Library,
  listed: Listed,
  said: readonly string[],
): Message {
  const text = said.join(' ')
  return { summary: text, blocks: [{ type: 'text', text }, scheduleBlock(t, library, listed)] }
}

export function listCard(t: Translate, library: Library, all: readonly Listed[]): Message {
  const blocks: Block[] = all.map((each) => scheduleBlock(t, library, each))
  return {
    summary: t('schedule.title'),
    blocks: [
      { type: 'heading', text: t('schedule.title') },
      ...(all.length > 0 ? blocks : [{ type: 'text', text: t('schedule.none') } as const]),
      { type: 'note', text: all.length > 0 ? t('schedule.how') : t('schedule.howFirst') },
    ],
  }
}

/** What is worth knowing about a deadline that does not meet the next post; undefined when it does. */
export function overlapNote(
  t: Translate,
  { calendar, expression, deadlineDays }: Schedule,
): string | undefined {
  const overlap = overlapOf(expression, calendar.zone, calendar.nextAt, deadlineDays)
  switch (overlap) {
    case 'none':
      return undefined
    case 'pause':
      return t('schedule.pauseBetween')
    case 'overlap':
      return t('schedule.overlap')
    default:
      return overlap satisfies never
  }
}

function scheduleBlock(t: Translate, library: Library, { schedule, problem }: Listed): Block {
  const { calendar, channel, timeZone, deadlineDays, blind, language, problems, pinned } = schedule
  const zone = timeZone === null ? t('schedule.groupZone', { zone: calendar.zone }) : calendar.zone
  const next = titleOf(library, schedule, problem)
  const count = deadlineDays
  const facts = [
    t('schedule.days', { count }),
    t(blind ? 'schedule.blind' : 'schedule.open'),
    t(`language.${language}`),
    problems ? problemList(t, library, problems) : t('schedule.allProblems'),
  ]
  const lines = [
    `**${nameOf(t, schedule)}** · ${channelToken(channel)} · ${zone}`,
    calendar.state === 'paused' ? t('schedule.paused') : t('schedule.next', { dates: nextDates(calendar) }),
    t(pinned === problem ? 'schedule.nextPinned' : 'schedule.nextProblem', { problem: next }),
    facts.join(' · '),
    t('schedule.changed', { who: userToken(schedule.changedBy), at: date(schedule.changedAt) }),
  ]
  return { type: 'text', text: lines.join('\n') }
}

/** Those of the group's own that were removed since are passed over; where nothing is left, all take turns. */
function problemList(t: Translate, library: Library, problems: readonly string[]): string {
  const stands = (slug: string) => library.problems.has(slug)
  const names = problems.map((slug) => (stands(slug) ? slug : t('schedule.goneProblem', { slug })))
  const list = names.join(t('list.comma'))
  return problems.some(stands) ? list : t('schedule.allInstead', { gone: list })
}

function nextDates({ expression, zone, nextAt }: Calendar): string {
  return occurrencesFrom(expression, zone, nextAt, SHOWN).map(date).join(' · ')
}

function clockOf(expression: string): string {
  const minutes = timeOf(expression) / MINUTE
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

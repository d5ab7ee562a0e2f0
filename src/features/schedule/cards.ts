import {
  type Block,
  channelToken,
  type Message,
  type Translate,
  textMessage,
  timeToken,
  userToken,
} from '#bot'
import { zoneWithOffset } from '../../kit/zones/index.ts'
import type { ProblemLibrary } from '../problems/rules.ts'
import type { Calendar } from './rules/calendar.ts'
import { handleOf } from './rules/handle.ts'
import { occurrencesFrom, overlapOf } from './rules/recurrence.ts'
import type { Schedule } from './store/schedules.ts'
import { whenOf } from './when-card.ts'

/** Occurrences shown per schedule. */
const MAX_DATES = 3

/** A schedule, and the problem that it posts next. */
export type ScheduleEntry = Readonly<{ schedule: Schedule; problem: string }>

export function date(at: number): string {
  return timeToken(at, 'date')
}

/** `#1 · every Monday at 18:00`. */
export function nameOf(
  t: Translate,
  { number, ...recurrence }: Pick<Schedule, 'number' | 'expression' | 'everyWeeks'>,
): string {
  return t('schedule.name', { handle: handleOf(number), when: whenOf(t, recurrence) })
}

export function titleOf(
  { problems }: ProblemLibrary,
  schedule: Pick<Schedule, 'language'>,
  slug: string,
): string {
  return problems.get(slug)?.[schedule.language].title ?? slug
}

export function scheduleCard(
  t: Translate,
  library: ProblemLibrary,
  entry: ScheduleEntry,
  said: readonly string[],
): Message {
  const text = said.join(' ')
  return { summary: text, blocks: [{ type: 'text', text }, scheduleBlock(t, library, entry)] }
}

export function listCard(t: Translate, library: ProblemLibrary, all: readonly ScheduleEntry[]): Message {
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

/** A note where deadlines do not fall at the next postings; undefined where they do. */
export function overlapNote(t: Translate, { calendar, deadlineDays }: Schedule): string | undefined {
  const overlap = overlapOf(calendar, calendar.zone, calendar.nextAt, deadlineDays)
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

function scheduleBlock(t: Translate, library: ProblemLibrary, { schedule, problem }: ScheduleEntry): Block {
  const { calendar, channel, timeZone, deadlineDays, blind, language, problems, pinned } = schedule
  const named = zoneWithOffset(calendar.zone, calendar.nextAt)
  const zone = timeZone === null ? t('schedule.groupZone', { zone: named }) : named
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
    stateOf(t, calendar),
    t(pinned === problem ? 'schedule.nextPinned' : 'schedule.nextProblem', { problem: next }),
    facts.join(' · '),
    t('schedule.changed', { who: userToken(schedule.changedBy), at: date(schedule.changedAt) }),
  ]
  return { type: 'text', text: lines.join('\n') }
}

function stateOf(t: Translate, calendar: Calendar): string {
  if (calendar.state === 'active') return t('schedule.next', { dates: nextDates(calendar) })
  const { resumeAt } = calendar
  return resumeAt === null ? t('schedule.paused') : t('schedule.pausedUntil', { until: date(resumeAt) })
}

/** Names removed problems as such. Where no problem of the list is left, all take turns. */
function problemList(t: Translate, library: ProblemLibrary, problems: readonly string[]): string {
  const isOffered = (slug: string) => library.problems.has(slug)
  const names = problems.map((slug) => (isOffered(slug) ? slug : t('schedule.goneProblem', { slug })))
  const list = names.join(t('list.comma'))
  return problems.some(isOffered) ? list : t('schedule.allInstead', { gone: list })
}

function nextDates(calendar: Calendar): string {
  const { zone, nextAt } = calendar
  return occurrencesFrom(calendar, zone, nextAt, MAX_DATES).map(date).join(' · ')
}

/** Tells an organiser that a schedule was paused because its channel is gone. */
export function channelGoneMessage(t: Translate, schedule: Schedule): Message {
  const { number, channel } = schedule
  return textMessage(
    t('schedule.channelGone', {
      name: nameOf(t, schedule),
      channel: channelToken(channel),
      handle: handleOf(number),
    }),
  )
}

import type { AutocompleteEvent, Choice, Translate } from '#bot'
import { organises, readingLanguage } from '../caller.ts'
import { findGroup } from '../groups/store.ts'
import { suggestTo } from '../problems/suggest.ts'
import { suggestTimeZones } from '../settings/time-zone.ts'
import { nameOf } from './cards.ts'
import type { ScheduleDeps } from './deps.ts'
import { handleOf } from './rules/handle.ts'
import { listSchedules } from './store/schedules.ts'
import { suggestDates, suggestDays, suggestTimes } from './suggest-when.ts'
import { todayIn } from './until.ts'

/** Between the problems of a schedule. */
const SEPARATOR = /[,，、;；]/u
/** Discord's limit for values and labels. */
const MAX_CHOICE = 100

/** Suggestions for an option of `/schedule`. */
export async function suggest(deps: ScheduleDeps, event: AutocompleteEvent): Promise<readonly Choice[]> {
  const { typed } = event
  switch (event.option) {
    case 'day':
      return suggestDays(await wordsFor(deps, event), typed)
    case 'time':
      return suggestTimes(typed)
    case 'until':
      return suggestDates(await wordsFor(deps, event), typed, await todayFor(deps, event))
    case 'time-zone':
      return suggestTimeZones(typed, deps.clock.now())
    case 'problem':
      return suggestTo(deps, event, typed)
    case 'problems': {
      const last = (typed.split(SEPARATOR).at(-1) ?? '').trimStart()
      const before = typed.slice(0, typed.length - last.length)
      return (await suggestTo(deps, event, last))
        .map(({ value }) => ({ value: before + value, label: before + value }))
        .filter(({ value }) => value.length <= MAX_CHOICE)
    }
    case 'schedule':
      return suggestSchedules(deps, event)
    default:
      return []
  }
}

/** The texts in the language in which somebody reads. */
async function wordsFor({ db, texts }: ScheduleDeps, { actor }: AutocompleteEvent): Promise<Translate> {
  return texts.in(readingLanguage(actor, await findGroup(db, actor)))
}

/** Today where the group is. */
async function todayFor({ db, clock }: ScheduleDeps, { actor }: AutocompleteEvent): Promise<number> {
  const group = await findGroup(db, actor)
  return todayIn(group?.timeZone ?? 'UTC', clock.now())
}

async function suggestSchedules(
  { db, texts }: ScheduleDeps,
  { actor, typed }: AutocompleteEvent,
): Promise<readonly Choice[]> {
  const group = await findGroup(db, actor)
  if (!group || !(await organises(db, actor, group))) return []
  const t = texts.in(readingLanguage(actor, group))
  const wanted = typed.trim().toLowerCase()
  const all = (await listSchedules(db, group.id)).map((schedule) => {
    const name = nameOf(t, schedule)
    const paused = schedule.calendar.state === 'paused' ? ` · ${t('schedule.isPaused')}` : ''
    return {
      value: handleOf(schedule.number, schedule.revision),
      label: `${name}${paused}`.slice(0, MAX_CHOICE),
    }
  })
  const found = all.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted))
  return found.length > 0 ? found : all
}

import type { Message } from '#bot'
import { type Caller, requireOrganiser } from '../caller.ts'
import { problemsOf } from '../problems/offered.ts'
import { listCard, type ScheduleEntry } from './cards.ts'
import type { ScheduleDeps } from './deps.ts'
import { tick } from './rules/calendar.ts'
import { listSchedules } from './store/schedules.ts'

/**
 * Lists a group's schedules.
 * @throws UserError when the caller is no organiser
 */
export async function showSchedules(deps: ScheduleDeps, caller: Caller): Promise<Message> {
  requireOrganiser(caller, 'error.scheduleOrganisers')
  const { group, t } = caller
  const { db, clock, engine } = deps
  const at = clock.now()
  const all: ScheduleEntry[] = []
  for (const schedule of await listSchedules(db, group.id)) {
    // An occurrence that is due this minute is being posted, so the list starts after it.
    const { calendar } = tick(schedule.calendar, await engine.zoneFor(db, schedule), at)
    all.push({ schedule: { ...schedule, calendar }, problem: await engine.problemOf(db, schedule) })
  }
  return listCard(t, { problems: await problemsOf(deps, group.id) }, all)
}

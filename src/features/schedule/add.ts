import { type CommandEvent, channelToken, type Message, UserError } from '#bot'
import { claimEvent } from '../../durable/inbound.ts'
import { zoneName } from '../../kit/zones/index.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import { problemsOf } from '../problems/offered.ts'
import { date, nameOf, overlapNote, scheduleCard } from './cards.ts'
import type { ScheduleDeps } from './deps.ts'
import { checkChannel } from './permissions.ts'
import { type AddOptions, planOf } from './plan.ts'
import { newCalendar } from './rules/calendar.ts'
import { handleOf } from './rules/handle.ts'
import { insertSchedule, listSchedules, lockGroup, type Plan, type Schedule } from './store/schedules.ts'

/** A group could not answer the challenges of more schedules. */
const MAX_SCHEDULES = 20

/**
 * Adds a schedule.
 * @returns a private reply; undefined when the event was handled before
 * @throws UserError when the caller is no organiser, or an option is wrong
 */
export async function addSchedule(
  deps: ScheduleDeps,
  event: CommandEvent,
  caller: Caller,
  options: AddOptions,
): Promise<Message | undefined> {
  const { db, clock, engine, platforms } = deps
  requireOrganiser(caller, 'error.scheduleOrganisers')
  const { group, user, t } = caller
  const library = { problems: await problemsOf(deps, group.id) }
  const plan = planOf(options, event.channel, group, library, t, clock.now())
  await checkChannel(platforms, plan.channel, t)
  return db.transaction(async (tx) => {
    if (!(await claimEvent(tx, user.platform, event.id))) return undefined
    const groupZone = await lockGroup(tx, group.id)
    checkAgainst(await listSchedules(tx, group.id), plan)
    const at = clock.now()
    const calendar = newCalendar(plan, plan.timeZone ?? groupZone, at)
    const schedule = await insertSchedule(tx, { ...plan, groupId: group.id, calendar, changedBy: user }, at)
    await engine.setNextAlarm(tx, schedule)
    const said = [
      t('schedule.added', {
        name: nameOf(t, schedule),
        channel: channelToken(plan.channel),
        first: date(calendar.nextAt),
      }),
      overlapNote(t, schedule),
    ].filter((sentence) => sentence !== undefined)
    return scheduleCard(t, library, { schedule, problem: await engine.problemOf(tx, schedule) }, said)
  })
}

/** @throws UserError for one schedule too many, or one that exists already */
function checkAgainst(all: readonly Schedule[], { channel, expression, everyWeeks, timeZone }: Plan): void {
  const twin = all.find(
    (each) =>
      each.expression === expression &&
      each.everyWeeks === everyWeeks &&
      nameOfZone(each.timeZone) === nameOfZone(timeZone) &&
      each.channel.platform === channel.platform &&
      each.channel.space === channel.space &&
      each.channel.channel === channel.channel,
  )
  if (twin) throw new UserError('error.scheduleTwin', { handle: handleOf(twin.number) })
  if (all.length >= MAX_SCHEDULES) throw new UserError('error.scheduleLimit', { limit: MAX_SCHEDULES })
}

/** A row may hold a zone by an old name. */
function nameOfZone(zone: string | null): string | null {
  return zone === null ? null : zoneName(zone)
}

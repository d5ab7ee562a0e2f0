import type { AutocompleteEvent, Choice, CommandEvent, Message } from '#bot'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { Feature } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { problemsOf } from '../problems/library.ts'
import { ORGANISERS_ONLY } from './access.ts'
import { addSchedule } from './add.ts'
import { listCard } from './cards.ts'
import { changeSchedule, type Wish } from './change.ts'
import type { FlowDeps } from './deps.ts'
import { ALARM, createEngine } from './engine.ts'
import { pauseThere } from './gone.ts'
import { tick } from './rules/calendar.ts'
import { listSchedules, nextIn, nextOf, scheduleOf } from './store.ts'
import { suggest } from './suggest.ts'
import type { AddOptions } from './wish.ts'

export type ScheduleApi = Peers['schedule'] &
  Readonly<{
    /** @throws UserError unless the caller is an organiser and the wish is right: then nothing changed */
    add(event: CommandEvent, caller: Caller, options: AddOptions): Promise<Message | undefined>
    list(caller: Caller): Promise<Message>
    /**
     * Changes the schedule that is named.
     * @throws UserError as `add`, and when somebody else has changed it meanwhile
     */
    change(event: CommandEvent, caller: Caller, handle: string, wish: Wish): Promise<Message | undefined>
    /** What is offered for an option of `/schedule`. */
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

/** Posts challenges when they are due, and lets organisers decide when that is. */
export const schedule: Feature<ScheduleApi> = {
  name: 'schedule',
  create(deps) {
    const engine = createEngine(deps)
    const flow: FlowDeps = { ...deps, engine }
    return {
      api: {
        add: (event, caller, options) => addSchedule(flow, event, caller, options),
        list: (caller) => list(flow, caller),
        change: (event, caller, handle, wish) => changeSchedule(flow, event, caller, handle, wish),
        suggest: (event) => suggest(flow, event),
        nextOf,
        nextIn,
        ownerOf: scheduleOf,
        postingsOf: (groupId) => listSchedules(deps.db, groupId),
        onTimeZone: engine.follow,
      },
      listener: { onGone: (place) => pauseThere(flow, place) },
      alarms: { [ALARM]: engine.onAlarm },
      reconcile: engine.tidy,
    }
  },
}

async function list(deps: FlowDeps, caller: Caller): Promise<Message> {
  requireOrganiser(caller, ORGANISERS_ONLY)
  const { group, t } = caller
  const { db, clock, engine } = deps
  const at = clock.now()
  const all = []
  for (const schedule of await listSchedules(db, group.id)) {
    // What is due this minute is being posted: the list shows what comes after it.
    const { calendar } = tick(schedule.calendar, await engine.zoneFor(db, schedule), at)
    all.push({ schedule: { ...schedule, calendar }, problem: await engine.problemOf(db, schedule) })
  }
  return listCard(t, { problems: await problemsOf(deps, group.id) }, all)
}

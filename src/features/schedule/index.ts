import type { AutocompleteEvent, Choice, CommandEvent, Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature } from '../feature.ts'
import type { Peers } from '../peers.ts'
import { addSchedule } from './add.ts'
import { changeSchedule, type ScheduleChange } from './change.ts'
import type { ScheduleDeps } from './deps.ts'
import { ALARM, createEngine } from './engine.ts'
import { showSchedules } from './list.ts'
import type { AddOptions } from './plan.ts'
import { onPlaceGone } from './repair.ts'
import { nextPosting } from './rules/calendar.ts'
import { getSchedule, listSchedules, nextIn, ownerOf } from './store/schedules.ts'
import { suggest } from './suggest.ts'

export type ScheduleApi = Peers['schedule'] &
  Readonly<{
    /** @throws UserError when the caller is no organiser, or an option is wrong: nothing changes */
    add(event: CommandEvent, caller: Caller, options: AddOptions): Promise<Message | undefined>
    list(caller: Caller): Promise<Message>
    /**
     * Changes the schedule that is named.
     * @throws UserError as `add`, and when somebody else has changed it since the caller looked
     */
    change(
      event: CommandEvent,
      caller: Caller,
      handle: string,
      change: ScheduleChange,
    ): Promise<Message | undefined>
    /** Suggestions for an option of `/schedule`. */
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

/** Posts challenges when they are due, and lets organisers decide when that is. */
export const schedule: Feature<ScheduleApi> = {
  name: 'schedule',
  create(deps) {
    const engine = createEngine(deps)
    const flow: ScheduleDeps = { ...deps, engine }
    return {
      api: {
        add: (event, caller, options) => addSchedule(flow, event, caller, options),
        list: (caller) => showSchedules(flow, caller),
        change: (event, caller, handle, change) => changeSchedule(flow, event, caller, handle, change),
        suggest: (event) => suggest(flow, event),
        async nextOf(db, id) {
          const found = await getSchedule(db, id)
          return found && nextPosting(found.calendar)
        },
        nextIn,
        ownerOf,
        postingsOf: (groupId) => listSchedules(deps.db, groupId),
        onTimeZone: engine.onTimeZone,
      },
      listener: { onGone: (place) => onPlaceGone(flow, place) },
      alarms: { [ALARM]: engine.onAlarm },
      reconcile: engine.restoreAlarms,
    }
  },
}

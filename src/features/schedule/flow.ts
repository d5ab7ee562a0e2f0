import {
  type AutocompleteEvent,
  type Choice,
  type CommandEvent,
  channelToken,
  type Listener,
  type Message,
  type Platform,
  type PlatformName,
  textMessage,
} from '#bot'
import type { Tx } from '../../db/client.ts'
import type { AlarmHandler } from '../../durable/alarms.ts'
import { enqueue } from '../../durable/outbox/index.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { problemsOf } from '../problems/library.ts'
import { suggestTo } from '../problems/suggest.ts'
import type { SettingsFlow } from '../settings/flow.ts'
import { organiserOf } from './access.ts'
import { addSchedule } from './add.ts'
import { listCard, nameOf } from './cards.ts'
import { changeSchedule, type Wish } from './change.ts'
import { ALARM, createEngine, type Engine, type EngineDeps } from './engine.ts'
import { pause, tick } from './rules.ts'
import { listSchedules, lockThere, type Schedule, zoneOf } from './store.ts'
import { type AddOptions, handleOf } from './wish.ts'

export type ScheduleDeps = EngineDeps &
  Readonly<{
    texts: Texts
    settings: SettingsFlow
    platforms: ReadonlyMap<PlatformName, Platform>
  }>

export type ScheduleFlow = Pick<Listener, 'onGone'> &
  Readonly<{
    /** @throws UserError when they are no organiser, or something about the wish is wrong: then nothing changed */
    add(event: CommandEvent, options: AddOptions): Promise<Message | undefined>
    list(event: CommandEvent): Promise<Message>
    /**
     * Changes the schedule that is named.
     * @throws UserError as `add`, and when somebody else has changed it meanwhile
     */
    change(event: CommandEvent, handle: string, wish: Wish): Promise<Message | undefined>
    /** What is offered for an option of `/schedule`. */
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
    /** For `createSettings`: what follows a group's zone moves with it. */
    onTimeZone(tx: Tx, groupId: string): Promise<void>
    alarms: Readonly<Record<string, AlarmHandler>>
    /** Sets the alarms anew; before anything else moves a schedule. */
    tidy(): Promise<void>
  }>

export type FlowDeps = ScheduleDeps & Readonly<{ engine: Engine }>

/** Posts challenges when they are due, and lets organisers decide when that is. */
export function createSchedules(deps: ScheduleDeps): ScheduleFlow {
  const engine = createEngine(deps)
  const flow: FlowDeps = { ...deps, engine }
  return {
    add: (event, options) => addSchedule(flow, event, options),
    list: (event) => list(flow, event),
    change: (event, handle, wish) => changeSchedule(flow, event, handle, wish),
    suggest: (event) => suggest(flow, event),
    onTimeZone: engine.follow,
    onGone: (place) => pauseThere(flow, place),
    alarms: { [ALARM]: engine.onAlarm },
    tidy: engine.tidy,
  }
}

async function list(deps: FlowDeps, event: CommandEvent): Promise<Message> {
  const { db, clock, engine, settings } = deps
  const { group, t } = await organiserOf(settings, event)
  const at = clock.now()
  const all = []
  for (const schedule of await listSchedules(db, group.id)) {
    // What is due this minute is being posted: the list shows what comes after it.
    const { calendar } = tick(schedule.calendar, await engine.zoneFor(db, schedule), at)
    all.push({ schedule: { ...schedule, calendar }, problem: await engine.problemOf(db, schedule) })
  }
  return listCard(t, { problems: await problemsOf(deps, group.id) }, all)
}

/** Discord takes no longer values and labels. */
const MAX_CHOICE = 100

async function suggest(deps: FlowDeps, event: AutocompleteEvent): Promise<readonly Choice[]> {
  const { settings } = deps
  const { typed } = event
  switch (event.option) {
    case 'time-zone':
      return settings.suggestTimeZones(typed)
    case 'problem':
      return suggestTo(deps, event, typed)
    case 'problems': {
      const [, before = '', last = ''] = /^(.*[,，、;；]\s*)?(.*)$/su.exec(typed) ?? []
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

async function suggestSchedules(
  { db, settings }: FlowDeps,
  { actor, typed }: AutocompleteEvent,
): Promise<readonly Choice[]> {
  const group = await settings.knownGroup({ platform: actor.platform, space: actor.space })
  if (!group || !(await settings.organises(actor, group))) return []
  const t = settings.textsFor(actor, group)
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

/** Where a channel is no more, or the bot is no longer let in, nothing can be posted until an organiser looks at it. */
async function pauseThere(
  { db, clock, engine, texts, log }: FlowDeps,
  place: Parameters<Listener['onGone']>[0],
) {
  if ('thread' in place && place.thread !== undefined) return
  await db.transaction(async (tx) => {
    const at = clock.now()
    for (const schedule of await lockThere(tx, place)) {
      if (schedule.calendar.state === 'paused') continue
      const zone = schedule.timeZone ?? (await zoneOf(tx, schedule.groupId))
      const step = pause(schedule.calendar, zone, at)
      // There is nowhere to post what is due this moment.
      const settled = step.settled.map((each) => ({ ...each, outcome: 'missed' as const }))
      await engine.apply(tx, schedule, { ...step, settled }, at)
      // Out of a whole space nobody there can be reached.
      if ('channel' in place) await tellPaused(tx, texts, schedule)
      log.warn({ schedule: schedule.id }, 'its channel is gone, so a schedule was paused')
    }
  })
}

/** Who arranged it is told, before others ask where the challenge is. */
async function tellPaused(tx: Tx, texts: Texts, schedule: Schedule): Promise<void> {
  const { id, number, language, channel, changedBy: user } = schedule
  const t = texts.in(language)
  const text = t('schedule.channelGone', {
    name: nameOf(t, schedule),
    channel: channelToken(channel),
    handle: handleOf(number),
  })
  await enqueue(tx, `schedule:${id}`, user.platform, { kind: 'dm', user, message: textMessage(text) })
}

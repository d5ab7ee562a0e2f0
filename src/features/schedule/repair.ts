import type { GoneEvent } from '#bot'
import type { Tx } from '../../db/client.ts'
import { enqueue } from '../../durable/outbox/index.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { channelGoneMessage } from './cards.ts'
import type { ScheduleDeps } from './deps.ts'
import { pause } from './rules/calendar.ts'
import { lockSchedulesIn, type Schedule } from './store/schedules.ts'

/** Pauses the schedules of a channel or space that is gone, or from which the bot was removed. */
export async function onPlaceGone(
  { db, clock, engine, texts, log }: ScheduleDeps,
  place: GoneEvent['place'],
): Promise<void> {
  if ('thread' in place && place.thread !== undefined) return
  await db.transaction(async (tx) => {
    const at = clock.now()
    for (const schedule of await lockSchedulesIn(tx, place)) {
      if (schedule.calendar.state === 'paused') continue
      const step = pause(schedule.calendar, await engine.zoneFor(tx, schedule), at)
      // An occurrence that is due right now can't be posted anywhere.
      const settled = step.settled.map((each) => ({ ...each, outcome: 'missed' as const }))
      await engine.apply(tx, schedule, { ...step, settled }, at)
      // Without the space nobody there can be reached.
      if ('channel' in place) await tellOrganiser(tx, texts, schedule)
      log.warn({ schedule: schedule.id }, 'paused a schedule, because its channel is gone')
    }
  })
}

async function tellOrganiser(tx: Tx, texts: Texts, schedule: Schedule): Promise<void> {
  const { id, language, changedBy: user } = schedule
  const message = channelGoneMessage(texts.in(language), schedule)
  await enqueue(tx, `schedule:${id}`, user.platform, { kind: 'dm', user, message })
}

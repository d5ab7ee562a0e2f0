import { channelToken, type GoneEvent, textMessage } from '#bot'
import type { Tx } from '../../db/client.ts'
import { enqueue } from '../../durable/outbox/index.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { nameOf } from './cards.ts'
import type { FlowDeps } from './deps.ts'
import { pause } from './rules/calendar.ts'
import { handleOf } from './rules/names.ts'
import { lockThere, type Schedule, zoneOf } from './store.ts'

/** Where a channel is no more, or the bot is no longer let in, nothing can be posted until an organiser looks at it. */
export async function pauseThere({ db, clock, engine, texts, log }: FlowDeps, place: GoneEvent['place']) {
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

import type { Logger } from 'pino'
import type { Platform, PlatformName } from '#bot'
import type { Database } from '../db/client.ts'
import { pruneUploads } from '../db/playground/index.ts'
import { startAlarms } from '../durable/alarms.ts'
import { pruneFailures } from '../durable/attempts.ts'
import type { SharedClock } from '../durable/clock.ts'
import { pruneFormDrafts } from '../durable/form-drafts.ts'
import { pruneEvents } from '../durable/inbound.ts'
import type { Session } from '../durable/lease/session.ts'
import { type PictureRenderer, pruneDeliveries, startDeliveries } from '../durable/outbox/index.ts'
import type { Features } from './features.ts'
import { startHousekeeping } from './housekeeping.ts'
import type { Metrics } from './metrics.ts'

export type WorkersDeps = Readonly<{
  database: Database
  session: Session
  clock: SharedClock
  platforms: ReadonlyMap<PlatformName, Platform>
  renderer: PictureRenderer
  features: Features
  metrics: Metrics
  log: Logger
}>

/** Starts all that works in the background: deliveries, alarms, the features' workers, housekeeping. */
export function startWorkers(deps: WorkersDeps): AsyncDisposableStack {
  const { database, session, clock, platforms, renderer, features, metrics, log } = deps
  const { db, listen } = database
  const started = new AsyncDisposableStack()
  const deliveries = startDeliveries({
    db,
    listen,
    platforms,
    log,
    renderer,
    session,
    onDeadLetter: features.onDeadLetter,
    onOutcome: (outcome, kind, platform, waitedMs) => {
      metrics.deliveries.inc({ outcome, kind, platform })
      if (outcome === 'sent') metrics.deliveryWait.observe(waitedMs / 1000)
    },
  })
  started.defer(deliveries.stop)
  const alarms = startAlarms({
    db,
    listen,
    clock,
    log,
    handlers: features.alarms,
    onHandled: (_, lateMs) => metrics.alarmLateness.observe(lateMs / 1000),
  })
  started.defer(alarms.stop)
  for (const worker of features.startWorkers()) started.defer(worker.stop)
  // After a change of speed an alarm may be due before the timer that was set for it.
  clock.onChange(alarms.wake)
  started.defer(clock.follow(listen, log))
  const housekeeping = startHousekeeping(
    [
      () => pruneEvents(db),
      () => pruneFailures(db),
      () => pruneDeliveries(db),
      () => pruneFormDrafts(db),
      () => pruneUploads(db),
      features.housekeeping,
    ],
    log,
  )
  started.defer(housekeeping.stop)
  return started
}

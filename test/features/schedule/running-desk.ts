import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { UserError } from '#bot'
import { alarms, occurrences, schedules as table } from '../../../src/db/schema.ts'
import { startAlarms } from '../../../src/durable/alarms.ts'
import type { Peers } from '../../../src/features/peers.ts'
import { type ManualClock, manualClock } from '../../support/clock.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { commandBy, type Desk, newGroup, openDesk, T0, type TestGroup } from './fixtures.ts'

type Change = 'pause' | 'resume' | 'skip' | 'run' | 'remove'

/** The schedule feature with running alarms, for the tests of a file. Each test has a new group and no schedules. */
export function useRunningDesk() {
  const fixture = new RunningDesk()
  beforeAll(async () => {
    fixture.database = await testDatabase()
  })
  afterAll(() => fixture.database.close())
  beforeEach(async () => {
    await fixture.database.db.delete(table)
    await fixture.database.db.delete(alarms)
    fixture.clock = manualClock(T0)
    fixture.group = newGroup()
    fixture.start()
  })
  afterEach(() => fixture.stop())
  return fixture
}

class RunningDesk {
  declare database: TestDatabase
  declare clock: ManualClock
  declare group: TestGroup
  declare desk: Desk
  /** Stops the alarms. */
  declare stop: () => Promise<void>

  start(openChallenge: Peers['challenge']['open'] = async () => crypto.randomUUID()): void {
    const { db, listen } = this.database
    const { clock } = this
    this.desk = openDesk({ database: this.database, clock, openChallenge })
    const log = pino({ level: 'silent' })
    const handlers = this.desk.schedules.alarms
    const running = startAlarms({ db, listen, clock, log, handlers, retryMs: 5 })
    this.stop = () => running.stop()
  }

  /** `/schedule add`: every Monday at 18:00 in Berlin, unless `options` say otherwise. */
  add(options: Partial<Parameters<Desk['schedules']['add']>[1]> = {}, who = this.group.olga) {
    return this.desk.schedules.add(commandBy(who), {
      channel: 'challenges',
      day: 'mon',
      time: '18:00',
      timeZone: 'Europe/Berlin',
      ...options,
    })
  }

  change(kind: Change, handle = '#1', who = this.group.olga) {
    return this.desk.schedules.change(commandBy(who), handle, { kind })
  }

  pauseUntil(until: string) {
    return this.desk.schedules.change(commandBy(this.group.olga), '#1', { kind: 'pause', until })
  }

  suggested(option: string, typed: string, actor = this.group.olga) {
    return this.desk.schedules.suggest({
      kind: 'autocomplete',
      actor,
      channel: this.group.channel,
      name: 'schedule',
      option,
      typed,
      suggest: async () => undefined,
    })
  }

  /** Waits until this many challenges were opened. */
  posted(count: number) {
    return until(() => this.desk.wishes.length >= count)
  }

  /** Waits until this many occurrences are recorded. */
  settled(count: number) {
    return until(async () => (await this.database.db.select().from(occurrences)).length >= count)
  }

  async row() {
    const [found] = await this.database.db.select().from(table)
    return found ?? expect.unreachable('no schedule')
  }
}

export async function refusal(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof UserError ? error : expect.unreachable(`no refusal: ${error}`)
}

export async function keyOf(work: Promise<unknown>): Promise<string> {
  return (await refusal(work)).key
}

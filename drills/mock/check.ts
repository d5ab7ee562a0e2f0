import type { Difference, Note } from '../difference.ts'
import type { Fixture } from '../fixture.ts'
import { asking } from '../postgres.ts'
import { pause } from '../wait.ts'
import { compareCourse, compareEnds, compareOrder } from './compare-posted.ts'
import { compareScores } from './compare-scores.ts'
import { compareStored } from './compare-stored.ts'
import { lateness } from './lateness.ts'
import { readPosted } from './posted.ts'
import type { MockRun } from './run.ts'
import { outboxOf, readStored, type Stored } from './stored.ts'

export type CheckOptions = Readonly<{
  /** How long before the end a message may count as written after it. */
  slackMs: number
  /** Log kinds of a mock whose messages the service never accepts. */
  refused?: ReadonlySet<string>
}>

export type Checked = Readonly<{
  differences: readonly Difference[]
  /** The delay of each stage's announcement, in milliseconds of real time. */
  lateness: readonly number[]
}>

/** How long what was confirmed may take until it is there, once all faults are over. */
const GRACE_MS = 60_000

/** Compares until nothing differs or the grace period is over. */
export async function check(
  fixture: Fixture,
  runs: readonly MockRun[],
  options: CheckOptions,
): Promise<Checked> {
  const deadline = Date.now() + GRACE_MS
  for (;;) {
    const { waiting } = await asking(fixture.sql, outboxOf)
    const found = await Promise.all(runs.map((run) => checkRun(fixture, run, options)))
    const differences = found.flatMap((each) => each.differences)
    if (waiting > 0) differences.push({ kind: 'lost', mock: 'outbox', what: `${waiting} deliveries wait` })
    differences.push(...fixture.service.audit())
    if (differences.length === 0 || Date.now() > deadline)
      return { differences, lateness: found.flatMap((each) => each.lateness) }
    await pause(500)
  }
}

async function checkRun(fixture: Fixture, run: MockRun, options: CheckOptions): Promise<Checked> {
  const { eventLog, channel, thread } = run
  const differences: Difference[] = []
  const note: Note = (kind, what) => differences.push({ kind, mock: eventLog.plan.name, what })
  const stored = await asking(fixture.sql, (sql) => readStored(sql, channel.id))
  const open = stored.filter(({ state }) => state.phase !== 'cancelled')
  const [mock] = open
  for (const what of eventLog.stuck) note('lost', what)
  if (open.length > 1) note('doubled', `${open.length} mocks in one channel`)
  if (eventLog.lapsed || !thread || !mock) return { differences, lateness: [] }
  const posts = readPosted(thread)
  compareStored(eventLog, mock, { over: overAt(fixture, mock), slackMs: options.slackMs }, note)
  compareOrder(posts, 'thread', note)
  compareOrder(readPosted(channel), 'channel', note)
  compareCourse(posts, mock, options.refused ?? new Set(), note)
  compareScores(eventLog, posts, mock, note)
  compareEnds(readPosted(channel), posts, note)
  compareTime(eventLog.plan.minutes, mock, note)
  return { differences, lateness: lateness(posts, mock, fixture.realOf) }
}

function overAt(fixture: Fixture, { state }: Stored): number {
  return fixture.realOf(state.endedAt ?? Number.POSITIVE_INFINITY)
}

/** A mock that ran out took exactly its minutes, and its pauses on top. */
function compareTime(minutes: number, { state }: Stored, note: Parameters<typeof compareScores>[3]): void {
  const { log = [], startedAt = 0, endedAt = 0 } = state
  if (log.some(({ kind, stage }) => kind === 'ended' || (kind === 'skipped' && stage === 7))) return
  const paused = log.reduce(
    (sum, { kind, at }) => sum + (kind === 'paused' ? -at : kind === 'resumed' ? at : 0),
    0,
  )
  // Somebody may have moved on while it was paused: then nobody resumed.
  const pairs = log.filter(({ kind }) => kind === 'paused').length
  if (pairs !== log.filter(({ kind }) => kind === 'resumed').length) return
  const took = endedAt - startedAt - paused
  if (took !== minutes * 60_000) note('wrong', `it took ${took / 60_000} minutes without pauses`)
}

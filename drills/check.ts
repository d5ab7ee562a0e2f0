import { compareCourse, compareEnds, compareOrder } from './compare-posted.ts'
import { compareScores } from './compare-scores.ts'
import { compareStored } from './compare-stored.ts'
import type { Difference, Note } from './difference.ts'
import { lateness } from './lateness.ts'
import type { Life } from './life.ts'
import { readPosted } from './posted.ts'
import { asking } from './postgres.ts'
import { outboxOf, readStored, type Stored } from './stored.ts'
import type { Town } from './town.ts'
import { pause } from './wait.ts'

export type CheckOptions = Readonly<{
  /** How long before the end a message may count as written after it. */
  slackMs: number
  /** What the service never accepts, in the words of a mock's log. */
  refused?: ReadonlySet<string>
}>

export type Checked = Readonly<{
  differences: readonly Difference[]
  /** Of each stage's announcement, in milliseconds of real time. */
  lateness: readonly number[]
}>

/** How long what was confirmed may take until it is there, once all faults are over. */
const GRACE_MS = 60_000

/** Compares until nothing differs, or the grace is over. */
export async function check(town: Town, lives: readonly Life[], options: CheckOptions): Promise<Checked> {
  const deadline = Date.now() + GRACE_MS
  for (;;) {
    const { waiting } = await asking(town.sql, outboxOf)
    const found = await Promise.all(lives.map((life) => checkLife(town, life, options)))
    const differences = found.flatMap((each) => each.differences)
    if (waiting > 0) differences.push({ kind: 'lost', mock: 'outbox', what: `${waiting} deliveries wait` })
    differences.push(...town.service.audit())
    if (differences.length === 0 || Date.now() > deadline)
      return { differences, lateness: found.flatMap((each) => each.lateness) }
    await pause(500)
  }
}

async function checkLife(town: Town, life: Life, options: CheckOptions): Promise<Checked> {
  const { diary, channel, thread } = life
  const differences: Difference[] = []
  const note: Note = (kind, what) => differences.push({ kind, mock: diary.plan.name, what })
  const stored = await asking(town.sql, (sql) => readStored(sql, channel.id))
  const open = stored.filter(({ state }) => state.phase !== 'cancelled')
  const [mock] = open
  for (const what of diary.stuck) note('lost', what)
  if (open.length > 1) note('doubled', `${open.length} mocks in one channel`)
  if (diary.lapsed || !thread || !mock) return { differences, lateness: [] }
  const posts = readPosted(thread)
  compareStored(diary, mock, { over: overAt(town, mock), slackMs: options.slackMs }, note)
  compareOrder(posts, 'thread', note)
  compareOrder(readPosted(channel), 'channel', note)
  compareCourse(posts, mock, options.refused ?? new Set(), note)
  compareScores(diary, posts, mock, note)
  compareEnds(readPosted(channel), posts, note)
  compareTime(diary.plan.minutes, mock, note)
  return { differences, lateness: lateness(posts, mock, town.realOf) }
}

function overAt(town: Town, { state }: Stored): number {
  return town.realOf(state.endedAt ?? Number.POSITIVE_INFINITY)
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

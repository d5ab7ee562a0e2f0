import { pino } from 'pino'
import type {
  Action,
  ActionEvent,
  Actor,
  ChannelRef,
  FileRef,
  FormEvent,
  FormValues,
  MessageRef,
  Platform,
  PlatformName,
  Reply,
  SeenMessage,
} from '#bot'
import { deliveries } from '../../../src/db/schema.ts'
import { startAlarms } from '../../../src/durable/alarms.ts'
import { findSlot, startDeliveries } from '../../../src/durable/outbox/index.ts'
import { challenge as feature } from '../../../src/features/challenge/index.ts'
import {
  findSubmission,
  findSubmissionBy,
  listSubmissions,
} from '../../../src/features/challenge/store/submissions.ts'
import { slotOf, streamOf, THREAD } from '../../../src/features/challenge/streams.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import type { ChallengeWish, Peers } from '../../../src/features/peers.ts'
import { DAY } from '../../../src/kit/durations.ts'
import { manualClock } from '../../support/clock.ts'
import { content } from '../../support/content.ts'
import { testDatabase } from '../../support/database.ts'
import { drive, featureDeps, NO_PEERS } from '../../support/features.ts'
import { NO_PICTURES } from '../../support/no-pictures.ts'
import { until } from '../../support/until.ts'
import { person, reactivePlatform, refOf } from './platform.ts'

export const T0 = Date.parse('2026-03-01T17:00:00Z')
const CHANNEL: ChannelRef = { platform: 'discord', space: 's', channel: 'c' }

export type ChallengeFixture = Awaited<ReturnType<typeof openChallengeFixture>>

/** Challenges on a real database and a manual clock, with a platform in memory that has reactions. */
export async function openChallengeFixture() {
  const database = await testDatabase()
  const { db, listen } = database
  const clock = manualClock(T0)
  const log = pino({ level: 'silent' })
  const { platform, deleted, ...onPlatform } = reactivePlatform()
  const { threads, files, standing } = onPlatform
  const platforms: ReadonlyMap<PlatformName, Platform> = new Map([['discord', platform]])
  const schedule: Peers['schedule'] = {
    ...NO_PEERS.schedule,
    nextOf: async () => T0 + 14 * DAY,
    nextIn: async () => T0 + 3 * DAY,
    ownerOf: async () => ({ number: 3, changedBy: refOf('olga') }),
  }
  const peers: Peers = { ...NO_PEERS, schedule }
  const challenges = drive(feature, featureDeps({ db, listen, clock, content, platforms, log, peers }))
  const outbox = startDeliveries({
    db,
    listen,
    platforms,
    log,
    renderer: NO_PICTURES,
    // The outbox then gives up within a second instead of ten minutes.
    retryMs: 1,
    onDeadLetter: (stream, delivery, error) => challenges.onDeadLetter(stream, delivery, error),
  })
  const startRinging = () => startAlarms({ db, listen, clock, log, handlers: challenges.alarms })
  let alarms = startRinging()
  const workers = challenges.startWorkers()
  const group = await groupAt(db, person('olga'))
  let events = 0

  const interaction = (actor: Actor) => ({
    id: `event-${++events}`,
    actor,
    channel: CHANNEL,
    missing: [],
    threads: true,
    defer: async () => undefined,
    reply: async () => undefined,
    tell: async () => undefined,
    openForm: async () => undefined,
  })

  const fixture = {
    database,
    clock,
    challenges,
    ...onPlatform,
    async open(wish: Partial<ChallengeWish> = {}): Promise<string> {
      const at = clock.now()
      const id = await db.transaction((tx) =>
        challenges.open(tx, {
          groupId: group.id,
          scheduleId: '00000000-0000-4000-8000-000000000001',
          channel: CHANNEL,
          problem: 'fraud-detection',
          language: 'en',
          blind: false,
          timeZone: 'UTC',
          postedAt: at,
          deadlineAt: at + 7 * DAY,
          dueAt: at,
          ...wish,
        }),
      )
      await fixture.sent()
      return id
    },
    /** A thread is deleted without an event. */
    loseThread({ thread = '' }: ChannelRef) {
      deleted.add(thread)
    },
    /** A message is deleted without an event. */
    loseMessage(message: string) {
      deleted.add(message)
    },
    /** A moderator deletes one of the bot's messages. */
    async moderate(ref: MessageRef) {
      deleted.add(ref.message)
      await challenges.onMessage({ kind: 'message', change: 'deleted', id: `gone:${ref.message}`, ref })
      await fixture.sent()
    },
    /** Waits until nothing is left to send. */
    sent: () =>
      until(async () => (await db.select().from(deliveries)).every(({ state }) => state === 'dead')),
    act(user: string, action: Action, value?: string): Promise<Reply> {
      const event: ActionEvent = {
        ...interaction(person(user)),
        kind: 'action',
        action,
        ...(value !== undefined && { value }),
      }
      return challenges.run(event)
    },
    submit(user: string, action: Action, values: FormValues, sent: Record<string, FileRef> = {}) {
      const event: FormEvent = { ...interaction(person(user)), kind: 'form', action, values, files: sent }
      return challenges.run(event)
    },
    /** Hands in a file, and waits until it is posted in the thread. */
    async handIn(user: string, challengeId: string, text: string): Promise<string> {
      const file = { id: `f${++events}`, name: 'answer.md', bytes: text.length, url: 'x:' }
      files.set(file.id, new TextEncoder().encode(text))
      await fixture.submit(user, { name: 'challenge.file-sent', args: [challengeId] }, {}, { file })
      await fixture.sent()
      const submission = await findSubmissionBy(db, challengeId, user)
      if (!submission) throw new Error(`${user} has handed in nothing`)
      return submission.id
    },
    async headOf(submissionId: string): Promise<MessageRef> {
      const submission = await findSubmission(db, submissionId)
      const place = await findSlot(db, streamOf(submission?.challengeId ?? ''), slotOf(submissionId))
      if (!place || !('message' in place)) throw new Error('the answer is not posted')
      return place
    },
    async threadOf(challengeId: string): Promise<ChannelRef> {
      const place = await findSlot(db, streamOf(challengeId), THREAD)
      if (!place) throw new Error('there is no thread')
      return place
    },
    /** A member writes in the thread. */
    async say(
      user: string,
      challengeId: string,
      text: string,
      at = clock.now(),
      id = `said-${++events}`,
      sent: readonly FileRef[] = [],
    ) {
      const ref = { ...(await fixture.threadOf(challengeId)), message: id }
      const author = { ...person(user), name: user, bot: false }
      const message: SeenMessage = { ref, author, text, files: sent, writtenAt: at, at }
      const before = threads.findIndex((each) => each.ref.message === id)
      if (before >= 0) threads.splice(before, 1)
      threads.push(message)
      await challenges.onMessage({ kind: 'message', change: 'posted', id: `${id}:${at}`, message })
      await fixture.sent()
      return message
    },
    /** Adds a reaction; `unheard`: without an event. */
    async react(user: string, submissionId: string, emoji: string, how: 'heard' | 'unheard' = 'heard') {
      const message = await fixture.headOf(submissionId)
      const on = standing.get(message.message) ?? new Set()
      standing.set(message.message, on.add(`${emoji} ${user}`))
      if (how === 'heard')
        await challenges.onReaction({ kind: 'reaction', message, user: person(user), emoji, added: true })
    },
    async unreact(user: string, submissionId: string, emoji: string, how: 'heard' | 'unheard' = 'heard') {
      const message = await fixture.headOf(submissionId)
      standing.get(message.message)?.delete(`${emoji} ${user}`)
      if (how === 'heard')
        await challenges.onReaction({ kind: 'reaction', message, user: person(user), emoji, added: false })
    },
    /** The stored votes by reaction: `voter criterion level`. */
    async votes(submissionId: string): Promise<readonly string[]> {
      const rows = await database.sql<{ vote: string }[]>`
        select voter || ' ' || criterion || ' ' || level as vote from votes v
        join submissions s on s.answer_id = v.answer_id
        where s.id = ${submissionId} and v.source = 'reaction' order by 1`
      return rows.map(({ vote }) => vote)
    },
    /** Waits until no recount is due. */
    counted: () =>
      until(async () => {
        const [row] =
          await database.sql`select count(*)::int as n from submissions where recount_at is not null`
        return row?.n === 0
      }),
    submissions: (challengeId: string) => listSubmissions(db, challengeId),
    async close() {
      await alarms.stop()
      for (const worker of workers) await worker.stop()
      await outbox.stop()
      await database.close()
    },
    /** Lets bot time pass; alarms ring when they are due. */
    async pass(ms: number) {
      const end = clock.now() + ms
      for (;;) {
        const [next] = await database.sql<{ at: number | null }[]>`
          select min(due_at)::float8 as at from alarms where due_at <= ${end} and not dead`
        const at = next?.at ?? undefined
        if (at === undefined) break
        clock.set(Math.max(at, clock.now()))
        await fixture.rung()
      }
      clock.set(end)
      await fixture.sent()
    },
    /** Lets bot time pass while the bot is not running. */
    async sleep(ms: number) {
      await alarms.stop()
      clock.advance(ms)
      alarms = startRinging()
    },
    /** Waits until all alarms that are due have rung. */
    async rung() {
      alarms.wake()
      await until(async () => {
        const [row] = await database.sql`
          select count(*)::int as n from alarms where due_at <= ${clock.now()} and not dead`
        return row?.n === 0
      })
    },
  }
  return fixture
}

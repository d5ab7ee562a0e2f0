import type { ChannelRef, FileRef, Language, MessageRef, Platform, PlatformName, SeenMessage } from '#bot'
import { PlatformError } from '#bot'
import { deliveries } from '../../../src/db/schema.ts'
import { rememberSlot } from '../../../src/durable/outbox/slots.ts'
import { answerOfMock, listParts } from '../../../src/features/answers/store.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import type { MockDeps } from '../../../src/features/mock/deps.ts'
import { createEngine } from '../../../src/features/mock/engine.ts'
import { newMock } from '../../../src/features/mock/rules/step.ts'
import { insertMock } from '../../../src/features/mock/store.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { manualClock } from '../../support/clock.ts'
import { content } from '../../support/content.ts'
import type { TestDatabase } from '../../support/database.ts'
import { featureDeps } from '../../support/features.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'
import { ana, PLAN, T0 } from './fixtures.ts'

const texts = loadTexts()

/** Each mock has a channel of its own, also those of several fixtures on one database. */
let channels = 0

/** Solo mocks of Ana's in threads of their own, on a platform in memory that has messages and files. */
export function mockThreads(database: TestDatabase) {
  const clock = manualClock(T0)
  /** The bytes that the platform sends, by the files' ids. */
  const files = new Map<string, Uint8Array | PlatformError>()
  const fetched: string[] = []
  const reading: Pick<Platform, 'readMessages' | 'readReactions'> = {
    readMessages: async () => ({ messages: [], complete: true }),
    readReactions: async () => [],
  }
  const platforms: ReadonlyMap<PlatformName, Platform> = new Map([
    [
      'discord',
      {
        ...scriptedPlatform('discord'),
        readMessages: (thread: ChannelRef) => reading.readMessages(thread),
        readReactions: (ref: MessageRef) => reading.readReactions(ref),
        async download({ id }: FileRef, maxBytes: number) {
          fetched.push(id)
          const bytes = files.get(id) ?? new PlatformError('gone', 'the file was deleted')
          if (bytes instanceof Error) throw bytes
          if (bytes.length > maxBytes) throw new PlatformError('invalid', 'the file is too large')
          return bytes
        },
      },
    ],
  ])
  const base = featureDeps({ ...database, clock, content, texts, platforms })
  const deps: MockDeps = { ...base, engine: createEngine(base) }

  return {
    deps,
    clock,
    files,
    fetched,
    reading,
    async running(language: Language = 'en') {
      const { db, engine } = deps
      const { id: groupId } = await groupAt(db, ana.user)
      const number = ++channels
      const channel = { platform: 'discord', space: 's', channel: `c${number}` } as const
      const thread: ChannelRef = { ...channel, thread: `t${number}` }
      const mock = {
        groupId,
        channel,
        problem: 'fraud-detection',
        own: null,
        language,
        minutes: 45,
      } as const
      const id = await db.transaction(async (tx) => {
        const inserted = await insertMock(tx, { ...mock, state: newMock(ana.user, PLAN, T0) }, T0 + number)
        if (inserted === undefined) throw new Error('no mock')
        await rememberSlot(tx, { stream: inserted, slot: 'thread' }, thread)
        return inserted
      })
      await engine.advance(id, () => ({ kind: 'start', by: ana, at: T0 }))
      const end = () => engine.advance(id, () => ({ kind: 'end', by: ana, at: T0 + 60_000, revision: 1 }))
      const reveal = () => engine.advance(id, () => ({ kind: 'reveal', by: ana, at: T0 + 120_000 }))
      return { id, thread, end, reveal }
    },
    /** The texts of a mock's answer. */
    async stored(mock: string): Promise<readonly string[]> {
      const answer = await answerOfMock(deps.db, mock)
      return answer ? (await listParts(deps.db, answer.id)).map(({ text }) => text) : []
    },
    /** The kept files of a mock's answer: `name type bytes`. */
    async kept(mock: string): Promise<readonly string[]> {
      const rows = await database.sql<{ file: string }[]>`
        select w.name || ' ' || w.media_type || ' ' || octet_length(w.bytes) as file
        from whiteboards w join answer_parts p on p.id = w.part_id join answers a on a.id = p.answer_id
        where a.mock_id = ${mock} order by w.id`
      return rows.map(({ file }) => file)
    },
    /** The direct messages that are to be sent. */
    async told(): Promise<readonly string[]> {
      const rows = await deps.db.select().from(deliveries).orderBy(deliveries.id)
      return rows.filter(({ kind }) => kind === 'dm').map(({ payload }) => JSON.stringify(payload))
    },
    /** The messages that are to be posted in a mock's thread. */
    async posted(mock: string): Promise<string> {
      const rows = await deps.db.select().from(deliveries).orderBy(deliveries.id)
      return rows
        .filter(({ stream }) => stream === mock)
        .map(({ payload }) => JSON.stringify(payload))
        .join('\n')
    },
  }
}

/** A message of Ana's. @param writtenAt in seconds since the start */
export function said(
  thread: ChannelRef,
  message: string,
  text: string,
  writtenAt: number,
  at = writtenAt,
  files: readonly FileRef[] = [],
): SeenMessage {
  const author = { ...ana.user, name: 'Ana', bot: false }
  const times = { writtenAt: T0 + writtenAt * 1000, at: T0 + at * 1000 }
  return { ref: { ...thread, message }, author, text, files, ...times }
}

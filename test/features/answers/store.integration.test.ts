import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerParts, answers, groups } from '../../../src/db/schema.ts'
import { diagramsIn, NO_DIAGRAMS } from '../../../src/features/answers/rules.ts'
import {
  countDiagrams,
  deletePart,
  filePart,
  findPart,
  listParts,
  savePart,
} from '../../../src/features/answers/store.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'

let database: TestDatabase
let answerId: string

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  const [group] = await db
    .insert(groups)
    .values({ language: 'en', timeZone: 'UTC', defaultMinutes: 45 })
    .returning()
  const author = { platform: 'discord', space: 's', author: 'ana' } as const
  const [answer] = await db
    .insert(answers)
    .values({ groupId: group?.id ?? '', problem: 'fraud-detection', language: 'en', ...author })
    .returning()
  answerId = answer?.id ?? ''
})
afterAll(() => database?.close())

let ids = 0
const nextId = () => ({ answerId, source: 'message' as const, sourceId: `m${++ids}` })

describe('a part of an answer', () => {
  it('has its last text, in whatever order its events come, and however often', async () => {
    const posted = { text: 'first', editedAt: 1000 }
    const edited = { text: 'second', editedAt: 2000 }
    const last = { text: 'third', editedAt: 3000 }
    const order = fc.shuffledSubarray([posted, edited, last, last, posted, edited], { minLength: 6 })
    await fc.assert(
      fc.asyncProperty(order, async (events) => {
        const part = nextId()
        for (const event of events)
          await savePart(database.db, { ...part, diagrams: NO_DIAGRAMS, stage: 0, ...event })
        expect((await findPart(database.db, part))?.text).toBe('third')
      }),
      { numRuns: 25 },
    )
  })

  it('stays deleted, also when its deletion comes first', async () => {
    const part = nextId()
    await deletePart(database.db, { ...part, stage: 0, at: 1 })
    await savePart(database.db, { ...part, diagrams: NO_DIAGRAMS, stage: 0, text: 'late', editedAt: 2 })
    await savePart(database.db, { ...part, diagrams: NO_DIAGRAMS, stage: 0, text: 'later', editedAt: 3 })
    expect(await findPart(database.db, part)).toBeUndefined()
    const stored = (await database.db.select().from(answerParts)).find(
      ({ sourceId }) => sourceId === part.sourceId,
    )
    expect(stored?.text).toBe('')
  })

  it('keeps no text when it is deleted', async () => {
    const part = nextId()
    await savePart(database.db, { ...part, diagrams: NO_DIAGRAMS, stage: 0, text: 'secret', editedAt: 1 })
    await deletePart(database.db, { ...part, stage: 0, at: 2 })
    const texts = (await database.db.select().from(answerParts)).map(({ text }) => text)
    expect(texts).not.toContain('secret')
  })

  it('is listed under the stage that its author filed it under, until that is undone', async () => {
    const part = nextId()
    const id = await savePart(database.db, {
      ...part,
      diagrams: NO_DIAGRAMS,
      stage: 4,
      text: 'a label delay',
      editedAt: 1,
    })
    const stage = async () => (await listParts(database.db, answerId)).find((each) => each.id === id)?.stage
    expect(await stage()).toBe(4)
    await filePart(database.db, { ...part, stage: 2 })
    expect(await stage()).toBe(2)
    await filePart(database.db, { ...part, stage: null, from: 5 })
    expect(await stage()).toBe(2)
    await filePart(database.db, { ...part, stage: null, from: 2 })
    expect(await stage()).toBe(4)
  })

  it('has its diagrams, also where a version of the bot that did not know them changed the text', async () => {
    const two = '```mermaid\na\n```\n```mermaid\nb\n```'
    const part = nextId()
    const before = await countDiagrams(database.db, answerId)
    await savePart(database.db, { ...part, stage: 0, text: two, diagrams: diagramsIn(two), editedAt: 1 })
    expect((await findPart(database.db, part))?.diagrams).toEqual({ editedAt: 1, sources: ['a', 'b'], of: 2 })
    // The stored diagrams count: nothing is read again.
    await savePart(database.db, { ...part, stage: 0, text: 'x', diagrams: diagramsIn(two), editedAt: 2 })
    expect(await countDiagrams(database.db, answerId)).toBe(before + 2)
    // An older event changes neither.
    await savePart(database.db, { ...part, stage: 0, text: 'y', diagrams: NO_DIAGRAMS, editedAt: 1 })
    expect(await findPart(database.db, part)).toMatchObject({ text: 'x', diagrams: { of: 2 } })
    const old = { text: '```mermaid\nc\n```', editedAt: 3 }
    await database.db.update(answerParts).set(old).where(eq(answerParts.sourceId, part.sourceId))
    expect((await findPart(database.db, part))?.diagrams).toEqual({ sources: ['c'], of: 1 })
    await database.db
      .update(answerParts)
      .set({ diagrams: null })
      .where(eq(answerParts.sourceId, part.sourceId))
    expect(await countDiagrams(database.db, answerId)).toBe(before + 1)
  })

  it('takes any text, NUL and half characters too', async () => {
    const part = nextId()
    await savePart(database.db, {
      ...part,
      diagrams: NO_DIAGRAMS,
      stage: 0,
      text: 'a\0b\ud83dc',
      editedAt: 1,
    })
    expect((await findPart(database.db, part))?.text).toBe('ab\ufffdc')
  })
})

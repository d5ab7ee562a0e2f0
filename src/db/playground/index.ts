import { and, asc, eq, inArray, isNull, lt, sql as statement } from 'drizzle-orm'
import type { PlaygroundStorage } from '../../platforms/playground/storage.ts'
import type { Database, Db } from '../client.ts'
import { playgroundFiles as files, playgroundPeople as people } from '../schema.ts'
import { notify, onChanges } from './changing.ts'
import { reading } from './reading.ts'
import { writing } from './writing.ts'

/** The playground's storage, shared by all replicas. */
export function createPlaygroundStorage({ db, listen }: Pick<Database, 'db' | 'listen'>): PlaygroundStorage {
  return {
    ...reading(db),
    ...writing(db),
    async settle(wanted) {
      if (wanted.length > 0)
        await db
          .insert(people)
          .values([...wanted])
          .onConflictDoNothing()
    },
    people: () => db.select().from(people).orderBy(asc(people.id)),
    async rename(person, name) {
      await db.transaction(async (tx) => {
        await tx.update(people).set({ name }).where(eq(people.id, person))
        await notify(tx, 'people')
      })
    },
    async upload(file, owner) {
      await db.insert(files).values({ ...file, owner })
    },
    async uploaded(ids, owner) {
      if (ids.length === 0) return []
      const rows = await db
        .select({ id: files.id, name: files.name, mediaType: files.mediaType, bytes: SIZE })
        .from(files)
        .where(and(inArray(files.id, [...ids]), eq(files.owner, owner), isNull(files.messageId)))
      return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
    },
    async fileSize(id) {
      const [row] = await db.select({ bytes: SIZE }).from(files).where(eq(files.id, id))
      return row?.bytes
    },
    async file(id) {
      const { name, mediaType, bytes } = files
      const [row] = await db
        .select({ id: files.id, name, mediaType, bytes })
        .from(files)
        .where(eq(files.id, id))
      return row
    },
    listen: (onChange) => onChanges(listen, onChange),
  }
}

const SIZE = statement<number>`octet_length(${files.bytes})`

/** Deletes uploads that nobody has posted within a day. */
export async function pruneUploads(db: Db): Promise<void> {
  await db
    .delete(files)
    .where(and(isNull(files.messageId), lt(files.createdAt, statement`now() - interval '1 day'`)))
}

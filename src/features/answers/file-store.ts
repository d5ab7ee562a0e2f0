import { and, asc, count, eq, inArray, like, notInArray, sql } from 'drizzle-orm'
import type { DbOrTx, Tx } from '../../db/client.ts'
import { answerFiles, answerParts } from '../../db/schema.ts'
import { stageOfPart } from './store.ts'

/** Files of an answer that are kept; a message has ten at most. */
export const MAX_FILES = 200
/** Bytes of pictures that are stored per answer. Of further ones only names are stored, and they stay in the thread. */
const MAX_STORED_BYTES = 100 * 1024 * 1024

const NO_BYTES = new Uint8Array()

/** `mediaType`: empty where nobody knows it yet. */
export type NewFile = Readonly<{ fileId: string; name: string; mediaType: string }>

/** A file of a part. `sourceId`: the platform's id of the message that it is attached to. */
export type KeptFile = Readonly<{ name: string; stage: number; sourceId: string }>

/**
 * Makes these the files of a part. Runs in the transaction that saves the part.
 * @param part `editedAt` of the wording that has the files: an older wording changes nothing
 * @returns the files that were not kept, because the answer has too many
 */
export async function keepFiles(
  tx: Tx,
  { answerId, partId, editedAt }: Readonly<{ answerId: string; partId: number; editedAt: number }>,
  files: readonly NewFile[],
): Promise<readonly NewFile[]> {
  const [part] = await tx
    .select({ editedAt: answerParts.editedAt })
    .from(answerParts)
    .where(eq(answerParts.id, partId))
  if (part?.editedAt !== editedAt) return []
  const ids = files.map(({ fileId }) => fileId)
  await tx
    .delete(answerFiles)
    .where(
      and(eq(answerFiles.partId, partId), ids.length > 0 ? notInArray(answerFiles.fileId, ids) : undefined),
    )
  if (files.length === 0) return []
  const known = await tx
    .select({ fileId: answerFiles.fileId })
    .from(answerFiles)
    .where(eq(answerFiles.partId, partId))
  const added = files.filter(({ fileId }) => !known.some((each) => each.fileId === fileId))
  const room = Math.max(0, MAX_FILES - (await countFiles(tx, answerId)))
  const kept = added.slice(0, room)
  if (kept.length > 0)
    await tx
      .insert(answerFiles)
      .values(kept.map((file) => ({ partId, ...file, bytes: NO_BYTES })))
      .onConflictDoNothing()
  return added.slice(room)
}

/** Gives the files of a part the ids that they have in a copy of their message, by their names. */
export async function renameFiles(
  tx: Tx,
  partId: number,
  files: readonly Readonly<{ id: string; name: string }>[],
): Promise<void> {
  const names = files.map(({ name }) => name)
  // The ids of two files with one name can't be told apart, so they stay as they are.
  for (const { id, name } of files)
    if (names.indexOf(name) === names.lastIndexOf(name))
      await tx
        .update(answerFiles)
        .set({ fileId: id })
        .where(and(eq(answerFiles.partId, partId), eq(answerFiles.name, name)))
}

/** The files of a part whose bytes are not stored, with their types. */
export async function listUnstored(
  db: DbOrTx,
  partId: number,
): Promise<readonly Readonly<{ fileId: string; mediaType: string }>[]> {
  const { fileId, mediaType, bytes } = answerFiles
  return db
    .select({ fileId, mediaType })
    .from(answerFiles)
    .where(and(eq(answerFiles.partId, partId), sql`octet_length(${bytes}) = 0`))
}

/** Stores what was found when a file was fetched. Too many bytes for the answer are not stored. */
export async function storeFile(
  db: DbOrTx,
  {
    partId,
    fileId,
    mediaType,
    bytes = NO_BYTES,
  }: Readonly<{
    partId: number
    fileId: string
    mediaType: string
    bytes?: Uint8Array
  }>,
): Promise<void> {
  const answer = db.select({ id: answerParts.answerId }).from(answerParts).where(eq(answerParts.id, partId))
  const [stored] = await db
    .select({ bytes: sql<number>`coalesce(sum(octet_length(${answerFiles.bytes})), 0)`.mapWith(Number) })
    .from(answerFiles)
    .innerJoin(answerParts, eq(answerParts.id, answerFiles.partId))
    .where(inArray(answerParts.answerId, answer))
  const fits = (stored?.bytes ?? 0) + bytes.length <= MAX_STORED_BYTES
  await db
    .update(answerFiles)
    .set({ mediaType, ...(fits && { bytes }) })
    .where(and(eq(answerFiles.partId, partId), eq(answerFiles.fileId, fileId)))
}

/** The names of a part's files. */
export async function listNames(db: DbOrTx, partId: number): Promise<readonly string[]> {
  const rows = await db
    .select({ name: answerFiles.name })
    .from(answerFiles)
    .where(eq(answerFiles.partId, partId))
  return rows.map(({ name }) => name)
}

/** The files of an answer, by stage and in the order in which they came. */
export async function listFiles(db: DbOrTx, answerId: string): Promise<readonly KeptFile[]> {
  const { name, id } = answerFiles
  return db
    .select({ name, stage: stageOfPart, sourceId: answerParts.sourceId })
    .from(answerFiles)
    .innerJoin(answerParts, eq(answerParts.id, answerFiles.partId))
    .where(eq(answerParts.answerId, answerId))
    .orderBy(asc(stageOfPart), asc(id))
}

export async function countPictures(db: DbOrTx, answerId: string): Promise<number> {
  return countFiles(db, answerId, 'image/%')
}

async function countFiles(db: DbOrTx, answerId: string, type?: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(answerFiles)
    .innerJoin(answerParts, eq(answerParts.id, answerFiles.partId))
    .where(
      and(
        eq(answerParts.answerId, answerId),
        type === undefined ? undefined : like(answerFiles.mediaType, type),
      ),
    )
  return row?.n ?? 0
}

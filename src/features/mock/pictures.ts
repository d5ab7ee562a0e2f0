import type { FileRef, PlatformName, SeenMessage } from '#bot'
import { ANY_TYPE, isPicture, PICTURE_MAX_BYTES } from '../answers/file-rules.ts'
import { listUnstored, storeFile } from '../answers/file-store.ts'
import type { MockDeps } from './deps.ts'

/**
 * Stores the pictures among a message's kept files, because the platform's addresses expire. One that can't be fetched
 * stays in the thread. Never rejects.
 */
export async function fetchPictures(
  deps: MockDeps,
  partId: number,
  { ref, files }: SeenMessage,
): Promise<void> {
  const warn = (err: unknown) =>
    deps.log.warn({ err, message: ref.message }, 'could not store a picture of an answer')
  if (files.length === 0) return
  const unstored = await listUnstored(deps.db, partId).catch(warn)
  for (const { fileId, mediaType } of unstored ?? []) {
    const file = files.find(({ id }) => id === fileId)
    if (!file || file.withheld || file.bytes > PICTURE_MAX_BYTES) continue
    if (mediaType === '' || isPicture(mediaType))
      await fetchPicture(deps, ref.platform, partId, file).catch(warn)
  }
}

async function fetchPicture(
  { db, platforms }: MockDeps,
  platform: PlatformName,
  partId: number,
  file: FileRef,
): Promise<void> {
  const bytes = await platforms.get(platform)?.download(file, PICTURE_MAX_BYTES)
  if (!bytes) return
  // Loaded when the first picture comes.
  const { fileTypeFromBuffer } = await import('file-type')
  const mediaType = (await fileTypeFromBuffer(bytes))?.mime ?? ANY_TYPE
  await storeFile(db, { partId, fileId: file.id, mediaType, ...(isPicture(mediaType) && { bytes }) })
}

import { createHash } from 'node:crypto'
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { ChannelRef, MessageRef } from '#bot'
import type { DrawnFile } from './blocks.ts'
import { codeOf } from './errors.ts'

export type Uploaded = Readonly<{ id: string; hash: string; title: string }>

const place = z.object({ upload_url: z.string(), file_id: z.string() })

const UPLOAD_MS = 15_000
/** Errors of a deletion that mean it is already done. */
const GONE: ReadonlySet<string> = new Set(['file_not_found', 'file_deleted', 'message_not_found'])

export function hashOf({ name, data, alt }: DrawnFile): string {
  return createHash('sha256')
    .update(`${name}\n${alt ?? ''}\n`)
    .update(data)
    .digest('base64url')
    .slice(0, 16)
}

/**
 * The first two of the three steps of `files.uploadV2`: the file is uploaded, and nobody sees it yet. So its id can
 * be stored with its message before it is shown.
 */
export async function upload(client: WebClient, file: DrawnFile): Promise<Uploaded> {
  const { name, data, alt } = file
  // Slack's parameter is `alt_txt`; the client's own method sends `alt_text`, which Slack ignores.
  const asked = await client.apiCall('files.getUploadURLExternal', {
    filename: name,
    length: data.byteLength,
    ...(alt && { alt_txt: alt }),
  })
  const { upload_url, file_id } = place.parse(asked)
  const response = await fetch(upload_url, {
    method: 'POST',
    body: new Uint8Array(data),
    headers: { 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(UPLOAD_MS),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the file's address answered ${response.status}`)
  return { id: file_id, hash: hashOf(file), title: alt || name }
}

/** The third step: the files are shown in a channel or a thread. */
export async function share(client: WebClient, to: ChannelRef, files: readonly Uploaded[]): Promise<void> {
  const [first, ...others] = files.map(({ id, title }) => ({ id, title }))
  if (!first) return
  await client.files.completeUploadExternal({
    files: [first, ...others],
    channel_id: to.channel,
    ...(to.thread !== undefined && { thread_ts: to.thread }),
  })
}

/**
 * Whether a file was shown: Slack does not find its id until the third step. The file may appear in its channel some
 * seconds later. A file that was deleted since was shown.
 */
export async function wasShared(client: WebClient, id: string): Promise<boolean> {
  try {
    await client.files.info({ file: id })
    return true
  } catch (error) {
    if (codeOf(error) === 'file_not_found') return false
    if (GONE.has(codeOf(error) ?? '')) return true
    throw error
  }
}

/** Deletes a message of the bot. */
export async function unsay(client: WebClient, { channel, message }: MessageRef): Promise<void> {
  try {
    await client.chat.delete({ channel, ts: message })
  } catch (error) {
    if (!GONE.has(codeOf(error) ?? '')) throw error
  }
}

/** Deletes a file and the message that shows it. */
export async function remove(client: WebClient, id: string): Promise<void> {
  try {
    await client.files.delete({ file: id })
  } catch (error) {
    if (!GONE.has(codeOf(error) ?? '')) throw error
  }
}

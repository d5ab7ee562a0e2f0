import { z } from 'zod'
import { ApiError, invalidArguments } from '../api-error.ts'
import type { Call, Method } from '../call.ts'
import { deleteFile, newFile } from '../files.ts'
import { checkMessage } from '../limits-message.ts'
import { channelOf } from '../lookup.ts'
import type { Json, StoredFile } from '../model.ts'
import { postMessage } from '../posting.ts'
import { fileJson } from '../wire.ts'

export const fileMethods: readonly Method[] = [
  { name: 'files.getUploadURLExternal', perMinute: 100, handle: newUpload },
  { name: 'files.completeUploadExternal', perMinute: 100, handle: complete },
  { name: 'files.info', perMinute: 100, handle: info },
  { name: 'files.delete', perMinute: 50, handle: remove },
]

function newUpload(call: Call): Json {
  const { world } = call
  call.need('files:write')
  const length = Number(call.text('length'))
  if (!Number.isInteger(length) || length < 1) throw invalidArguments('must be greater than 0: length')
  const name = call.text('filename')
  // This is the documented name; @slack/web-api's uploadV2 sends alt_text.
  const alt = call.optional('alt_txt')
  if (alt !== undefined && alt.length > 1000) throw new ApiError('alt_txt_too_large')
  const file = newFile(world, { name, user: world.bot, data: new Uint8Array(), alt })
  world.uploads.set(file.id, { file, length, uploaded: false })
  return { upload_url: `${world.origin}/upload/v1/${file.id}`, file_id: file.id }
}

const named = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)

/** Files a file; where a channel is named it is shared there a moment later. */
function complete(call: Call): Json {
  const { world } = call
  call.need('files:write')
  const given = named.safeParse(call.json('files'))
  if (!given.success) throw invalidArguments('missing required field: files')
  const files = given.data.map(({ id, title }) => {
    const upload = world.uploads.get(id)
    if (!upload?.uploaded) throw new ApiError('file_not_found')
    if (title !== undefined) upload.file.title = title
    return upload.file
  })
  share(call, files)
  for (const file of files) {
    world.uploads.delete(file.id)
    world.files.set(file.id, file)
  }
  return { files: files.map((file) => fileJson(world, file)) }
}

function share(call: Call, files: readonly StoredFile[]): void {
  const { world } = call
  if (!call.has('channel_id')) return
  const channel = channelOf(call, 'channel_id')
  if (!channel.joined) throw new ApiError('not_in_channel')
  if (channel.archived) throw new ApiError('is_archived')
  const comment = call.optional('initial_comment') ?? ''
  const blocks = call.json('blocks', 'invalid_blocks_format')
  const content =
    blocks === undefined && comment === ''
      ? { text: '' }
      : checkMessage(world, call.method, { text: comment, blocks })
  const ts = call.optional('thread_ts')
  const parent = ts === undefined ? undefined : channel.find(ts)
  setTimeout(() => {
    if (channel.deleted || files.some((file) => file.deleted)) return
    postMessage(world, { channel, author: world.bot, threadTs: parent?.ts }, { ...content, files })
  }, world.settings.shareDelayMs).unref()
}

function fileOf(call: Call): StoredFile {
  const file = call.world.files.get(call.text('file'))
  if (!file) throw new ApiError('file_not_found')
  if (file.deleted) throw new ApiError('file_deleted')
  return file
}

function info(call: Call): Json {
  call.need('files:read')
  const file = fileOf(call)
  if (file.foreign === 'denied') throw new ApiError('access_denied')
  return {
    file: fileJson(call.world, file, true),
    comments: [],
    response_metadata: { next_cursor: '' },
  }
}

/** A file that is deleted leaves its messages; one that held nothing else goes with it. */
function remove(call: Call): Json {
  call.need('files:write')
  const file = fileOf(call)
  if (file.user !== call.world.bot) throw new ApiError('cant_delete_file')
  deleteFile(call.world, file)
  return {}
}

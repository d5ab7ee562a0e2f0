import type { StoredFile, User } from './model.ts'
import type { SaidFile } from './people.ts'
import { deleteMessage, editMessage } from './posting.ts'
import type { World } from './world.ts'

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  md: 'text/markdown',
  txt: 'text/plain',
  pdf: 'application/pdf',
  json: 'application/json',
}

export type NewFile = Readonly<{
  name: string
  user: User
  data: Uint8Array
  title?: string | undefined
  alt?: string | undefined
  mediaType?: string | undefined
  snippet?: string | undefined
  foreign?: StoredFile['foreign']
}>

export function newFile(world: World, file: NewFile): StoredFile {
  const { name, user, data, title, alt, mediaType, snippet, foreign } = file
  return {
    id: world.ids.next('F'),
    name,
    user,
    created: Math.floor(Date.now() / 1000),
    title: title ?? name,
    alt,
    mimetype:
      mediaType ??
      (snippet !== undefined ? 'text/plain' : undefined) ??
      TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ??
      'application/octet-stream',
    data,
    deleted: false,
    handedIn: false,
    snippet,
    foreign,
    shares: [],
  }
}

/** A file that a person drops. */
export function uploadBy(world: World, user: User, { data, ...said }: SaidFile): StoredFile {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  const file = newFile(world, { ...said, user, data: bytes })
  world.files.set(file.id, file)
  return file
}

/** A file that is deleted leaves its messages; one that held nothing else goes with it. */
export function deleteFile(world: World, file: StoredFile): void {
  file.deleted = true
  for (const { channel, ts } of file.shares) {
    const message = channel.find(ts)
    if (!message?.stands) continue
    const files = message.files.filter((each) => each !== file)
    if (files.length === 0 && message.text === '') deleteMessage(world, message)
    else
      editMessage(world, message, {
        text: message.raw,
        blocks: message.blocks,
        files,
        ...(message.metadata && { metadata: message.metadata }),
      })
  }
}

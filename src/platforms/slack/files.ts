import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { FileRef } from '#bot'
import type { Log } from '../log.ts'
import { toPlatformError } from './errors.ts'

const word = z.string().nullish()

/** A file as Slack describes it; only the fields that are read. */
export const rawFile = z.object({
  id: word,
  name: word,
  title: word,
  mimetype: word,
  filetype: word,
  size: z.number().nullish(),
  url_private: word,
  url_private_download: word,
  mode: word,
  file_access: word,
})

export type RawFile = Readonly<z.infer<typeof rawFile>>

/** The access of a file of another workspace, whose description has to be asked for. */
const TO_BE_ASKED = 'check_file_info'
/** Slack's documents: their content is no file. */
const DOCUMENTS: ReadonlySet<string> = new Set(['space', 'quip', 'canvas', 'list'])
const DOCUMENT_TYPE = 'application/vnd.slack-docs'
/** Files that Slack shows and does not keep, and those of which a free workspace has too many. */
const WITHHELD: ReadonlySet<string> = new Set(['external', 'hidden_by_limit'])
/** A description is asked for again after this time, since access may change. */
const FRESH_MS = 10 * 60_000
const REMEMBERED = 500

/** Nothing for a deleted file, which leaves a tombstone. */
export function fileRef(file: RawFile): readonly FileRef[] {
  const { id, name, title, mimetype, filetype, size, mode } = file
  if (!id || mode === 'tombstone') return []
  const url = file.url_private_download || file.url_private || ''
  const visible = (file.file_access ?? 'visible') === 'visible'
  const withheld = !visible || url === '' || WITHHELD.has(mode ?? '')
  const mediaType = DOCUMENTS.has(filetype ?? '') ? DOCUMENT_TYPE : mimetype
  return [
    {
      id,
      name: name || title || id,
      bytes: size ?? 0,
      url: withheld ? '' : url,
      ...(mediaType && { mediaType }),
      ...(mode === 'snippet' && { snippet: filetype ?? '' }),
      ...(withheld && { withheld: 'denied' as const }),
    },
  ]
}

export type Files = Readonly<{
  /** The files of a message, in their order. Never rejects: what Slack does not tell for now is marked as unknown. */
  find(files: readonly RawFile[]): Promise<readonly FileRef[]>
}>

/** Describes files, and asks Slack about those of other workspaces, which arrive without an address. */
export function createFiles(client: WebClient, log: Log): Files {
  const known = new LRUCache<string, readonly FileRef[]>({ max: REMEMBERED, ttl: FRESH_MS })

  async function ask(id: string): Promise<readonly FileRef[]> {
    const before = known.get(id)
    if (before) return before
    const { file } = await client.files.info({ file: id })
    const found = fileRef(rawFile.parse(file))
    known.set(id, found)
    return found
  }

  async function find(file: RawFile): Promise<readonly FileRef[]> {
    const told = fileRef(file)
    if (!file.id || file.file_access !== TO_BE_ASKED) return told
    try {
      return await ask(file.id)
    } catch (error) {
      const { kind, message } = toPlatformError(error)
      log.warn({ file: file.id, reason: message }, 'a file could not be looked up')
      return told.map((each) => ({ ...each, withheld: kind === 'later' ? 'unknown' : 'denied' }))
    }
  }

  return { find: async (files) => (await Promise.all(files.map(find))).flat() }
}

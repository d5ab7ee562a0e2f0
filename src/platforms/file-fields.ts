import { action, decodeAction, encodeAction, type FileRef, type FormField } from '#bot'

/** What a platform says of a file that a form does not take; the same sentences on each. */
export type FileWords = Readonly<{
  /** @param endings such as `.md` */
  fileType(name: string, endings: readonly string[]): string
  /** @param size such as `1 MB` */
  fileSize(name: string, size: string): string
  fileMissing: string
}>

export type FileField = Extract<FormField, { kind: 'file' }>

/** A field as far as a file is held against it. */
export type FileRule = Pick<FileField, 'id' | 'required' | 'accept' | 'maxBytes'>

const NAME = 'file'
const MEGABYTE = 1024 * 1024

/**
 * An id that carries what the field takes: who hands in a form names its fields by their ids, and nothing
 * else of it is known any more.
 * @throws RangeError when the ids of a service could not hold it
 */
export function encodeFileField({ id, required, accept, maxBytes }: FileRule): string {
  return encodeAction(action(NAME, id, required ? 1 : 0, maxBytes, ...accept))
}

/** Undefined for what is no such id. */
export function decodeFileField(encoded: string): FileRule | undefined {
  const decoded = decodeAction(encoded)
  const [id, required, limit, ...accept] = decoded?.args ?? []
  const maxBytes = Number(limit)
  if (decoded?.name !== NAME || id === undefined || !Number.isInteger(maxBytes)) return undefined
  return { id, required: required === '1', accept, maxBytes }
}

/** Why the field does not take a file, as one sentence in the person's words; undefined when all is well. */
export function faultOfFile(
  { required, accept, maxBytes }: FileRule,
  file: Pick<FileRef, 'name' | 'bytes'> | undefined,
): ((words: FileWords) => string) | undefined {
  if (!file) return required ? (words) => words.fileMissing : undefined
  const name = file.name.toLowerCase()
  if (!accept.some((ending) => name.endsWith(ending.toLowerCase())))
    return (words) => words.fileType(file.name, accept)
  return file.bytes > maxBytes ? (words) => words.fileSize(file.name, sizeOf(maxBytes)) : undefined
}

function sizeOf(bytes: number): string {
  return bytes >= MEGABYTE
    ? `${Math.floor((bytes / MEGABYTE) * 10) / 10} MB`
    : `${Math.floor(bytes / 1024)} KB`
}

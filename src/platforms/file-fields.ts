import { action, decodeAction, encodeAction, type FileRef, type FormField, sentence } from '#bot'

export type FileField = Extract<FormField, { kind: 'file' }>

/** The part of a field against which a file is checked. */
export type FileRule = Pick<FileField, 'id' | 'required' | 'accept' | 'maxBytes'>

const NAME = 'file'
const MEGABYTE = 1024 * 1024

/**
 * An id that carries the field's rule: a submitted form names its fields only by their ids.
 * @throws RangeError if the ids of a service could not hold it
 */
export function encodeFileField({ id, required, accept, maxBytes }: FileRule): string {
  return encodeAction(action(NAME, id, required ? 1 : 0, maxBytes, ...accept))
}

/** Undefined for any other id. */
export function decodeFileField(encoded: string): FileRule | undefined {
  const decoded = decodeAction(encoded)
  const [id, required, limit, ...accept] = decoded?.args ?? []
  const maxBytes = Number(limit)
  if (decoded?.name !== NAME || id === undefined || !Number.isInteger(maxBytes)) return undefined
  return { id, required: required === '1', accept, maxBytes }
}

/** The reason for which the field refuses a file; undefined if it takes the file. */
export function faultOfFile(
  { required, accept, maxBytes }: FileRule,
  file: Pick<FileRef, 'name' | 'bytes'> | undefined,
) {
  if (!file) return required ? sentence('form.fileMissing') : undefined
  const name = file.name.toLowerCase()
  if (!accept.some((ending) => name.endsWith(ending.toLowerCase())))
    return sentence('form.fileType', { name: file.name, endings: accept })
  return file.bytes > maxBytes
    ? sentence('form.fileSize', { name: file.name, size: sizeOf(maxBytes) })
    : undefined
}

function sizeOf(bytes: number): string {
  return bytes >= MEGABYTE
    ? `${Math.floor((bytes / MEGABYTE) * 10) / 10} MB`
    : `${Math.floor(bytes / 1024)} KB`
}

import type { StoredFile } from './storage.ts'
import type { WireFile } from './wire.ts'

export const MEGABYTE = 1024 * 1024
export const MAX_FILE_BYTES = 8 * MEGABYTE
const MAX_NAME_LENGTH = 120

const FILES_PATH = '/playground/files/'

export function fileOf(file: StoredFile): WireFile {
  return { ...file, url: `${FILES_PATH}${file.id}` }
}

/** Makes a name safe to show and save anywhere: no folders, no control or direction characters. */
export function cleanName(name: string): string {
  const base = name.toWellFormed().split(/[/\\]/u).at(-1) ?? ''
  const clean = base
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/gu, '_')
    .replace(/^[.\s]+/u, '')
    .trim()
  return [...clean].slice(0, MAX_NAME_LENGTH).join('') || 'file'
}

/** The first bytes of the pictures that a browser may show. */
const PICTURES: readonly Readonly<{ mediaType: string; looks: (start: string) => boolean }>[] = [
  { mediaType: 'image/png', looks: (start) => start.startsWith('\x89PNG\r\n\x1a\n') },
  { mediaType: 'image/jpeg', looks: (start) => start.startsWith('\xff\xd8\xff') },
  { mediaType: 'image/gif', looks: (start) => /^GIF8[79]a/u.test(start) },
  { mediaType: 'image/webp', looks: (start) => /^RIFF[\s\S]{4}WEBP/u.test(start) },
]

/** Recognises a picture by its bytes. The declared type of any other file is kept, since it is never shown. */
export function mediaTypeOf(bytes: Uint8Array, declared: string | undefined): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const picture = PICTURES.find(({ looks }) => looks(start))
  if (picture) return picture.mediaType
  const type = declared?.split(';')[0]?.trim().toLowerCase() ?? ''
  const plausible = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/u.test(type)
  return plausible && !type.startsWith('image/') ? type : 'application/octet-stream'
}

/** Headers that make any file harmless. */
export function fileHeaders({ name, mediaType }: Pick<StoredFile, 'name' | 'mediaType'>) {
  const shown = PICTURES.some((picture) => picture.mediaType === mediaType)
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return {
    'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
  }
}

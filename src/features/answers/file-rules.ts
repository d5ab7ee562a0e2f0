import type { FileRef } from '#bot'

type Described = Pick<FileRef, 'name' | 'mediaType' | 'snippet'>

/** Endings of files that are read as the text of their message. */
export const TEXT_ENDINGS = [
  '.md',
  '.markdown',
  '.mdown',
  '.mkd',
  '.txt',
  '.text',
  '.mmd',
  '.mermaid',
] as const
/** Endings of Mermaid's own files, which hold nothing else. */
const MERMAID_ENDINGS: readonly string[] = ['.mmd', '.mermaid']
/** Languages of snippets whose text is prose. */
const PROSE: ReadonlySet<string> = new Set(['', 'auto', 'text', 'plain_text', 'markdown', 'none'])
const TEXT_TYPES: ReadonlySet<string> = new Set(['text/plain', 'text/markdown', 'text/x-markdown'])

/** Types of pictures by their files' endings, for services that don't tell the type. */
const PICTURE_TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jfif': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.heif': 'image/heif',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
  '.bmp': 'image/bmp',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
}
/** Exports of documents hold their pictures, which do not count as text. */
export const TEXT_FILE_MAX_BYTES = 8 * 1024 * 1024
/** A larger picture is not stored, and stays in the thread. */
export const PICTURE_MAX_BYTES = 8 * 1024 * 1024
/** The type of a file whose type nobody knows. */
export const ANY_TYPE = 'application/octet-stream'
/** Longer than any ending that says what a file is. */
const LONGEST_ENDING = 12

/** The ending of a file's name with its dot, in lower case; empty where it has none. */
export function endingOf(name: string): string {
  const end = name.slice(-LONGEST_ENDING)
  const dot = end.lastIndexOf('.')
  return dot < 0 || dot === end.length - 1 ? '' : end.slice(dot).toLowerCase()
}

/** Whether a file's text counts as text of its message. */
export function isTextFile(file: Described): boolean {
  if (file.snippet !== undefined) return true
  const ending = endingOf(file.name)
  if (ending === '') return TEXT_TYPES.has(bareType(file.mediaType))
  return (TEXT_ENDINGS as readonly string[]).includes(ending)
}

/** The language of a file that holds code and no prose; undefined for any other. */
export function codeLanguageOf({ name, snippet }: Described): string | undefined {
  if (MERMAID_ENDINGS.includes(endingOf(name))) return 'mermaid'
  const language = snippet?.toLowerCase() ?? ''
  return PROSE.has(language) || !/^[\w+#.-]{1,30}$/u.test(language) ? undefined : language
}

/** A file's type as it is declared, or as its name says; empty where neither says it. */
export function mediaTypeOf({ name, mediaType }: Described): string {
  const declared = bareType(mediaType)
  if (declared !== '' && declared !== ANY_TYPE) return declared
  const ending = endingOf(name)
  return PICTURE_TYPES[ending] ?? (ending === '' ? '' : ANY_TYPE)
}

/** Whether a picture of this type is stored, because everything can show it. */
export function isPicture(mediaType: string): boolean {
  return /^image\/(?:png|jpeg|gif|webp)$/u.test(mediaType)
}

/** Without parameters such as a charset. */
function bareType(mediaType: string | undefined): string {
  const [type = ''] = (mediaType ?? '').slice(0, 100).split(';', 1)
  return type.trim().toLowerCase()
}

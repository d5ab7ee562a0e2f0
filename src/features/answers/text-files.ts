import pMap from 'p-map'
import {
  type FileRef,
  type Platform,
  PlatformError,
  type PlatformName,
  type SeenMessage,
  type Sentence,
  sentence,
  UserError,
} from '#bot'
import { decodeText } from '../../content/decode.ts'
import { NotYet } from '../../durable/attempts.ts'
import type { Clock } from '../../durable/clock.ts'
import { HOUR } from '../../kit/durations.ts'
import { codeLanguageOf, isTextFile, TEXT_FILE_MAX_BYTES } from './file-rules.ts'

type Deps = Readonly<{ platforms: ReadonlyMap<PlatformName, Platform> }>

/** A message's files: those that are text with what they say, or why they can't be read; and all others. */
export type MessageFiles = Readonly<{
  texts: readonly ReadFile[]
  others: readonly FileRef[]
}>

export type ReadFile = Readonly<{ file: FileRef; text: string } | { file: FileRef; unread: Sentence }>

/** Files that are fetched at the same time. */
const CONCURRENCY = 4
/** After this time a file that the service still can't send counts as gone. */
const PATIENCE_MS = HOUR

/**
 * Reads the text files of a message.
 * @throws NotYet when a file may be there at the next attempt
 */
export async function readFiles(
  deps: Deps & Readonly<{ clock: Clock }>,
  { ref, files, at }: Pick<SeenMessage, 'ref' | 'files' | 'at'>,
): Promise<MessageFiles> {
  const { clock } = deps
  const patient = clock.now() - clock.botTime(at) < PATIENCE_MS
  if (patient && files.some(({ withheld }) => withheld === 'unknown')) throw notYet()
  const texts = files.filter(isTextFile)
  const read = (file: FileRef) => readFile(deps, ref.platform, file, patient)
  return {
    texts: await pMap(texts, read, { concurrency: CONCURRENCY }),
    others: files.filter((file) => !isTextFile(file)),
  }
}

async function readFile(
  deps: Deps,
  platform: PlatformName,
  file: FileRef,
  patient: boolean,
): Promise<ReadFile> {
  try {
    return { file, text: inBlock(file, await readText(deps, platform, file)) }
  } catch (error) {
    if (error instanceof UserError) return { file, unread: error }
    if (!(error instanceof PlatformError)) throw error
    if (error.kind === 'later' && patient) throw notYet(error)
    return { file, unread: unreadable(file, error.kind) }
  }
}

/**
 * The text of a file.
 * @throws UserError for a file that is no text
 * @throws PlatformError for one that can't be fetched
 */
export async function readText({ platforms }: Deps, platform: PlatformName, file: FileRef): Promise<string> {
  if (file.withheld) throw new PlatformError('forbidden', 'The service does not hand the file out.')
  const bytes = await platforms.get(platform)?.download(file, TEXT_FILE_MAX_BYTES)
  const { value, line } = decode(bytes ?? new Uint8Array(), file.name)
  if (value === undefined) throw new UserError('file.notText', { name: file.name, line })
  return value.trim()
}

/** UTF-16 is read where a mark says so, as Notepad writes it on Windows. */
function decode(bytes: Uint8Array, name: string): Readonly<{ value: string | undefined; line: number }> {
  const [first, second] = bytes
  const utf16 =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : undefined
  if (utf16 !== undefined) {
    const text = new TextDecoder(utf16).decode(bytes)
    return { value: /[\uFFFD\0]/u.test(text) ? undefined : text, line: 1 }
  }
  const { value, mistakes } = decodeText(bytes, name)
  return { value: value?.replace(/^\uFEFF/u, ''), line: mistakes[0]?.line ?? 1 }
}

/** Code gets a fence, unless it has fences of its own. */
function inBlock(file: FileRef, text: string): string {
  const language = codeLanguageOf(file)
  return language === undefined || text === '' || text.includes('```')
    ? text
    : `\`\`\`${language}\n${text}\n\`\`\``
}

function unreadable({ name }: FileRef, kind: PlatformError['kind']): Sentence {
  if (kind === 'forbidden') return sentence('file.denied', { name })
  if (kind !== 'invalid') return sentence('file.gone', { name })
  return sentence('file.tooManyBytes', { name, megabytes: TEXT_FILE_MAX_BYTES / 1024 / 1024 })
}

function notYet(cause?: PlatformError): NotYet {
  return new NotYet('a file could not be fetched yet', { cause })
}

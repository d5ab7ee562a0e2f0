import { type FileRef, PlatformError, type PlatformName, UserError } from '#bot'
import { decodeText } from '../../content/decode.ts'
import { withoutPictures } from '../../markdown/embedded.ts'
import type { FeatureDeps } from '../feature.ts'
import { ANSWER_MAX, FILE_MAX_BYTES, isTooLong } from './rules/wording.ts'

type Deps = Pick<FeatureDeps, 'platforms'>

/** @throws UserError for a file that is no text in UTF-8 */
export async function readFile({ platforms }: Deps, platform: PlatformName, file: FileRef): Promise<string> {
  const bytes = await platforms.get(platform)?.download(file, FILE_MAX_BYTES)
  const { value, mistakes } = decodeText(bytes ?? new Uint8Array(), file.name)
  if (value === undefined) throw new UserError('challenge.notText', { line: mistakes[0]?.line ?? 1 })
  return value.replace(/^\uFEFF/u, '')
}

/** @throws UserError for a file that can never be read: the thread's other messages must not wait for it */
export async function readFiles(
  deps: Deps,
  platform: PlatformName,
  files: readonly FileRef[],
): Promise<readonly string[]> {
  const read: string[] = []
  for (const file of files) {
    const text = await readFile(deps, platform, file).catch((error: unknown) => {
      if (!(error instanceof PlatformError) || error.kind === 'later') throw error
      const key = error.kind === 'invalid' ? 'challenge.fileTooLarge' : 'challenge.fileGone'
      throw new UserError(key, { name: file.name, max: ANSWER_MAX })
    })
    // Said by its name, since a message may have several files.
    if (isTooLong(withoutPictures(text).text))
      throw new UserError('challenge.fileTooLarge', { name: file.name, max: ANSWER_MAX })
    read.push(text.trim())
  }
  return read
}

import { ContentError, locateMistake } from '../content/mistakes.ts'
import { ConfigError } from '../db/config-error.ts'

/** The operator's part of an error, in plain sentences; undefined for any other error. */
export async function messageForOperator(error: unknown): Promise<string | undefined> {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof ContentError)) return undefined
  const { loadTexts } = await import('../texts/catalogue.ts')
  const t = loadTexts().in('en')
  return error.mistakes.map((mistake) => locateMistake(t, mistake)).join('\n')
}

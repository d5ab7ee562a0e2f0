import { z } from 'zod'
import { type Button, type FormEvent, LANGUAGES, type Language, type Message, UserError } from '#bot'
import { PROBLEM_FILE_MAX_BYTES, readProblemFile } from '../../content/problem-file.ts'
import type { Problem } from '../../content/schema.ts'
import type { Caller } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { mistakesCard } from './cards/mistakes-card.ts'
import type { NewWording } from './store.ts'

const languageSchema = z.enum(LANGUAGES)

/** The language that a form or button names, else the group's. */
export function languageOr(named: string | undefined, { group }: Caller): Language {
  return languageSchema.catch(group.language).parse(named)
}

/** A problem, and the text from which it was read. */
export type UploadedProblem = Readonly<{ problem: Problem; source: string }>

/**
 * Reads the file of a form.
 * @param again the button of the list of mistakes; it opens the form anew
 * @throws UserError for a file that is no text, is empty or too large
 */
export async function readFile(
  { platforms }: FeatureDeps,
  { actor, files: { file } }: FormEvent,
  { t }: Caller,
  again: Button,
): Promise<UploadedProblem | Readonly<{ refusal: Message }>> {
  const bytes = file && (await platforms.get(actor.platform)?.download(file, PROBLEM_FILE_MAX_BYTES))
  if (!file || !bytes) throw new UserError('form.fileMissing')
  const name = file.name
  const read = readProblemFile(bytes, name)
  switch (read.kind) {
    case 'problem':
      return read
    case 'mistakes':
      return { refusal: mistakesCard(t, name, read.mistakes, again) }
    case 'empty':
      throw new UserError('problem.refused.empty', { name })
    case 'large':
      throw new UserError('problem.refused.large', { name, size: PROBLEM_FILE_MAX_BYTES / 1024 })
    case 'other':
      throw new UserError('problem.refused.other', { name, found: read.found })
    default:
      return read satisfies never
  }
}

/** A problem as a new wording of the group's own. */
export function newWording(
  { clock }: FeatureDeps,
  event: FormEvent,
  caller: Caller,
  slug: string,
  { problem, source }: UploadedProblem,
): NewWording {
  return {
    groupId: caller.group.id,
    slug,
    language: languageOr(event.values.language, caller),
    source,
    problem,
    createdAt: clock.now(),
    createdBy: caller.user,
  }
}

import { z } from 'zod'
import { action, type Button, type FormEvent, type Message, UserError } from '#bot'
import { PROBLEM_FILE_MAX_BYTES, readProblemFile } from '../../content/problem-file.ts'
import type { Problem } from '../../content/schema.ts'
import { isSlug, slugOf } from '../../content/slug.ts'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { ORGANISERS_ONLY } from './access.ts'
import { mistakesCard, receipt } from './cards.ts'
import { MAX_PROBLEMS, refusedAddition } from './rules.ts'
import { insertWording, listStanding, lockGroup, type NewWording, replaceProblem } from './store.ts'

const languageSchema = z.enum(['en', 'zh'])
const version = z.coerce.number().int().positive()

/** What stands in a refusal for a name of which nothing could be made. */
const EXAMPLE_SLUG = 'ad-click'

/**
 * Adds the problem of a file that was handed in.
 * @throws UserError when it can't be added: nothing is stored
 */
export async function fileNew(
  deps: FeatureDeps,
  event: FormEvent,
  caller: Caller,
): Promise<Message | undefined> {
  requireOrganiser(caller, ORGANISERS_ONLY)
  const { t } = caller
  const typed = typedName(event)
  const slug = chosenSlug(deps, event)
  const read = await readFile(deps, event, caller, {
    label: t('problem.button.again'),
    // A name that was the file's is not kept: the next file may be called otherwise.
    action: action('problem.add', languageIn(event, caller), ...(typed === '' ? [] : [typed])),
    style: 'primary',
  })
  if ('refusal' in read) return read.refusal
  const wording = wordingOf(deps, event, caller, slug, read)
  return deps.db.transaction(async (tx) => {
    if (!(await claimEvent(tx, event.actor.platform, event.id))) return undefined
    await addProblem(tx, wording)
    return receipt(t, slug, read.problem, 'problem.added')
  })
}

/** @throws UserError when the group has as many problems as it may, or one of this slug */
export async function addProblem(tx: Tx, wording: NewWording): Promise<void> {
  const { groupId, slug } = wording
  await lockGroup(tx, groupId)
  const refused = refusedAddition(await listStanding(tx, groupId), slug)
  if (refused) throw new UserError(`problem.refused.${refused}`, { slug, most: MAX_PROBLEMS })
  await insertWording(tx, wording)
}

/**
 * Puts the problem of a file in the place of one of the group's.
 * @throws UserError when that was changed or removed since the form was opened
 */
export async function fileAgain(
  deps: FeatureDeps,
  event: FormEvent,
  caller: Caller,
): Promise<Message | undefined> {
  requireOrganiser(caller, ORGANISERS_ONLY)
  const { t } = caller
  const [slug = ''] = event.action.args
  const before = version.safeParse(event.action.args[1])
  if (!before.success || !isSlug(slug)) throw new UserError('error.oldButton')
  const read = await readFile(deps, event, caller, {
    label: t('problem.button.again'),
    action: action('problem.edit', slug),
    style: 'primary',
  })
  if ('refusal' in read) return read.refusal
  const wording = wordingOf(deps, event, caller, slug, read)
  return deps.db.transaction(async (tx) => {
    if (!(await claimEvent(tx, event.actor.platform, event.id))) return undefined
    if (!(await replaceProblem(tx, before.data, wording)))
      throw new UserError('problem.refused.changed', { slug })
    return receipt(t, slug, read.problem, 'problem.edited')
  })
}

function typedName({ values }: FormEvent): string {
  return (values.slug ?? '').trim()
}

/** The name that was given, else the file's. */
function chosenSlug({ content }: FeatureDeps, event: FormEvent): string {
  const typed = typedName(event)
  const slug = typed === '' ? slugOf(event.files.file?.name ?? '') : typed
  if (slug === undefined) throw new UserError('problem.refused.noSlug')
  if (!isSlug(slug))
    throw new UserError('problem.refused.slug', {
      typed: slug.slice(0, 60).toWellFormed(),
      example: slugOf(slug) ?? EXAMPLE_SLUG,
    })
  if (content.problems.has(slug)) throw new UserError('problem.refused.ours', { slug })
  return slug
}

type Read = Readonly<{ problem: Problem; source: string }>

/** @param again opens the form anew: a list of mistakes takes its place */
async function readFile(
  { platforms }: FeatureDeps,
  { actor, files: { file } }: FormEvent,
  { t }: Caller,
  again: Button,
): Promise<Read | Readonly<{ refusal: Message }>> {
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

function languageIn({ values }: FormEvent, { group }: Caller) {
  return languageSchema.catch(group.language).parse(values.language)
}

function wordingOf(
  { clock }: FeatureDeps,
  event: FormEvent,
  caller: Caller,
  slug: string,
  { problem, source }: Read,
): NewWording {
  return {
    groupId: caller.group.id,
    slug,
    language: languageIn(event, caller),
    source,
    problem,
    createdAt: clock.now(),
    createdBy: caller.user,
  }
}

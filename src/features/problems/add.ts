import { action, type Form, type FormEvent, type Message, UserError } from '#bot'
import { isSlug, slugOf } from '../../content/slug.ts'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { shortened } from '../../kit/names.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { addForm } from './cards/forms.ts'
import { receiptCard } from './cards/receipt-card.ts'
import { languageOr, newWording, readFile } from './form-file.ts'
import { MAX_PROBLEMS, refusedAddition } from './rules.ts'
import { insertWording, listStanding, lockGroup, type NewWording } from './store.ts'

/** An example for names from which no slug can be made. */
const EXAMPLE_SLUG = 'ad-click'

/** @param args of the button of a list of mistakes: the language and slug that were filled in */
export function openAddForm(caller: Caller, args: readonly string[] = []): Form {
  requireOrganiser(caller, 'problem.refused.organisersOnly')
  return addForm(caller.t, languageOr(args[0], caller), args[1])
}

/**
 * Adds the problem of a form's file.
 * @throws UserError when it can't be added: nothing is stored
 */
export async function addFromFile(
  deps: FeatureDeps,
  event: FormEvent,
  caller: Caller,
): Promise<Message | undefined> {
  requireOrganiser(caller, 'problem.refused.organisersOnly')
  const { t } = caller
  const typed = typedName(event)
  const slug = chosenSlug(deps, event)
  const read = await readFile(deps, event, caller, {
    label: t('problem.button.again'),
    // A slug made of the file's name is not kept, because the next file may have another name.
    action: action(
      'problem.add',
      languageOr(event.values.language, caller),
      ...(typed === '' ? [] : [typed]),
    ),
    style: 'primary',
  })
  if ('refusal' in read) return read.refusal
  const wording = newWording(deps, event, caller, slug, read)
  return deps.db.transaction(async (tx) => {
    if (!(await claimEvent(tx, event.actor.platform, event.id))) return undefined
    await addProblem(tx, wording)
    return receiptCard(t, slug, read.problem, 'problem.added')
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

function typedName({ values }: FormEvent): string {
  return (values.slug ?? '').trim()
}

/** The typed slug, else one made of the file's name. */
function chosenSlug({ content }: FeatureDeps, event: FormEvent): string {
  const typed = typedName(event)
  const slug = typed === '' ? slugOf(event.files.file?.name ?? '') : typed
  if (slug === undefined) throw new UserError('problem.refused.noSlug')
  if (!isSlug(slug))
    throw new UserError('problem.refused.slug', {
      typed: shortened(slug),
      example: slugOf(slug) ?? EXAMPLE_SLUG,
    })
  if (content.problems.has(slug)) throw new UserError('problem.refused.ours', { slug })
  return slug
}

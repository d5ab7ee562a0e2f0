import { action, type FormEvent, type Message, UserError } from '#bot'
import { isSlug } from '../../content/slug.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { receiptCard } from './cards/receipt-card.ts'
import { versionSchema } from './components.ts'
import { newWording, readFile } from './form-file.ts'
import { replaceProblem } from './store.ts'

/**
 * Replaces a problem of the group's by that of a form's file.
 * @throws UserError when it was changed or removed since the form was opened
 */
export async function editFromFile(
  deps: FeatureDeps,
  event: FormEvent,
  caller: Caller,
): Promise<Message | undefined> {
  requireOrganiser(caller, 'problem.refused.organisersOnly')
  const { t } = caller
  const [slug = ''] = event.action.args
  const before = versionSchema.safeParse(event.action.args[1])
  if (!before.success || !isSlug(slug)) throw new UserError('error.oldButton')
  const read = await readFile(deps, event, caller, {
    label: t('problem.button.again'),
    action: action('problem.edit', slug),
    style: 'primary',
  })
  if ('refusal' in read) return read.refusal
  const wording = newWording(deps, event, caller, slug, read)
  return deps.db.transaction(async (tx) => {
    if (!(await claimEvent(tx, event.actor.platform, event.id))) return undefined
    if (!(await replaceProblem(tx, before.data, wording)))
      throw new UserError('problem.refused.changed', { slug })
    return receiptCard(t, slug, read.problem, 'problem.edited')
  })
}

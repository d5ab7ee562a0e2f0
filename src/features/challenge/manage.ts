import {
  type ActionEvent,
  action,
  type Block,
  type Message,
  type SpaceRef,
  type Translate,
  textMessage,
  UserError,
} from '#bot'
import { chunksOf } from '../../kit/chunks.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { ActionHandler } from '../feature.ts'
import { signed } from './cards/answer-card.ts'
import { challengeOf, submissionOf } from './components.ts'
import type { ChallengeDeps } from './deps.ts'
import { requireAccepted } from './engine.ts'
import { type Challenge, listLatest, listRunning } from './store/challenges.ts'
import { findSubmission, listSubmissions } from './store/submissions.ts'
import { viewOf } from './view.ts'
import { reopen, withdraw } from './withdraw.ts'

/** A select has at most 25 choices. */
const CHOICES = 25
/** Challenges that are over, besides the running ones. */
const OVER_SHOWN = 3

/** Organisers may withdraw and reopen submissions. */
export function manageHandlers(deps: ChallengeDeps): Readonly<Record<string, ActionHandler>> {
  return {
    'challenge.manage': { answer: 'private', run: (event, caller) => confirm(deps, event, caller) },
    'challenge.withdraw': {
      answer: 'replace',
      run: (event, caller) => change(deps, event, caller, 'withdraw'),
    },
    'challenge.reopen': {
      answer: 'replace',
      run: (event, caller) => change(deps, event, caller, 'reopen'),
    },
  }
}

/** A select of the answers to running and late challenges that an organiser may withdraw or reopen. */
export async function manageBlocks(
  deps: ChallengeDeps,
  space: SpaceRef,
  t: Translate,
): Promise<readonly Block[]> {
  const blocks: Block[] = []
  for (const challenge of await managed(deps, space)) {
    const { problem } = viewOf(deps, challenge)
    const all = await listSubmissions(deps.db, challenge.id)
    for (const some of chunksOf(all, CHOICES)) {
      const numbers = { first: some[0]?.number ?? 0, last: some.at(-1)?.number ?? 0 }
      blocks.push({
        type: 'select',
        action: action('challenge.manage', challenge.id),
        placeholder: t(all.length > CHOICES ? 'challenge.manageSome' : 'challenge.manage', {
          problem: problem.title,
          ...numbers,
        }),
        choices: some.map(({ id, number, state }) => ({
          value: id,
          label: t('challenge.answerNumber', { number }),
          description: t(`challenge.state.${state}`),
        })),
      })
    }
  }
  return blocks.length > 0
    ? [{ type: 'divider' }, { type: 'text', text: t('challenge.manageHow') }, ...blocks]
    : []
}

/** All running challenges, and the latest that are over. */
async function managed({ db }: ChallengeDeps, { platform, space }: SpaceRef): Promise<readonly Challenge[]> {
  const running = await listRunning(db, { platform, space })
  const over = (await listLatest(db, { platform, space }, running.length + OVER_SHOWN)).filter(
    ({ id }) => !running.some((each) => each.id === id),
  )
  return [...running, ...over.slice(0, OVER_SHOWN)]
}

/** Asks for confirmation, because everybody sees the change. */
async function confirm(deps: ChallengeDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { t } = caller
  const challenge = await challengeOf(deps, event, caller)
  requireOrganiser(caller)
  const submission = event.value === undefined ? undefined : await findSubmission(deps.db, event.value)
  if (submission?.challengeId !== challenge.id) throw new UserError('error.oldButton')
  const what = submission.state === 'standing' ? 'withdraw' : 'reopen'
  const text = t(`challenge.sure.${what}`, { answer: signed({ ...viewOf(deps, challenge), t }, submission) })
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      {
        type: 'buttons',
        buttons: [
          {
            label: t(`challenge.do.${what}`),
            action: action(`challenge.${what}`, submission.id),
            style: what === 'withdraw' ? 'danger' : 'success',
          },
        ],
      },
    ],
  }
}

async function change(
  deps: ChallengeDeps,
  event: ActionEvent,
  caller: Caller,
  what: 'withdraw' | 'reopen',
): Promise<Message> {
  const { challenge, submission } = await submissionOf(deps, event, caller)
  requireOrganiser(caller)
  const { user, t } = caller
  requireAccepted(
    await (what === 'withdraw' ? withdraw : reopen)(deps, challenge.id, {
      find: (tx) => findSubmission(tx, submission.id),
      tell: ({ author }) => author !== user.user,
    }),
  )
  return textMessage(
    t(`challenge.done.${what}`, { answer: t('challenge.answerNumber', { number: submission.number }) }),
  )
}

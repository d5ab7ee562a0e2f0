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
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { pressOf, submissionPress } from './access.ts'
import { signed } from './cards/answer-card.ts'
import type { FlowDeps } from './deps.ts'
import { type Challenge, listLatest, listRunning, lockChallenge } from './store/challenges.ts'
import { findSubmission, listSubmissions } from './store/submissions.ts'
import { reopen, tellAuthor, withdraw } from './submit.ts'

/** A select holds 25. */
const CHOICES = 25
/** Beside those that run. */
const OVER_SHOWN = 3

/** What organisers may do to an answer. */
export function managingHandlers(deps: FlowDeps): Handlers {
  return {
    actions: {
      'challenge.manage': { answer: 'private', run: (event, caller) => chosen(deps, event, caller) },
      'challenge.withdraw': {
        answer: 'replace',
        run: (event, caller) => change(deps, event, caller, 'withdraw'),
      },
      'challenge.reopen': {
        answer: 'replace',
        run: (event, caller) => change(deps, event, caller, 'reopen'),
      },
    },
    forms: {},
  }
}

/** A select of the answers to running and late challenges that an organiser may withdraw or reopen. */
export async function manageBlocks(deps: FlowDeps, space: SpaceRef, t: Translate): Promise<readonly Block[]> {
  const blocks: Block[] = []
  for (const challenge of await managed(deps, space)) {
    const { problem } = deps.view(challenge)
    const all = await listSubmissions(deps.db, challenge.id)
    for (let from = 0; from < all.length; from += CHOICES) {
      const some = all.slice(from, from + CHOICES)
      // Numbers follow one another.
      const numbers = { first: from + 1, last: from + some.length }
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

/** All that run, and the latest of those that are over. */
async function managed({ db }: FlowDeps, { platform, space }: SpaceRef): Promise<readonly Challenge[]> {
  const running = await listRunning(db, { platform, space })
  const over = (await listLatest(db, { platform, space }, running.length + OVER_SHOWN)).filter(
    ({ id }) => !running.some((each) => each.id === id),
  )
  return [...running, ...over.slice(0, OVER_SHOWN)]
}

/** Asks before it is done, since everybody sees it. */
async function chosen(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Message> {
  const { challenge, organiser, t } = await pressOf(deps, event, caller)
  if (!organiser) throw new UserError('error.organisersOnly')
  const submission = event.value === undefined ? undefined : await findSubmission(deps.db, event.value)
  if (submission?.challengeId !== challenge.id) throw new UserError('error.oldButton')
  const what = submission.state === 'standing' ? 'withdraw' : 'reopen'
  const text = t(`challenge.sure.${what}`, { answer: signed({ ...deps.view(challenge), t }, submission) })
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
  deps: FlowDeps,
  event: ActionEvent,
  caller: Caller,
  what: 'withdraw' | 'reopen',
): Promise<Message> {
  const { challenge, submission, user, organiser, t } = await submissionPress(deps, event, caller)
  if (!organiser) throw new UserError('error.organisersOnly')
  await deps.db.transaction(async (tx) => {
    const locked = await lockChallenge(tx, challenge.id)
    const now = await findSubmission(tx, submission.id)
    const from = what === 'withdraw' ? 'standing' : 'withdrawn'
    if (!locked || now?.state !== from) throw new UserError('error.oldButton')
    await (what === 'withdraw' ? withdraw : reopen)(deps, tx, locked, now)
    if (now.author !== user.user)
      await tellAuthor(deps, tx, locked, now, what === 'withdraw' ? 'withdrawn' : 'reopened')
  })
  return textMessage(
    t(`challenge.done.${what}`, { answer: t('challenge.answerNumber', { number: submission.number }) }),
  )
}

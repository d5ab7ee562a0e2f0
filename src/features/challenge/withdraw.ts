import type { Tx } from '../../db/client.ts'
import type { ChallengeDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import { type Submission, saveSubmissionState } from './store/submissions.ts'

/** How a withdrawal is made. `asAuthor`: bound by the deadline. `tell`: the author is told, because somebody else did it. */
type Withdrawal = Readonly<{
  find(tx: Tx): Promise<Submission | undefined>
  asAuthor?: boolean
  tell?(submission: Submission): boolean
}>

/**
 * Withdraws a submission from review; its wordings stay stored.
 * @returns undefined when there is none
 */
export function withdraw(
  { engine }: ChallengeDeps,
  challengeId: string,
  { find, asAuthor = false, tell = () => false }: Withdrawal,
): Promise<Stepped | undefined> {
  return engine.advance(challengeId, async (tx, _, at) => {
    const submission = await find(tx)
    if (!submission) return undefined
    return {
      input: { kind: 'withdraw', submission, asAuthor, tell: tell(submission), at },
      about: () => saved(tx, submission, 'withdrawn'),
    }
  })
}

/** Brings a withdrawn submission back as it was. */
export function reopen(
  { engine }: ChallengeDeps,
  challengeId: string,
  { find, tell = () => false }: Omit<Withdrawal, 'asAuthor'>,
): Promise<Stepped | undefined> {
  return engine.advance(challengeId, async (tx, _, at) => {
    const submission = await find(tx)
    if (!submission) return undefined
    return {
      input: { kind: 'reopen', submission, tell: tell(submission), at },
      about: () => saved(tx, submission, 'standing'),
    }
  })
}

async function saved(tx: Tx, submission: Submission, state: Submission['state']) {
  await saveSubmissionState(tx, submission.id, state)
  return { submission: { ...submission, state } }
}

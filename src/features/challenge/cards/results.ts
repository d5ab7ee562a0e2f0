import type { Block } from '#bot'
import type { Tx } from '../../../db/client.ts'
import type { Draft } from '../../../durable/outbox/index.ts'
import { listFormVotes, listReactionVotes, listReviews } from '../../review/store.ts'
import { latestVersion, listOnTime, type Submission } from '../store/submissions.ts'
import type { View } from '../view.ts'
import { answerMessage, withdrawnMessage } from './answer-card.ts'
import { authorOf } from './challenge-card.ts'
import { type AnswerResult, scoresOf } from './scores.ts'

async function resultOf(tx: Tx, { challenge }: View, submission: Submission): Promise<AnswerResult> {
  return {
    submission,
    author: authorOf(challenge, submission.author),
    votes: await listFormVotes(tx, submission.answerId),
    reviews: await listReviews(tx, submission.answerId),
    reactions: await listReactionVotes(tx, submission.answerId),
  }
}

/** The answers that were on time, with their votes, by number. */
export async function resultsOf(tx: Tx, view: View): Promise<readonly AnswerResult[]> {
  const results: AnswerResult[] = []
  for (const submission of await listOnTime(tx, view.challenge.id))
    results.push(await resultOf(tx, view, submission))
  return results
}

/** A submission's head message as it is now; after the close with its scorecard, if it was on time. */
export async function headMessage(
  tx: Tx,
  view: View,
  submission: Submission,
  notes: readonly Block[] = [],
): Promise<Draft> {
  if (submission.state === 'withdrawn') return withdrawnMessage(view, submission)
  const latest = await latestVersion(tx, submission.id)
  if (!latest) throw new Error(`submission ${submission.id} has no wording`)
  const scored = view.challenge.phase === 'closed' && !submission.late
  const scores = scored ? scoresOf(view, await resultOf(tx, view, submission)) : []
  return answerMessage(view, submission, latest.text, [...scores, ...notes])
}

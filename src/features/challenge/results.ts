import type { Block } from '#bot'
import type { Tx } from '../../db/client.ts'
import type { Draft } from '../../durable/outbox/index.ts'
import { listFormVotes, listReactionVotes, listReviews } from '../review/store.ts'
import { answerMessage, withdrawnMessage } from './cards/answer-card.ts'
import { authorOf } from './cards/challenge-card.ts'
import { type Result, scoresOf } from './cards/scores.ts'
import type { View } from './deps.ts'
import { latestVersion, type Submission } from './store/submissions.ts'

/** An answer with all that was said about it. */
export async function resultOf(tx: Tx, { challenge }: View, submission: Submission): Promise<Result> {
  return {
    submission,
    author: authorOf(challenge, submission.author),
    votes: await listFormVotes(tx, submission.answerId),
    reviews: await listReviews(tx, submission.answerId),
    reactions: await listReactionVotes(tx, submission.answerId),
  }
}

/** What an answer's head message shows now; after the close with its scorecard, where it was on time. */
export async function headMessage(
  tx: Tx,
  view: View,
  submission: Submission,
  notes: readonly Block[] = [],
): Promise<Draft> {
  if (submission.state === 'withdrawn') return withdrawnMessage(view, submission)
  const latest = await latestVersion(tx, submission.id)
  if (!latest) throw new Error(`submission ${submission.id} has no wording`)
  const judged = view.challenge.phase === 'closed' && !submission.late
  const scores = judged ? scoresOf(view, await resultOf(tx, view, submission)) : []
  return answerMessage(view, submission, latest.text, [...scores, ...notes])
}

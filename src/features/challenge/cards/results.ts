import type { Block } from '#bot'
import type { Tx } from '../../../db/client.ts'
import type { Draft } from '../../../durable/outbox/index.ts'
import { listFormVotes, listReactionVotes, listReviews } from '../../review/store.ts'
import { type Analysis, analyse, isCurrent } from '../rules/analysis.ts'
import { namesOfStages } from '../rules/stage-words.ts'
import {
  latestVersion,
  listOnTime,
  type Submission,
  saveAnalysis,
  type Version,
} from '../store/submissions.ts'
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
  const { text } = latest
  return answerMessage(view, submission, { text, analysis: await analysisOf(tx, view, submission, latest) }, [
    ...scores,
    ...notes,
  ])
}

/** What is stored with a wording. A version of the bot that did not know it, or other rules, make it again, once. */
async function analysisOf(
  tx: Tx,
  { content }: View,
  { id }: Submission,
  { version, text, analysis }: Version,
): Promise<Analysis> {
  if (isCurrent(analysis)) return analysis
  const made = analyse(text, namesOfStages(content.stages))
  await saveAnalysis(tx, id, version, made)
  return made
}

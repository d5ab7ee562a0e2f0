import type { Block } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Delivery, type Draft, enqueue, findSlot, forgetSlot } from '../../durable/outbox/index.ts'
import { designMessages } from '../answers/cards.ts'
import type { FeatureDeps } from '../feature.ts'
import { dropReactionVotes, listFormVotes, listReactionVotes, listReviews } from '../review/store.ts'
import { answerMessage, withdrawnMessage } from './cards/answer-card.ts'
import { challengeCard, openingMessage } from './cards/challenge-card.ts'
import { digest } from './cards/digest.ts'
import { type AnswerResult, scoresOf } from './cards/scores.ts'
import { type Analysis, analyse, isCurrent } from './rules/analysis.ts'
import type { EmojiVocabulary } from './rules/emoji.ts'
import { namesOfStages } from './rules/stage-words.ts'
import type { Challenge } from './store/challenges.ts'
import { requestRecount } from './store/recounts.ts'
import {
  latestVersion,
  listOnTime,
  listStanding,
  type Submission,
  saveAnalysis,
  type Version,
} from './store/submissions.ts'
import { CARD, slotOf, streamOf, THREAD } from './streams.ts'
import { memberOf, type View } from './view.ts'

type Reactions = Readonly<{ vocabulary: EmojiVocabulary }>
type Schedules = Pick<FeatureDeps, 'peers'>

/** All that a challenge shows in its channel and thread goes through here. */
export function post(tx: Tx, { id, channel }: Challenge, delivery: Delivery): Promise<void> {
  return enqueue(tx, streamOf(id), channel.platform, delivery)
}

/** @param dueAt when it should have been posted, if that is worth mentioning */
export async function postChallenge(tx: Tx, view: View, dueAt?: number): Promise<void> {
  await postCard(tx, view, dueAt)
  await openThread(tx, view)
}

/** Posts all of an open challenge once more, of which nothing arrived. */
export async function repostChallenge(deps: Reactions, tx: Tx, view: View): Promise<void> {
  await postCard(tx, view, view.challenge.postedAt)
  await reopenThread(deps, tx, view, false)
}

async function postCard(tx: Tx, view: View, dueAt: number | undefined): Promise<void> {
  const { challenge } = view
  const standing = await listStanding(tx, challenge.id)
  const message = challengeCard(view, standing.length, dueAt)
  await post(tx, challenge, { kind: 'post', to: { channel: challenge.channel }, message, slot: CARD })
}

export async function editCard(tx: Tx, view: View): Promise<void> {
  const { challenge } = view
  const standing = await listStanding(tx, challenge.id)
  await post(tx, challenge, { kind: 'edit', slot: CARD, message: challengeCard(view, standing.length) })
}

async function openThread(tx: Tx, view: View, again?: Parameters<typeof openingMessage>[1]): Promise<void> {
  const { challenge, problem } = view
  const title = view.t('challenge.title', { problem: problem.title })
  await post(tx, challenge, { kind: 'thread', on: CARD, title, slot: THREAD })
  await postInThread(tx, challenge, openingMessage(view, again))
}

/**
 * Opens the thread on the card again, and posts all standing submissions there.
 * @param deleted whether people saw the thread before this one
 */
export async function reopenThread(deps: Reactions, tx: Tx, view: View, deleted: boolean): Promise<void> {
  const { challenge } = view
  const standing = await listStanding(tx, challenge.id)
  // Deliveries to the old thread that are still waiting go nowhere: everything is posted anew.
  await forgetSlot(tx, { stream: streamOf(challenge.id), slot: THREAD })
  await openThread(tx, view, deleted ? (standing.length > 0 ? 'answers' : 'nothing') : undefined)
  for (const submission of standing) await postAnswer(deps, tx, view, submission, true)
}

function postInThread(tx: Tx, challenge: Challenge, message: Draft, slot?: string): Promise<void> {
  return post(tx, challenge, { kind: 'post', to: { slot: THREAD }, message, ...(slot && { slot }) })
}

/**
 * Posts a submission's head message, with the four levels to react with as long as votes count. Votes by reactions
 * on an earlier message are dropped, because that message is gone.
 * @param quiet whether another message says so
 */
export async function postAnswer(
  deps: Reactions,
  tx: Tx,
  view: View,
  submission: Submission,
  quiet = false,
): Promise<void> {
  const { challenge, t } = view
  const slot = slotOf(submission.id)
  const isFinal = challenge.phase === 'closed' && !submission.late
  const dropped = !isFinal && (await dropReactionVotes(tx, submission.answerId))
  const notes: readonly Block[] =
    dropped && !quiet ? [{ type: 'note', text: t('challenge.reactionsGone') }] : []
  const message = await headMessage(tx, view, submission, notes)
  await forgetSlot(tx, { stream: streamOf(challenge.id), slot })
  await postInThread(tx, challenge, message, slot)
  if (isFinal) return
  for (const emoji of deps.vocabulary.levels) await post(tx, challenge, { kind: 'react', slot, emoji })
  // A user may react before the message id is stored, so count once more.
  await requestRecount(tx, [submission.id])
}

/** Shows a submission on its earlier message, with the reactions there; posts it if it has none. */
export async function showAnswer(deps: Reactions, tx: Tx, view: View, submission: Submission): Promise<void> {
  if (!(await findSlot(tx, streamOf(view.challenge.id), slotOf(submission.id))))
    return postAnswer(deps, tx, view, submission)
  await editAnswer(tx, view, submission)
  // Reactions were not counted while the submission was withdrawn.
  await requestRecount(tx, [submission.id])
}

export async function editAnswer(tx: Tx, view: View, submission: Submission): Promise<void> {
  const message = await headMessage(tx, view, submission)
  await post(tx, view.challenge, { kind: 'edit', slot: slotOf(submission.id), message })
}

/** Each head message gets its scorecard and loses its controls; then the worked design and the digest. */
export async function postResult({ peers }: Schedules, tx: Tx, view: View): Promise<void> {
  const { challenge, problem, t } = view
  const results = await resultsOf(tx, view)
  for (const { submission } of results) await editAnswer(tx, view, submission)
  for (const message of designMessages(problem, challenge.problem, challenge.language, t))
    await postInThread(tx, challenge, message)
  const next = await peers.schedule.nextOf(tx, challenge.scheduleId)
  const thread = await findSlot(tx, streamOf(challenge.id), THREAD)
  const message = digest(view, results, { next, thread })
  await post(tx, challenge, { kind: 'post', to: { channel: challenge.channel }, message })
}

async function resultOf(tx: Tx, { challenge }: View, submission: Submission): Promise<AnswerResult> {
  return {
    submission,
    author: memberOf(challenge, submission.author),
    votes: await listFormVotes(tx, submission.answerId),
    reviews: await listReviews(tx, submission.answerId),
    reactions: await listReactionVotes(tx, submission.answerId),
  }
}

/** The answers that were on time, with their votes, by number. */
async function resultsOf(tx: Tx, view: View): Promise<readonly AnswerResult[]> {
  const results: AnswerResult[] = []
  for (const submission of await listOnTime(tx, view.challenge.id))
    results.push(await resultOf(tx, view, submission))
  return results
}

/** A submission's head message as it is now; after the close with its scorecard, if it was on time. */
async function headMessage(
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

/** The analysis stored with a wording; made again where an older version or other rules left none that is current. */
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

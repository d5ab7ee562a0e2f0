import { hasVariants, type MessageRef, type ReactionEvent, textMessage, type UserRef } from '#bot'
import type { Level } from '../../content/rubric.ts'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { slotOfMessage } from '../../durable/outbox/index.ts'
import { tell } from '../answers/posts.ts'
import { listReactionVotes, saveReactionVotes } from '../review/store.ts'
import type { ChallengeDeps } from './deps.ts'
import { acceptsVotes } from './rules/deadline.ts'
import type { Mark } from './rules/emoji.ts'
import { addReaction, type Marks, recount, removeReaction, sameMarks } from './rules/reactions.ts'
import { type Challenge, getChallenge } from './store/challenges.ts'
import { countHeard, lockHeard, requestRecount } from './store/recounts.ts'
import { findSubmission, type Submission } from './store/submissions.ts'
import { submissionAt } from './streams.ts'
import { memberOf, viewOf } from './view.ts'

type Reviewed = Readonly<{ challenge: Challenge; submission: Submission }>

/** The submission whose head message this is; undefined for any other message. */
async function reviewedAt({ db }: ChallengeDeps, message: MessageRef): Promise<Reviewed | undefined> {
  const placed = await slotOfMessage(db, message)
  const id = placed && submissionAt(placed.slot)
  const submission = id === undefined ? undefined : await findSubmission(db, id)
  const challenge = submission && (await getChallenge(db, submission.challengeId))
  return submission && challenge && { challenge, submission }
}

/** A reaction on a head message is a vote; removing it withdraws the vote. */
export async function onReaction(deps: ChallengeDeps, event: ReactionEvent): Promise<void> {
  const { message, user, emoji, added, late } = event
  const mark = deps.vocabulary.markOf(emoji)
  if (!mark) return
  const reviewed = await reviewedAt(deps, message)
  if (!reviewed || reviewed.submission.author === user.user) return
  const { submission, challenge } = reviewed
  if (!acceptsVotes(challenge, deps.clock.now(), submission)) return
  if (late) return requestRecount(deps.db, [submission.id])
  await deps.db.transaction(async (tx) => {
    await lockHeard(tx, submission.id)
    const before = await marksOf(tx, submission.answerId, user)
    const { marks, unsure } = added
      ? addReaction(before, mark)
      : removeReaction(before, mark, hasVariants(emoji))
    if (!sameMarks(before, marks))
      await saveReactionVotes(tx, submission.answerId, user, marks, deps.clock.now())
    // If unsure, another one of theirs may still be on the message. One update per transaction: on the second
    // PostgreSQL checks the foreign key, which would wait for a close that waits for this row.
    await (unsure ? requestRecount(tx, [submission.id]) : countHeard(tx, submission.id))
  })
}

export async function onReactionsCleared(deps: ChallengeDeps, message: MessageRef): Promise<void> {
  const reviewed = await reviewedAt(deps, message)
  if (reviewed) await requestRecount(deps.db, [reviewed.submission.id])
}

async function marksOf(tx: Tx, answerId: string, user: UserRef): Promise<Marks> {
  const votes = await listReactionVotes(tx, answerId)
  return votes.find(({ voter }) => voter.user === user.user)?.marks ?? new Map<string, Level>()
}

/** Stores the votes that the platform's reactions amount to; in a transaction that holds the submission's row. */
export async function storeReactions(
  deps: ChallengeDeps,
  tx: Tx,
  { challenge, submission }: Reviewed,
  standing: readonly Readonly<{ emoji: string; user: UserRef }>[],
): Promise<void> {
  const before = new Map(
    (await listReactionVotes(tx, submission.answerId)).map(({ voter, marks }) => [voter.user, marks]),
  )
  const counted = standing.flatMap(({ emoji, user }) => {
    const mark = deps.vocabulary.markOf(emoji)
    return mark && user.user !== submission.author ? [{ mark, user }] : []
  })
  const now = Map.groupBy(counted, ({ user }) => user.user)
  for (const person of new Set([...before.keys(), ...now.keys()])) {
    const user = memberOf(challenge, person)
    const marks: readonly Mark[] = (now.get(person) ?? []).map(({ mark }) => mark)
    const known = before.get(person) ?? new Map<string, Level>()
    const found = recount(known, marks)
    if (!sameMarks(known, found.marks))
      await saveReactionVotes(tx, submission.answerId, user, found.marks, deps.clock.now())
    if (found.conflicting.length > 0)
      await tellConflict(deps, tx, challenge, submission, user, found.conflicting)
  }
}

/** Tells a voter once that none of their several levels counts. */
async function tellConflict(
  deps: ChallengeDeps,
  tx: Tx,
  challenge: Challenge,
  { id, number }: Submission,
  user: UserRef,
  levels: readonly Level[],
): Promise<void> {
  if (!(await claimEvent(tx, user.platform, `torn:${id}:${user.user}:${levels.join()}`))) return
  const { t, problem } = viewOf(deps, challenge)
  const text = t(challenge.phase === 'closing' ? 'challenge.tornAtClose' : 'challenge.torn', {
    number,
    problem: problem.title,
    levels: levels.join(t('list.comma')),
  })
  await tell(tx, user, textMessage(text))
}

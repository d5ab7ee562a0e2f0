import { type MessageRef, type ReactionEvent, textMessage, type UserRef } from '#bot'
import type { Level } from '../../content/schema.ts'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { enqueue, slotOfMessage } from '../../durable/outbox/index.ts'
import { listReactionVotes, saveReactionVotes } from '../review/store.ts'
import type { FlowDeps } from './deps.ts'
import { takesVotes } from './rules/phase.ts'
import { type Marks, put, recount, sameMarks, takeBack } from './rules/reactions.ts'
import type { Mark } from './rules/vocabulary.ts'
import { type Challenge, getChallenge } from './store/challenges.ts'
import { lockHeard, noteHeard, requestRecount } from './store/recounts.ts'
import { findSubmission, type Submission } from './store/submissions.ts'
import { personStream, submissionAt } from './streams.ts'

type Reviewed = Readonly<{ challenge: Challenge; submission: Submission }>

/** The answer whose head message this is; undefined for any other message. */
async function reviewedAt({ db }: FlowDeps, message: MessageRef): Promise<Reviewed | undefined> {
  const placed = await slotOfMessage(db, message)
  const id = placed && submissionAt(placed.slot)
  const submission = id === undefined ? undefined : await findSubmission(db, id)
  const challenge = submission && (await getChallenge(db, submission.challengeId))
  return submission && challenge && { challenge, submission }
}

/** A reaction on an answer is a vote, its removal takes it back. */
export async function hearReaction(deps: FlowDeps, event: ReactionEvent): Promise<void> {
  const { message, user, emoji, added, late } = event
  const mark = deps.vocabulary.markOf(emoji)
  if (!mark) return
  const reviewed = await reviewedAt(deps, message)
  if (!reviewed || reviewed.submission.author === user.user) return
  const { submission, challenge } = reviewed
  if (!takesVotes(challenge, deps.clock.now(), submission)) return
  if (late) return requestRecount(deps.db, [submission.id])
  await deps.db.transaction(async (tx) => {
    await lockHeard(tx, submission.id)
    const before = await marksOf(tx, submission.answerId, user)
    const { marks, unsure } = added ? put(before, mark) : takeBack(before, mark)
    if (!sameMarks(before, marks))
      await saveReactionVotes(tx, submission.answerId, user, marks, deps.clock.now())
    // Another level of theirs may stand beside the one that went. One update only: after a second one PostgreSQL checks
    // the row's challenge, and would wait for a close that waits for this row.
    await (unsure ? requestRecount(tx, [submission.id]) : noteHeard(tx, submission.id))
  })
}

export async function hearCleared(deps: FlowDeps, message: MessageRef): Promise<void> {
  const reviewed = await reviewedAt(deps, message)
  if (reviewed) await requestRecount(deps.db, [reviewed.submission.id])
}

async function marksOf(tx: Tx, answerId: string, user: UserRef): Promise<Marks> {
  const votes = await listReactionVotes(tx, answerId)
  return votes.find(({ voter }) => voter.user === user.user)?.marks ?? new Map<string, Level>()
}

/** Stores the votes as the reactions stand on the platform; in a transaction that holds the submission's row. */
export async function storeStanding(
  deps: FlowDeps,
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
    const user: UserRef = {
      platform: challenge.channel.platform,
      space: challenge.channel.space,
      user: person,
    }
    const marks: readonly Mark[] = (now.get(person) ?? []).map(({ mark }) => mark)
    const known = before.get(person) ?? new Map<string, Level>()
    const found = recount(known, marks)
    if (!sameMarks(known, found.marks))
      await saveReactionVotes(tx, submission.answerId, user, found.marks, deps.clock.now())
    if (found.torn.length > 0) await tellTorn(deps, tx, challenge, submission, user, found.torn)
  }
}

/** Says once that none of several levels can count. */
async function tellTorn(
  deps: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  { id, number }: Submission,
  user: UserRef,
  torn: readonly Level[],
): Promise<void> {
  if (!(await claimEvent(tx, user.platform, `torn:${id}:${user.user}:${torn.join()}`))) return
  const { t, problem } = deps.view(challenge)
  const text = t(challenge.phase === 'closing' ? 'challenge.tornAtClose' : 'challenge.torn', {
    number,
    problem: problem.title,
    levels: torn.join(t('list.comma')),
  })
  await enqueue(tx, personStream(user), user.platform, { kind: 'dm', user, message: textMessage(text) })
}

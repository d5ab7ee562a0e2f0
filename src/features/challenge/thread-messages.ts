import { type MessageEvent, type MessageRef, type SeenMessage, UserError } from '#bot'
import { slotOfThread } from '../../durable/outbox/index.ts'
import { isCopy } from '../../kit/copies.ts'
import { readFiles } from '../answers/text-files.ts'
import type { ChallengeDeps } from './deps.ts'
import { type Challenge, getChallenge } from './store/challenges.ts'
import { latestVersion, listByMessage, moveMessage } from './store/submissions.ts'
import { challengeAt } from './streams.ts'
import { checkText } from './submit.ts'
import { answerOf, submitMessage } from './submit-message.ts'
import { reopen, withdraw } from './withdraw.ts'

/** A message `answer: …` in a challenge's thread hands in; other messages there are talk. */
export async function onThreadMessage(deps: ChallengeDeps, event: MessageEvent): Promise<void> {
  const ref = 'ref' in event ? event.ref : event.message.ref
  const challenge = await challengeIn(deps, ref)
  if (!challenge) return
  if (event.change === 'deleted') await onAnswerDeleted(deps, challenge, ref)
  else if (event.change === 'replaced') await onAnswerReplaced(deps, challenge, ref, event.message)
  else await submitMessage(deps, challenge, event.message)
}

async function challengeIn(deps: ChallengeDeps, ref: MessageRef): Promise<Challenge | undefined> {
  const placed = await slotOfThread(deps.db, ref)
  const id = placed && challengeAt(placed.stream)
  return id === undefined ? undefined : getChallenge(deps.db, id)
}

/** A submission whose message was deleted is withdrawn, at any time. */
async function onAnswerDeleted(deps: ChallengeDeps, { id }: Challenge, ref: MessageRef): Promise<void> {
  await withdraw(deps, id, {
    find: async (tx) =>
      (await listByMessage(tx, id)).find(({ message }) => message === ref.message)?.submission,
  })
}

/** A webhook's copy took the place of an answer's message: the submission stands, also if the deletion came first. */
async function onAnswerReplaced(
  deps: ChallengeDeps,
  challenge: Challenge,
  from: MessageRef,
  copy: SeenMessage,
): Promise<void> {
  const { id } = challenge
  let found = false
  await reopen(deps, id, {
    async find(tx) {
      const known = (await listByMessage(tx, id)).find(({ message }) => message === from.message)
      if (!known) return undefined
      found = true
      const { submission } = known
      await moveMessage(tx, submission, { message: copy.ref.message, at: deps.clock.botTime(copy.at) })
      return submission.state === 'withdrawn' ? submission : undefined
    },
  })
  if (!found) await submitMessage(deps, challenge, copy)
}

/** A message that is gone from a thread was deleted, or a copy of it stands there. */
export async function onAnswerGone(
  deps: ChallengeDeps,
  challenge: Challenge,
  ref: MessageRef,
  messages: readonly SeenMessage[],
): Promise<void> {
  const copy = await findCopy(deps, challenge, ref, messages)
  if (copy) await onAnswerReplaced(deps, challenge, ref, copy)
  else await onAnswerDeleted(deps, challenge, ref)
}

async function findCopy(
  deps: ChallengeDeps,
  { id }: Challenge,
  { message }: MessageRef,
  messages: readonly SeenMessage[],
): Promise<SeenMessage | undefined> {
  const known = await listByMessage(deps.db, id)
  const relayed = messages.filter(
    ({ ref, relayed }) => relayed && !known.some((each) => each.message === ref.message),
  )
  const submission = known.find((each) => each.message === message)?.submission
  if (relayed.length === 0 || submission?.state !== 'standing') return undefined
  const latest = await latestVersion(deps.db, submission.id)
  for (const copy of relayed) {
    const text = latest && (await textOf(deps, copy))
    const after = deps.clock.botTime(copy.writtenAt) - (latest?.at ?? 0)
    if (latest && text !== undefined && isCopy({ text: latest.text, files: [] }, { text, files: [] }, after))
      return { ...copy, author: { ...copy.author, user: submission.author, bot: false } }
  }
  return undefined
}

/** The answer in a message, as it would be stored; undefined where there is none. */
async function textOf(deps: ChallengeDeps, message: SeenMessage): Promise<string | undefined> {
  try {
    const answer = answerOf(message.text, (await readFiles(deps, message)).texts)
    return answer === undefined ? undefined : checkText(answer).text
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

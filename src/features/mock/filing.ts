import { type MessageRef, type Platform, type ReactionEvent, sameUser, type UserRef } from '#bot'
import { slotOfThread } from '../../durable/outbox/index.ts'
import { stageOfEmoji, standingStage } from '../answers/rules.ts'
import { type Answer, answerOfMock, filePart, listMessages } from '../answers/store.ts'
import type { MockDeps } from './deps.ts'
import { sourceOf } from './record.ts'
import { mockSlot } from './streams.ts'

/** Files a message under a stage by the candidate's keycap, 1️⃣ to 7️⃣; unfiles it when the keycap is removed. */
export async function fileByReaction(
  deps: MockDeps,
  { message, user, emoji, added, late }: ReactionEvent,
): Promise<void> {
  const stage = stageOfEmoji(emoji)
  if (stage === undefined) return
  if (!added || late) return refile(deps, message, user)
  const answer = await answerAt(deps, message)
  if (answer && sameUser(answer.author, user))
    await filePart(deps.db, { answerId: answer.id, ...sourceOf(message), stage })
}

/**
 * Files a message by the keycaps that are on it now.
 * @param by the person whose reaction changed, where it is known: only the candidate's count
 */
export async function refile(deps: MockDeps, message: MessageRef, by?: UserRef): Promise<void> {
  const answer = await answerAt(deps, message)
  const platform = deps.platforms.get(message.platform)
  if (!answer || !platform || (by && !sameUser(answer.author, by))) return
  const part = { answerId: answer.id, ...sourceOf(message) }
  const known = (await listMessages(deps.db, answer.id)).find(({ sourceId }) => sourceId === part.sourceId)
  if (!known) return
  const stage = standingStage(known.filedStage, await keycapsOf(platform, message, answer.author))
  if (stage !== known.filedStage) await filePart(deps.db, { ...part, stage, from: known.filedStage })
}

/** The stages whose keycaps this person has put on a message. */
export async function keycapsOf(
  platform: Platform,
  message: MessageRef,
  person: UserRef,
): Promise<readonly number[]> {
  const reactions = await platform.readReactions(message)
  return reactions
    .filter(({ user }) => sameUser(user, person))
    .flatMap((reaction) => stageOfEmoji(reaction.emoji) ?? [])
}

async function answerAt({ db }: MockDeps, message: MessageRef): Promise<Answer | undefined> {
  const slot = mockSlot(await slotOfThread(db, message))
  return slot && answerOfMock(db, slot.stream)
}

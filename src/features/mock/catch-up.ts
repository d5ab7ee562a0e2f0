import { type Platform, type SeenMessage, sameUser, type UserRef } from '#bot'
import type { Db } from '../../db/client.ts'
import { placeOf } from '../../durable/deliveries.ts'
import { stageOfEmoji, standingStage } from '../answers/rules.ts'
import { type Answer, answerOfMock, deletePart, filePart, listMessages } from '../answers/store.ts'
import { THREAD } from './announce.ts'
import type { FlowDeps } from './deps.ts'
import { hear } from './hearing.ts'
import type { Mock } from './store.ts'

/**
 * Reads what was written, edited, deleted and filed in a mock's thread while nobody listened. What
 * stands in the thread is the truth.
 */
export async function catchUp(deps: FlowDeps, mock: Mock): Promise<void> {
  const { db, clock, platforms, log } = deps
  const thread = await placeOf(db, mock.id, THREAD)
  const platform = platforms.get(mock.channel.platform)
  const { candidate } = mock.state.seats
  if (!thread || !candidate || !platform?.readsMessages) return
  try {
    const answer = await answerOfMock(db, mock.id)
    if (!answer) return
    // Asked before the thread is read: what is written meanwhile is heard, and not in that reading.
    const known = await listMessages(db, answer.id)
    const standing = await readAll(platform, thread)
    const own = standing.filter((message) => sameUser(message.author, candidate))
    for (const message of own) await hear(deps, mock.id, message)
    for (const { sourceId } of known)
      if (!own.some(({ ref }) => ref.message === sourceId))
        await deletePart(db, { answerId: answer.id, source: 'message', sourceId, stage: 0, at: clock.now() })
    await refile(db, platform, answer, own)
  } catch (err) {
    log.warn({ err, mock: mock.id }, 'what was said in a mock while the bot was away could not be read')
  }
}

async function readAll(platform: Platform, thread: Parameters<Platform['readMessages']>[0]) {
  const all: SeenMessage[] = []
  for (;;) {
    const page = await platform.readMessages(thread, all.at(-1)?.ref)
    if (page.length === 0) return all
    all.push(...page)
  }
}

/** Files an answer's messages by the keycaps that its author has put on them. */
async function refile(
  db: Db,
  platform: Platform,
  { id: answerId, author }: Answer,
  standing: readonly SeenMessage[],
): Promise<void> {
  for (const { sourceId, filedStage } of await listMessages(db, answerId)) {
    const message = standing.find(({ ref }) => ref.message === sourceId)
    if (!message) continue
    const stage = standingStage(filedStage, await keycapsOf(platform, message, author))
    if (stage !== filedStage) await filePart(db, { answerId, source: 'message', sourceId, stage })
  }
}

/** The stages whose keycap this person has put on a message. Asks only where a keycap stands at all. */
async function keycapsOf(
  platform: Platform,
  { ref, emoji = [] }: SeenMessage,
  person: UserRef,
): Promise<readonly number[]> {
  if (emoji.every((each) => stageOfEmoji(each) === undefined)) return []
  const reactions = await platform.readReactions(ref)
  return reactions
    .filter(({ user }) => sameUser(user, person))
    .flatMap((reaction) => stageOfEmoji(reaction.emoji) ?? [])
}

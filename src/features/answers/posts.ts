import { type SeenMessage, type Sentence, type Translate, textMessage, type UserRef } from '#bot'
import type { Tx } from '../../db/client.ts'
import type { Clock } from '../../durable/clock.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { type Draft, enqueue } from '../../durable/outbox/index.ts'
import { DAY } from '../../kit/durations.ts'
import { userOf } from '../caller.ts'

/** Direct messages have a stream per person, so that one failure delays nobody else's. */
const personStream = ({ platform, space, user }: UserRef) => `person:${platform}:${space}:${user}`

/** A direct message. */
export function tell(tx: Tx, user: UserRef, message: Draft): Promise<void> {
  return enqueue(tx, personStream(user), user.platform, { kind: 'dm', user, message })
}

/** Claimed events are stored for this long. */
const CLAIMED_MS = 3 * DAY

/**
 * Tells the author of a message what could not be used of it. Once per wording, though the same message may be read
 * again while it stands.
 * @param word puts the sentences, which are of one line each, into what is said
 */
export async function explain(
  tx: Tx,
  clock: Clock,
  { author, ref, at }: SeenMessage,
  t: Translate,
  sentences: readonly Sentence[],
  word: (said: string) => string,
): Promise<void> {
  if (sentences.length === 0 || clock.now() - clock.botTime(at) > CLAIMED_MS) return
  const user = userOf(author)
  if (!(await claimEvent(tx, user.platform, `refused:${ref.message}:${at}`))) return
  await tell(tx, user, textMessage(word(sentences.map((each) => t(each)).join('\n'))))
}

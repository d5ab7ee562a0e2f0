/** Names under which a challenge's messages and its thread are remembered. */
export const CARD = 'card'
export const THREAD = 'thread'
const ANSWER = 'answer:'

/** The slot of a submission's head message. */
export const slotOf = (submissionId: string) => `${ANSWER}${submissionId}`

/** The submission whose head message a slot is. */
export function submissionAt(slot: string): string | undefined {
  return slot.startsWith(ANSWER) ? slot.slice(ANSWER.length) : undefined
}

const PREFIX = 'challenge:'

/** The outbox stream of a challenge: what it says goes out in order. */
export const streamOf = (challengeId: string) => `${PREFIX}${challengeId}`

/** The challenge that a stream belongs to; undefined for other features' streams. */
export function challengeAt(stream: string): string | undefined {
  return stream.startsWith(PREFIX) ? stream.slice(PREFIX.length) : undefined
}

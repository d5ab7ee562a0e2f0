import type { ChannelRef } from '#bot'
import type { Db } from '../../db/client.ts'
import { type SlotName, slotOfThread } from '../../durable/outbox/index.ts'

/** The message slots of a mock, and the slot of its thread. */
export const LOBBY = 'lobby'
export const THREAD = 'thread'
export const SCORING = 'scoring'
export const stageSlot = (stage: number) => `stage:${stage}`
export const answerSlot = (stage: number) => `answer:${stage}`

/** The outbox stream of a mock is its id; the streams of other features begin with a prefix. */
export const isMockStream = (stream: string) => !stream.includes(':')

/** The diagrams of a mock's answer have a stream of their own, so that a slow one delays no card. */
export const diagramStream = (mockId: string) => `drawings:${mockId}`

/** The slot, where it is a mock's. */
export function mockSlot(slot: SlotName | undefined): SlotName | undefined {
  return slot && isMockStream(slot.stream) ? slot : undefined
}

/** The id of the mock that runs in this thread. */
export async function mockAt(db: Db, thread: ChannelRef): Promise<string | undefined> {
  return mockSlot(await slotOfThread(db, thread))?.stream
}

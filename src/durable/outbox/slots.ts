import { and, eq, isNull } from 'drizzle-orm'
import type { ChannelRef, MessageRef } from '#bot'
import type { DbOrTx } from '../../db/client.ts'
import { messageSlots } from '../../db/schema.ts'

/** The name of a message or thread: the feature's stream, and a name that is unique in it. */
export type SlotName = Readonly<{ stream: string; slot: string }>

/** The message or thread stored under a slot; undefined as long as there is none. */
export async function findSlot(
  db: DbOrTx,
  stream: string,
  slot: string,
): Promise<ChannelRef | MessageRef | undefined> {
  const [row] = await db
    .select()
    .from(messageSlots)
    .where(and(eq(messageSlots.stream, stream), eq(messageSlots.slot, slot)))
  if (!row) return undefined
  const { platform, space, channel, thread, message } = row
  return {
    platform,
    space,
    channel,
    ...(thread === null ? {} : { thread }),
    ...(message === null ? {} : { message }),
  }
}

/** The slot of a thread; undefined for a channel, and for a thread that the bot did not open. */
export async function slotOfThread(db: DbOrTx, ref: ChannelRef): Promise<SlotName | undefined> {
  if (ref.thread === undefined) return undefined
  const [row] = await db
    .select({ stream: messageSlots.stream, slot: messageSlots.slot })
    .from(messageSlots)
    .where(
      and(
        eq(messageSlots.platform, ref.platform),
        eq(messageSlots.thread, ref.thread),
        // On Slack a thread's ts is unique within its channel only.
        eq(messageSlots.channel, ref.channel),
        isNull(messageSlots.message),
      ),
    )
  return row
}

/** The slot of a message; undefined if it was not posted under one. */
export async function slotOfMessage(db: DbOrTx, ref: MessageRef): Promise<SlotName | undefined> {
  const [row] = await db
    .select({ stream: messageSlots.stream, slot: messageSlots.slot })
    .from(messageSlots)
    .where(
      and(
        eq(messageSlots.platform, ref.platform),
        eq(messageSlots.message, ref.message),
        eq(messageSlots.channel, ref.channel),
      ),
    )
  return row
}

/** Stores a place under a slot, instead of the former one. */
export async function rememberSlot(
  tx: DbOrTx,
  { stream, slot }: SlotName,
  ref: ChannelRef | MessageRef,
): Promise<void> {
  const place = {
    platform: ref.platform,
    space: ref.space,
    channel: ref.channel,
    thread: ref.thread ?? null,
    message: 'message' in ref ? ref.message : null,
  }
  await tx
    .insert(messageSlots)
    .values({ stream, slot, ...place })
    .onConflictDoUpdate({ target: [messageSlots.stream, messageSlots.slot], set: place })
}

/** Empties a slot whose message is gone. */
export async function forgetSlot(tx: DbOrTx, { stream, slot }: SlotName): Promise<void> {
  await tx.delete(messageSlots).where(and(eq(messageSlots.stream, stream), eq(messageSlots.slot, slot)))
}

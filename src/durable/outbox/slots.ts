import { and, eq, isNull } from 'drizzle-orm'
import type { ChannelRef, MessageRef } from '#bot'
import type { DbOrTx } from '../../db/client.ts'
import { messageSlots } from '../../db/schema.ts'

/** Where a message or thread belongs: the feature's stream, and the name it gave the place there. */
export type SlotName = Readonly<{ stream: string; slot: string }>

/** The message or thread remembered under a slot; undefined while it is not there (yet). */
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

/** Whose thread this is; undefined when it is a channel, or a thread that the bot did not open. */
export async function slotOfThread(db: DbOrTx, ref: ChannelRef): Promise<SlotName | undefined> {
  if (ref.thread === undefined) return undefined
  const [row] = await db
    .select({ stream: messageSlots.stream, slot: messageSlots.slot })
    .from(messageSlots)
    .where(
      and(
        eq(messageSlots.platform, ref.platform),
        eq(messageSlots.thread, ref.thread),
        // On Slack a thread's ts is unique in its channel only.
        eq(messageSlots.channel, ref.channel),
        isNull(messageSlots.message),
      ),
    )
  return row
}

/** Whose message this is; undefined when it was not posted under a slot. */
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

/** Remembers a place; one that the slot had before is forgotten. */
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

/** What stood under the slot is gone, and nothing else stands there yet. */
export async function forgetSlot(tx: DbOrTx, { stream, slot }: SlotName): Promise<void> {
  await tx.delete(messageSlots).where(and(eq(messageSlots.stream, stream), eq(messageSlots.slot, slot)))
}

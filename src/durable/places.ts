import { and, eq, isNull } from 'drizzle-orm'
import type { ChannelRef, MessageRef } from '#bot'
import type { DbOrTx } from '../db/client.ts'
import { places } from '../db/schema.ts'

/** Where a message or thread belongs: the feature's stream, and the name it gave the place there. */
export type Placed = Readonly<{ stream: string; slot: string }>

/** The message or thread remembered under a slot; undefined while it is not there (yet). */
export async function placeOf(
  db: DbOrTx,
  stream: string,
  slot: string,
): Promise<ChannelRef | MessageRef | undefined> {
  const [row] = await db
    .select()
    .from(places)
    .where(and(eq(places.stream, stream), eq(places.slot, slot)))
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
export async function streamOfThread(db: DbOrTx, ref: ChannelRef): Promise<Placed | undefined> {
  if (ref.thread === undefined) return undefined
  const [row] = await db
    .select({ stream: places.stream, slot: places.slot })
    .from(places)
    .where(
      and(
        eq(places.platform, ref.platform),
        eq(places.thread, ref.thread),
        // On Slack a thread's ts is unique in its channel only.
        eq(places.channel, ref.channel),
        isNull(places.message),
      ),
    )
  return row
}

/** Whose message this is; undefined when it was not posted under a slot. */
export async function streamOfMessage(db: DbOrTx, ref: MessageRef): Promise<Placed | undefined> {
  const [row] = await db
    .select({ stream: places.stream, slot: places.slot })
    .from(places)
    .where(
      and(
        eq(places.platform, ref.platform),
        eq(places.message, ref.message),
        eq(places.channel, ref.channel),
      ),
    )
  return row
}

/** The slot is free again. */
export async function forget(tx: DbOrTx, { stream, slot }: Placed): Promise<void> {
  await tx.delete(places).where(and(eq(places.stream, stream), eq(places.slot, slot)))
}

/** Remembers a place; one that the slot had before is forgotten. */
export async function remember(
  tx: DbOrTx,
  { stream, slot }: Placed,
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
    .insert(places)
    .values({ stream, slot, ...place })
    .onConflictDoUpdate({ target: [places.stream, places.slot], set: place })
}

import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { ChannelRef } from '#bot'

/** The bot's entry in a message's metadata, which people don't see. */
const schema = z.object({
  event_type: z.literal('loopmate_delivery'),
  event_payload: z.object({
    /** The delivery's key: a repetition has the same. */
    key: z.string(),
    /** The files uploaded after the message that belong to it, each with the `hash` of its content. */
    files: z.array(z.object({ id: z.string(), hash: z.string() })).default([]),
  }),
})

export type Mark = z.infer<typeof schema>['event_payload']

/** Covers every attempt whose response was lost. */
const ATTEMPT_S = 6 * 60 * 60
const PAGE = 200

export function metadataOf(mark: Mark) {
  return { event_type: 'loopmate_delivery', event_payload: { key: mark.key, files: [...mark.files] } }
}

function readMark(metadata: unknown): Mark | undefined {
  const read = schema.safeParse(metadata)
  return read.success ? read.data.event_payload : undefined
}

type Raw = Readonly<{ ts?: string; metadata?: unknown; files?: readonly Readonly<{ id?: string }>[] }>

export type PostedBefore = Readonly<{
  /** The messages of an earlier attempt, by their keys. */
  byKey: ReadonlyMap<string, Readonly<{ ts: string; mark: Mark }>>
  /** The files in the channel. */
  files: ReadonlySet<string>
}>

/** Looks for the messages of an earlier attempt. */
export async function findPosted(client: WebClient, to: ChannelRef): Promise<PostedBefore> {
  const oldest = String(Math.floor(Date.now() / 1000) - ATTEMPT_S)
  const byKey = new Map<string, { ts: string; mark: Mark }>()
  const files = new Set<string>()
  for await (const message of history(client, to, { oldest })) {
    const mark = readMark(message.metadata)
    if (mark && message.ts) byKey.set(mark.key, { ts: message.ts, mark })
    for (const { id } of message.files ?? []) if (id) files.add(id)
  }
  return { byKey, files }
}

/** Reads the bot's entry in one message. */
export async function markOf(client: WebClient, to: ChannelRef, ts: string): Promise<Mark | undefined> {
  for await (const message of history(client, to, { oldest: ts, latest: ts }))
    if (message.ts === ts) return readMark(message.metadata)
  return undefined
}

async function* history(
  client: WebClient,
  { channel, thread }: ChannelRef,
  range: Readonly<{ oldest: string; latest?: string }>,
): AsyncGenerator<Raw> {
  let cursor: string | undefined
  do {
    const request = {
      channel,
      ...range,
      inclusive: true,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    }
    const page =
      thread === undefined
        ? await client.conversations.history(request)
        : await client.conversations.replies({ ...request, ts: thread })
    yield* (page.messages ?? []) as readonly Raw[]
    cursor = page.has_more ? page.response_metadata?.next_cursor : undefined
  } while (cursor)
}

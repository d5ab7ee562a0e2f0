import { z } from 'zod'

/** The parts of Discord's packets that the bot reads. Anything else in them is ignored, and may be of any type. */

export const id = z.string().regex(/^\d{1,20}$/u)
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)))

export const user = z.object({
  id,
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
})

export const attachment = z.object({
  id,
  filename: z.string(),
  size: z.number(),
  url: z.string(),
  content_type: z.string().nullish(),
})

const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() })

/** A forwarded message, as it was at that time. */
const snapshot = z.object({
  message: z.object({ content: z.string().default(''), attachments: z.array(attachment).default([]) }),
})

/** The part by which a message is read or skipped: an update may name what changed only. */
export const messageHead = z.object({
  type: z.number().optional(),
  author: z.unknown().optional(),
  edited_timestamp: time.nullish(),
})

export const message = z.object({
  id,
  channel_id: id,
  guild_id: id.optional(),
  type: z.number(),
  content: z.string(),
  author: user,
  attachments: z.array(attachment),
  message_reference: z.object({ type: z.number().nullish() }).nullish(),
  message_snapshots: z.array(snapshot).nullish(),
  timestamp: time,
  edited_timestamp: time.nullish(),
  webhook_id: id.nullish(),
  member: z.object({ nick: z.string().nullish() }).nullish(),
  reactions: z.array(z.object({ emoji })).nullish(),
})

/** Where something happened in a message's channel. */
const at = z.object({ channel_id: id, guild_id: id.optional() })

export const deletedMessage = at.extend({ id })
export const deletedMessages = at.extend({ ids: z.array(id) })
export const reaction = at.extend({
  message_id: id,
  user_id: id,
  emoji,
  member: z.object({ user: z.object({ bot: z.boolean().optional() }).optional() }).nullish(),
})
export const clearedReactions = at.extend({ message_id: id, emoji: emoji.optional() })
export const deletedThread = z.object({ id, guild_id: id, parent_id: id.nullish() })
export const deletedChannel = z.object({ id, guild_id: id.optional(), type: z.number() })
export const deletedGuild = z.object({ id, unavailable: z.boolean().optional() })
export const ready = z.object({ user: z.object({ id }) })
export const channel = z.object({ id, type: z.number(), parent_id: id.nullish() })
export const guild = z.object({
  unavailable: z.boolean().optional(),
  channels: z.array(z.unknown()).optional(),
  threads: z.array(z.unknown()).optional(),
})

export type RawMessage = z.infer<typeof message>
export type RawUser = z.infer<typeof user>
export type RawAttachment = z.infer<typeof attachment>

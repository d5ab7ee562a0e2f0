import { apiErrors } from './api-error.ts'
import { INTENT } from './intents.ts'
import type { FakeMessage } from './message.ts'
import type { User } from './model.ts'
import { memberJson } from './wire.ts'
import { emojiJson } from './wire-message.ts'
import { publish, type World } from './world.ts'

const UNICODE = /^\p{RGI_Emoji}$/v
const CUSTOM = /^\w{2,32}:\d{15,21}$/

/** @throws ApiError 10014 unless it is an emoji, with or without the selector that draws it in colour */
export function checkEmoji(emoji: string): void {
  if (!UNICODE.test(emoji) && !UNICODE.test(`${emoji}\u{fe0f}`) && !CUSTOM.test(emoji))
    throw apiErrors.unknownEmoji()
}

/** @throws ApiError 50083 in an archived thread, for people too, 30010 for a kind too many */
export function react(world: World, message: FakeMessage, emoji: string, user: User): void {
  if (message.channel.archived) throw apiErrors.threadArchived()
  const kinds = message.reactions.map((reaction) => reaction.emoji)
  if (!kinds.includes(emoji) && kinds.length >= 20) throw apiErrors.tooManyReactions()
  if (message.addReaction(emoji, user)) tell(world, 'MESSAGE_REACTION_ADD', message, emoji, user)
}

/** @throws ApiError 50083 in an archived thread */
export function unreact(world: World, message: FakeMessage, emoji: string, user: User): void {
  if (message.channel.archived) throw apiErrors.threadArchived()
  if (message.removeReaction(emoji, user.id)) tell(world, 'MESSAGE_REACTION_REMOVE', message, emoji, user)
}

/** A moderator takes away all reactions of a message, or all of one kind: nobody is told whose they were. */
export function clearReactions(world: World, message: FakeMessage, emoji?: string): void {
  const { channel } = message
  const { guild } = channel
  message.clearReactions(emoji)
  publish(world, {
    t: emoji === undefined ? 'MESSAGE_REACTION_REMOVE_ALL' : 'MESSAGE_REACTION_REMOVE_EMOJI',
    intents: INTENT.guildMessageReactions,
    channel,
    ...(guild && { guild }),
    data: () => ({
      channel_id: channel.id,
      message_id: message.id,
      ...(guild && { guild_id: guild.id }),
      ...(emoji !== undefined && { emoji: emojiJson(emoji) }),
    }),
  })
}

function tell(world: World, t: string, message: FakeMessage, emoji: string, user: User): void {
  const { channel } = message
  const { guild } = channel
  const member = guild?.members.find((m) => m.user.id === user.id)
  const added = t === 'MESSAGE_REACTION_ADD'
  publish(world, {
    t,
    intents: guild ? INTENT.guildMessageReactions : INTENT.directMessageReactions,
    channel,
    ...(guild && { guild }),
    data: () => ({
      user_id: user.id,
      channel_id: channel.id,
      message_id: message.id,
      emoji: emojiJson(emoji),
      type: 0,
      burst: false,
      ...(guild && { guild_id: guild.id }),
      // A removal carries no member and no author: only ids.
      ...(added && { message_author_id: message.author.id }),
      ...(added && member && { member: memberJson(member) }),
    }),
  })
}

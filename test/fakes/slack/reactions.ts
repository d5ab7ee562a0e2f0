import { ApiError } from './api-error.ts'
import type { FakeMessage } from './message.ts'
import type { User } from './model.ts'
import type { World } from './world.ts'

const KINDS = 23
const NAME = /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/

/** @throws ApiError invalid_name, already_reacted or too_many_emoji */
export function react(world: World, message: FakeMessage, name: string, user: User): void {
  if (!NAME.test(name)) throw new ApiError('invalid_name')
  const isNew = !message.reactions.some((reaction) => reaction.name === name)
  if (isNew && message.reactions.length >= KINDS) throw new ApiError('too_many_emoji')
  if (!message.addReaction(name, user)) throw new ApiError('already_reacted')
  publish(world, message, 'reaction_added', name, user)
}

/** @throws ApiError no_reaction */
export function unreact(world: World, message: FakeMessage, name: string, user: User): void {
  if (!message.removeReaction(name, user)) throw new ApiError('no_reaction')
  publish(world, message, 'reaction_removed', name, user)
}

function publish(
  world: World,
  message: FakeMessage,
  type: 'reaction_added' | 'reaction_removed',
  reaction: string,
  user: User,
): void {
  if (!message.channel.joined) return
  world.publish(type, 'reactions:read', {
    type,
    user: user.id,
    reaction,
    item: { type: 'message', channel: message.channel.id, ts: message.ts },
    item_user: message.author.id,
    event_ts: world.ids.ts(),
  })
}

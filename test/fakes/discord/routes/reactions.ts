import { apiErrors } from '../api-error.ts'
import { channelOf, messageIn } from '../lookup.ts'
import { requireBot } from '../permissions.ts'
import { checkEmoji, react, unreact } from '../reactions.ts'
import { type Answer, type Call, NO_CONTENT, ok, type Route } from '../router.ts'
import { userJson } from '../wire.ts'

const BASE = '/channels/:channel/messages/:message/reactions'

export const reactionRoutes: readonly Route[] = [
  { method: 'PUT', path: `${BASE}/:emoji/@me`, handle: add },
  {
    method: 'DELETE',
    path: `${BASE}/:emoji/@me`,
    handle: (call) => remove(call, call.world.bot.id),
  },
  {
    method: 'DELETE',
    path: `${BASE}/:emoji/:user`,
    handle: (call) => remove(call, call.param('user')),
  },
  { method: 'GET', path: `${BASE}/:emoji`, handle: list },
]

function add(call: Call): Answer {
  const channel = channelOf(call, 'READ_MESSAGE_HISTORY')
  const message = messageIn(call, channel)
  const emoji = call.param('emoji')
  checkEmoji(emoji)
  // Joining a reaction that is there needs no permission of its own.
  if (!message.reactions.some((reaction) => reaction.emoji === emoji)) requireBot(channel, 'ADD_REACTIONS')
  react(call.world, message, emoji, call.world.bot)
  return NO_CONTENT
}

function remove(call: Call, userId: string): Answer {
  const channel = channelOf(call, 'READ_MESSAGE_HISTORY')
  if (userId !== call.world.bot.id) requireBot(channel, 'MANAGE_MESSAGES')
  const message = messageIn(call, channel)
  const user = call.world.users.get(userId)
  if (!user) throw apiErrors.unknownUser()
  unreact(call.world, message, call.param('emoji'), user)
  return NO_CONTENT
}

/** Users in the order of their ids, `limit` a page. */
function list(call: Call): Answer {
  const channel = channelOf(call, 'READ_MESSAGE_HISTORY')
  const message = messageIn(call, channel)
  const emoji = call.param('emoji')
  checkEmoji(emoji)
  const limit = Math.min(100, Number(call.query.get('limit') ?? 25))
  const after = BigInt(call.query.get('after') ?? 0)
  const users = message.reactions.find((reaction) => reaction.emoji === emoji)?.users ?? []
  const page = users
    .filter((user) => BigInt(user.id) > after)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
    .slice(0, limit)
  return ok(page.map(userJson))
}

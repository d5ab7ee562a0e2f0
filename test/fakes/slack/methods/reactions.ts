import { ApiError } from '../api-error.ts'
import type { Call, Method } from '../call.ts'
import { joinedChannel, messageIn } from '../lookup.ts'
import type { FakeMessage } from '../message.ts'
import type { Json } from '../model.ts'
import { react, unreact } from '../reactions.ts'
import { messageJson } from '../wire.ts'

/** How many people Slack names at a reaction unless all are asked for. */
const NAMED = 50

export const reactionMethods: readonly Method[] = [
  {
    name: 'reactions.add',
    perMinute: 50,
    handle(call) {
      react(call.world, writable(call), call.text('name'), call.world.bot)
      return {}
    },
  },
  {
    name: 'reactions.remove',
    perMinute: 20,
    handle(call) {
      unreact(call.world, writable(call), call.text('name'), call.world.bot)
      return {}
    },
  },
  { name: 'reactions.get', perMinute: 50, handle: get },
]

function writable(call: Call): FakeMessage {
  call.need('reactions:write')
  const channel = joinedChannel(call)
  if (channel.archived) throw new ApiError('is_archived')
  return messageIn(channel, call.text('timestamp'))
}

function get(call: Call): Json {
  call.need('reactions:read')
  const channel = joinedChannel(call)
  const message = messageIn(channel, call.text('timestamp'))
  const json = messageJson(call.world, message)
  const reactions = json.reactions as { users: string[] }[] | undefined
  if (!call.flag('full'))
    for (const reaction of reactions ?? []) reaction.users = reaction.users.slice(0, NAMED)
  return { type: 'message', channel: channel.id, message: json }
}

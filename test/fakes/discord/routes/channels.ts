import { apiErrors, Problems } from '../api-error.ts'
import { deleteChannel, renameThread, setArchived } from '../channel-changes.ts'
import { memberOf } from '../channels.ts'
import { channelOf, guildOf, messageIn } from '../lookup.ts'
import type { Channel, Json } from '../model.ts'
import { botMay, requireBot } from '../permissions.ts'
import { publishChannel } from '../posting.ts'
import { type Answer, bodyObject, type Call, NO_CONTENT, ok, type Route } from '../router.ts'
import { openThread } from '../threads.ts'
import { channelJson, threadMemberJson } from '../wire.ts'
import { requireOpen } from './messages.ts'

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: (call) => ok(channelJson(call.world, channelOf(call))),
  },
  { method: 'PATCH', path: '/channels/:channel', handle: modify },
  { method: 'DELETE', path: '/channels/:channel', handle: remove },
  { method: 'POST', path: '/channels/:channel/messages/:message/threads', handle: threadOnMessage },
  { method: 'POST', path: '/channels/:channel/threads', handle: threadAlone },
  { method: 'PUT', path: '/channels/:channel/thread-members/@me', handle: join },
  {
    method: 'PUT',
    path: '/channels/:channel/thread-members/:user',
    handle(call) {
      const thread = threadOf(call)
      requireBot(thread, 'SEND_MESSAGES_IN_THREADS')
      if (!thread.guild || !memberOf(thread.guild, call.param('user'))) throw apiErrors.unknownUser()
      thread.joined.add(call.param('user'))
      return NO_CONTENT
    },
  },
  {
    method: 'GET',
    path: '/channels/:channel/thread-members',
    handle(call) {
      const thread = threadOf(call)
      return ok([...thread.joined].map((user) => threadMemberJson(thread, user)))
    },
  },
  { method: 'GET', path: '/guilds/:guild/threads/active', handle: activeThreads },
]

function checkThread(body: Json): void {
  const problems = new Problems()
  problems.text(['name'], body.name, 1, 100)
  const duration = body.auto_archive_duration
  if (duration !== undefined && ![60, 1440, 4320, 10_080].includes(Number(duration)))
    problems.choices(['auto_archive_duration'], [60, 1440, 4320, 10_080])
  problems.raise()
}

function threadOnMessage(call: Call): Answer {
  const parent = channelOf(call, 'CREATE_PUBLIC_THREADS')
  if (parent.kind !== 'text') throw apiErrors.wrongChannelKind()
  const message = messageIn(call, parent)
  const body = bodyObject(call)
  checkThread(body)
  if (message.thread || call.world.channels.has(message.id)) throw apiErrors.threadExists()
  return created(call, parent, body, message)
}

function threadAlone(call: Call): Answer {
  const parent = channelOf(call, 'CREATE_PUBLIC_THREADS')
  const body = bodyObject(call)
  checkThread(body)
  if (parent.kind !== 'text' || body.type !== 11) throw apiErrors.wrongChannelKind()
  return created(call, parent, body)
}

function created(call: Call, parent: Channel, body: Json, on?: ReturnType<typeof messageIn>): Answer {
  const autoArchiveMinutes = body.auto_archive_duration as number | undefined
  const seed = { parent, name: String(body.name), owner: call.world.bot, autoArchiveMinutes }
  return { status: 201, body: channelJson(call.world, openThread(call.world, seed, on)) }
}

function threadOf(call: Call): Channel {
  const thread = channelOf(call)
  if (thread.kind !== 'thread') throw apiErrors.wrongChannelKind()
  return thread
}

function join(call: Call): Answer {
  const thread = threadOf(call)
  requireOpen(thread)
  thread.joined.add(call.world.bot.id)
  return NO_CONTENT
}

function modify(call: Call): Answer {
  const channel = channelOf(call)
  const body = bodyObject(call)
  const problems = new Problems()
  if (body.name !== undefined) problems.text(['name'], body.name, 1, 100)
  problems.raise()
  if (channel.kind === 'thread') modifyThread(call, channel, body)
  else {
    requireBot(channel, 'MANAGE_CHANNELS')
    if (body.name !== undefined) channel.name = String(body.name)
    if (body.topic !== undefined) channel.topic = body.topic as string | null
    publishChannel(call.world, 'CHANNEL_UPDATE', channel)
  }
  return ok(channelJson(call.world, channel))
}

/** The thread's owner may rename and archive it, anyone who may post there reopen it; the rest needs MANAGE_THREADS. */
function modifyThread(call: Call, thread: Channel, body: Json): void {
  const { world } = call
  const manager = botMay(thread, 'MANAGE_THREADS')
  const owner = thread.ownerId === world.bot.id
  const reopens = thread.archived && body.archived === false
  if (reopens) requireBot(thread, 'SEND_MESSAGES_IN_THREADS')
  else if (thread.archived && body.archived !== true) throw apiErrors.threadArchived()
  else if (!owner && !manager) throw apiErrors.missingPermissions()
  if (!manager && (thread.locked || body.locked !== undefined)) throw apiErrors.missingPermissions()
  if (body.locked !== undefined) thread.locked = Boolean(body.locked)
  if (body.auto_archive_duration !== undefined) thread.autoArchiveMinutes = Number(body.auto_archive_duration)
  if (reopens) setArchived(world, thread, false)
  if (typeof body.name === 'string') renameThread(world, thread, body.name, world.bot)
  if (body.archived === true) setArchived(world, thread, true)
}

function remove(call: Call): Answer {
  const channel = channelOf(call)
  requireBot(channel, channel.kind === 'thread' ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS')
  deleteChannel(call.world, channel)
  return ok(channelJson(call.world, channel))
}

function activeThreads(call: Call): Answer {
  const threads = guildOf(call)
    .channels.flatMap((channel) => channel.threads)
    .filter((thread) => !thread.archived)
  return ok({
    threads: threads.map((thread) => channelJson(call.world, thread)),
    members: threads
      .filter((thread) => thread.joined.has(call.world.bot.id))
      .map((thread) => threadMemberJson(thread, call.world.bot.id)),
    has_more: false,
  })
}

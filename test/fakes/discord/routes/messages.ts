import { apiErrors, Problems } from '../api-error.ts'
import { timestampOf } from '../ids.ts'
import { checkMessage } from '../limits-message.ts'
import { channelOf, messageIn } from '../lookup.ts'
import type { FakeMessage } from '../message.ts'
import type { Channel } from '../model.ts'
import { botMay, requireBot } from '../permissions.ts'
import { deleteMessage, editMessage, type MessageBody, postMessage } from '../posting.ts'
import { type Answer, bodyObject, type Call, NO_CONTENT, ok, type Route } from '../router.ts'
import { isSystem, messageJson } from '../wire-message.ts'

const NONCE_MEMORY_MS = 5 * 60_000

export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/:channel/messages', handle: list },
  { method: 'POST', path: '/channels/:channel/messages', handle: create },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    handle(call) {
      const channel = channelOf(call, 'READ_MESSAGE_HISTORY')
      return ok(messageJson(call.world, messageIn(call, channel)))
    },
  },
  { method: 'PATCH', path: '/channels/:channel/messages/:message', handle: edit },
  { method: 'DELETE', path: '/channels/:channel/messages/:message', handle: remove },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    handle(call) {
      requireSending(channelOf(call))
      return NO_CONTENT
    },
  },
]

function list(call: Call): Answer {
  const channel = channelOf(call)
  if (!botMay(channel, 'READ_MESSAGE_HISTORY')) return ok([])
  const limit = Number(call.query.get('limit') ?? 50)
  const bound = (name: string) => {
    const value = call.query.get(name)
    return value === null ? undefined : BigInt(value)
  }
  const [before, after, around] = [bound('before'), bound('after'), bound('around')]
  const all = channel.messages
  let chosen: readonly FakeMessage[]
  if (after !== undefined) chosen = all.filter((m) => BigInt(m.id) > after).slice(0, limit)
  else if (around !== undefined) {
    const half = Math.floor(limit / 2)
    const middle = all.findIndex((m) => BigInt(m.id) >= around)
    chosen = all.slice(Math.max(0, (middle < 0 ? all.length : middle) - half)).slice(0, limit)
  } else chosen = all.filter((m) => before === undefined || BigInt(m.id) < before).slice(-limit)
  // Newest first, whichever way it was asked.
  return ok(chosen.map((message) => messageJson(call.world, message)).reverse())
}

function create(call: Call): Answer {
  const { world, files } = call
  const channel = channelOf(call)
  requireSending(channel)
  const raw = bodyObject(call)
  const body = checkMessage(raw, { files })
  checkReference(call, channel, body)
  if (files.length > 0) requireBot(channel, 'ATTACH_FILES')
  if (body.embeds?.length) requireBot(channel, 'EMBED_LINKS')
  const earlier = repeated(call, body)
  if (earlier) return ok({ ...messageJson(world, earlier), nonce: body.nonce })
  const type = body.message_reference ? 19 : 0
  const message = postMessage(world, { channel, author: world.bot, type }, body, files)
  return ok({ ...messageJson(world, message), ...(body.nonce !== undefined && { nonce: body.nonce }) })
}

/** @throws ApiError 50035 for a reply to what is not there, unless that is allowed to fail */
function checkReference(call: Call, channel: Channel, { message_reference: reference }: MessageBody): void {
  if (!reference || reference.fail_if_not_exists === false) return
  if (call.world.messages.get(String(reference.message_id))?.channel === channel) return
  const problems = new Problems()
  problems.add(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
  problems.raise()
}

/**
 * With `enforce_nonce` a repetition within minutes gets the message that is there, in whatever channel its
 * author wrote it (discord/discord-api-docs#6647).
 */
function repeated({ world }: Call, body: MessageBody): FakeMessage | undefined {
  if (!body.enforce_nonce || body.nonce === undefined) return undefined
  return [...world.messages.values()].find(
    (message) =>
      message.author === world.bot &&
      message.nonce === String(body.nonce) &&
      Date.now() - timestampOf(message.id) < NONCE_MEMORY_MS,
  )
}

function requireSending(channel: Channel): void {
  if (channel.recipient?.dmsClosed) throw apiErrors.cannotDm()
  requireBot(channel, channel.kind === 'thread' ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES')
  requireOpen(channel)
}

/** @throws ApiError 50083 in an archived thread */
export function requireOpen(channel: Channel): void {
  if (channel.archived) throw apiErrors.threadArchived()
}

function edit(call: Call): Answer {
  const { world, files } = call
  const channel = channelOf(call)
  const message = messageIn(call, channel)
  if (message.author !== world.bot) throw apiErrors.notTheAuthor()
  if (isSystem(message)) throw apiErrors.systemMessage()
  requireOpen(channel)
  const body = checkMessage(bodyObject(call), { files, existing: message })
  if (files.length > 0) requireBot(channel, 'ATTACH_FILES')
  editMessage(world, message, body, files)
  return ok(messageJson(world, message))
}

function remove(call: Call): Answer {
  const channel = channelOf(call)
  const message = messageIn(call, channel)
  if (message.author !== call.world.bot) requireBot(channel, 'MANAGE_MESSAGES')
  requireOpen(channel)
  deleteMessage(call.world, message)
  return NO_CONTENT
}

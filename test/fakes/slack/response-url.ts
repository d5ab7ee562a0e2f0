import { ApiError } from './api-error.ts'
import { checkMessage } from './limits-message.ts'
import type { FakeMessage } from './message.ts'
import type { Json } from './model.ts'
import { deleteMessage, editMessage, postEphemeral, postMessage } from './posting.ts'
import type { ResponseUrl, World } from './world.ts'

const USES = 5
const LIFE_MS = 30 * 60_000

/** @throws ApiError used_url or expired_url */
export function useResponseUrl(world: World, id: string, body: Json): void {
  const url = world.responseUrls.get(id)
  if (!url || Date.now() - url.at > LIFE_MS) throw new ApiError('expired_url')
  if (url.uses >= USES) throw new ApiError('used_url')
  url.uses++
  answerBy(world, url, body)
}

/** Answers a person as a response_url does, or as a command's acknowledgement. */
export function answerBy(world: World, url: ResponseUrl, body: Json): void {
  const original = url.source === undefined ? undefined : findOriginal(world, url, url.source)
  if (body.delete_original === true) {
    if (!original) throw new ApiError('message_not_found')
    deleteMessage(world, original)
    return
  }
  const content = checkMessage(world, 'response_url', body)
  if (body.replace_original === true && original) {
    editMessage(world, original, content)
    return
  }
  const threadTs = typeof body.thread_ts === 'string' ? body.thread_ts : url.threadTs
  const place = { channel: url.channel, author: world.bot, threadTs }
  const message =
    body.response_type === 'in_channel'
      ? postMessage(world, place, content)
      : postEphemeral(world, { ...place, to: url.user }, content)
  url.result.messages.push(message)
}

function findOriginal(world: World, url: ResponseUrl, ts: string): FakeMessage | undefined {
  const ephemeral = world.members.get(url.user.id)?.ephemerals.find((message) => message.ts === ts)
  return ephemeral ?? url.channel.find(ts)
}

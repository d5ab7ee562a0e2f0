import { type APIMessage, type REST, RESTJSONErrorCodes, Routes } from 'discord.js'
import { codeOf } from './errors.ts'
import type { Wire } from './render.ts'

/** Far enough back to find an attempt whose answer was lost, in a channel where people talk. */
const LOOKED_AT = 50
/** What is older than any attempt under way only looks the same: an equal text, a mark that came up again. */
const ATTEMPT_MS = 6 * 60 * 60 * 1000

/**
 * Looks for messages that an earlier attempt may have posted. Discord forgets a nonce after minutes
 * and its history does not show it; a component keeps the `id` it was given, so messages with
 * components are known for certain, plain ones by equal text and file names.
 * @returns the id of each that is there, in the order of `wires`
 */
export async function alreadyPosted(
  rest: REST,
  channel: string,
  self: string,
  wires: readonly Pick<Wire, 'body'>[],
): Promise<readonly (string | undefined)[]> {
  const since = Date.now() - ATTEMPT_MS
  const own = (await history(rest, channel)).filter(
    ({ author, timestamp }) => author.id === self && Date.parse(timestamp) > since,
  )
  const taken = new Set<string>()
  return wires.map(({ body }) => {
    const found = own.find((message) => !taken.has(message.id) && isSame(message, body))
    if (found) taken.add(found.id)
    return found?.id
  })
}

async function history(rest: REST, channel: string): Promise<readonly APIMessage[]> {
  try {
    const query = new URLSearchParams({ limit: String(LOOKED_AT) })
    return (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[]
  } catch (error) {
    const code = codeOf(error)
    // Without the permission to read there is the nonce only.
    if (code === RESTJSONErrorCodes.MissingAccess || code === RESTJSONErrorCodes.MissingPermissions) return []
    throw error
  }
}

function isSame(message: APIMessage, body: Wire['body']): boolean {
  const mark = body.components?.[0]?.id
  if (mark !== undefined) return message.components?.[0]?.id === mark
  const files = (names: readonly { filename: string }[]) => names.map(({ filename }) => filename).join('\n')
  return (
    message.content.trim() === (body.content ?? '').trim() &&
    files(message.attachments) === files(body.attachments)
  )
}

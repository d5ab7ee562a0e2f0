import { type APIMessage, type REST, RESTJSONErrorCodes, Routes } from 'discord.js'
import { codeOf } from './errors.ts'
import type { Wire } from './render.ts'

/** Far enough back to find an attempt whose response was lost, in a busy channel. */
const LOOKED_AT = 50
/** An older message can't be from an attempt: its text or mark is equal by chance. */
const ATTEMPT_MS = 6 * 60 * 60 * 1000

/**
 * Looks for the messages of an earlier attempt. Discord forgets a nonce after minutes, and its history does not show
 * it. A component keeps its `id`, so messages with components are recognised for certain, plain ones by equal text
 * and file names.
 * @returns the id of each message that exists, in the order of `wires`
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
    // Without the permission to read, only the nonce prevents a repetition.
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

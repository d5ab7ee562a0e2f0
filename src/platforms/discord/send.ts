import { createHash } from 'node:crypto'
import {
  type APIChannel,
  type APIMessage,
  type REST,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js'
import type { ChannelRef, Message, MessageRef, Platform, UserRef } from '#bot'
import { shorten } from '../split-text.ts'
import { codeOf, speaking, toPlatformError } from './errors.ts'
import { alreadyPosted } from './posted.ts'
import { idOf } from './refs.ts'
import { render, renderEdit, type Wire } from './render.ts'
import type { ThreadParents } from './thread-parents.ts'

const TITLE_LIMIT = 100
/** Errors of a deletion that mean the message or its channel is already gone. */
const GONE: ReadonlySet<unknown> = new Set([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
])

export type Sending = Pick<Platform, 'post' | 'edit' | 'remove' | 'openThread' | 'react' | 'dm'>

/** @param self tells the bot's own user id */
export function createSending(
  rest: REST,
  threadParents: ThreadParents,
  self: () => Promise<string>,
): Sending {
  async function postTo(channel: string, message: Message, key: string, retried: boolean): Promise<string> {
    const wires = render(message).map((wire, index) => marked(wire, `${key}.${index}`))
    const posted = retried ? await alreadyPosted(rest, channel, await self(), wires) : []
    let last = ''
    for (const [index, { body, files }] of wires.entries()) {
      const earlier = posted[index]
      last = earlier ?? ((await create(channel, body, files)) as APIMessage).id
    }
    return last
  }

  const create = (channel: string, body: Wire['body'], files: Wire['files']) =>
    reviving(rest, channel, () => rest.post(Routes.channelMessages(channel), { body, files: [...files] }))

  return {
    post: (to, message, key, retried) =>
      speaking(async () => ({ ...to, message: await postTo(idOf(to), message, key, retried) })),

    edit: (ref, message) =>
      speaking(async () => {
        const { body, files } = renderEdit(message)
        const route = Routes.channelMessage(idOf(ref), ref.message)
        await reviving(rest, idOf(ref), () => rest.patch(route, { body, files: [...files] }))
      }),

    remove: (ref) =>
      speaking(async () => {
        const route = Routes.channelMessage(idOf(ref), ref.message)
        try {
          await reviving(rest, idOf(ref), () => rest.delete(route))
        } catch (error) {
          if (!GONE.has(codeOf(error))) throw error
        }
      }),

    openThread: (on, title) => speaking(() => openThread(rest, threadParents, on, title)),

    react: (ref, emoji) =>
      speaking(async () => {
        const route = Routes.channelMessageOwnReaction(idOf(ref), ref.message, encodeURIComponent(emoji))
        await reviving(rest, idOf(ref), () => rest.put(route))
      }),

    dm: (user: UserRef, message, key, retried) =>
      speaking(async () => {
        const channel = (await rest.post(Routes.userChannels(), {
          body: { recipient_id: user.user },
        })) as APIChannel
        await postTo(channel.id, message, key, retried)
      }),
  }
}

/** By the nonce Discord recognises a repetition for some minutes; the component's id is for `alreadyPosted`. */
function marked(wire: Wire, nonce: string) {
  const [first, ...others] = wire.body.components ?? []
  const components = first ? { components: [{ ...first, id: markOf(nonce) }, ...others] } : {}
  return { body: { ...wire.body, ...components, nonce, enforce_nonce: true }, files: wire.files }
}

/** A number for a component's `id`: positive, 32 bits, and above those that Discord assigns itself. */
function markOf(nonce: string): number {
  return 2 ** 24 + (createHash('sha256').update(nonce).digest().readUInt32BE() % 2 ** 30)
}

/** An archived thread refuses messages until it is unarchived. */
async function reviving<T>(rest: REST, channel: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) !== RESTJSONErrorCodes.InvalidActionOnArchivedThread) throw error
    await rest.patch(Routes.channel(channel), { body: { archived: false } })
    return await work()
  }
}

async function openThread(
  rest: REST,
  threadParents: ThreadParents,
  on: MessageRef,
  title: string,
): Promise<ChannelRef> {
  const place: ChannelRef = { platform: on.platform, space: on.space, channel: idOf(on), thread: on.message }
  const body = {
    name: shorten(title, TITLE_LIMIT) || '…',
    // The longest duration, since nobody can react in an archived thread or, on a computer, press a button.
    auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  }
  try {
    const thread = (await rest.post(Routes.threads(idOf(on), on.message), { body })) as APIChannel
    threadParents.remember({ ...thread, parent_id: idOf(on) })
  } catch (error) {
    // A thread on a message has the message's id, so an existing thread is known.
    if (codeOf(error) !== RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) throw toPlatformError(error)
  }
  return place
}

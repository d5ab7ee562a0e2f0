import { type APIMessage, type APIUser, type REST, ReactionType, Routes } from 'discord.js'
import type { MessageRef, Platform, UserRef } from '#bot'
import { download } from '../download.ts'
import { speaking } from './errors.ts'
import { isWritten, seenMessage } from './events.ts'
import * as packets from './packets.ts'
import { idOf } from './refs.ts'

const PAGE = 100
/** A mock's thread holds a few hundred messages. */
const MESSAGE_LIMIT = 5000
const REACTION_LIMIT = 1000

export type Reading = Pick<Platform, 'readMessages' | 'readReactions' | 'download'>

/** @param self tells the bot's own user id, whose messages and reactions are left out */
export function createReading(rest: REST, self: () => Promise<string>): Reading {
  return {
    readMessages: (thread) =>
      speaking(async () => {
        const own = await self()
        const messages = await pages(MESSAGE_LIMIT, '0', async (after) => {
          const query = new URLSearchParams({ limit: String(PAGE), after })
          const page = (await rest.get(Routes.channelMessages(idOf(thread)), { query })) as APIMessage[]
          return page.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
        })
        // Without Read Message History, Discord answers with an empty list; the bot's own messages prove that it
        // could read.
        const proven = messages.length < MESSAGE_LIMIT && messages.some(({ author }) => author?.id === own)
        const others = messages.filter((message) => isWritten(message) && message.author?.id !== own)
        const read = others.flatMap((each) => packets.message.safeParse(each).data ?? [])
        // A message that can't be read is not deleted.
        const complete = proven && read.length === others.length
        return { messages: read.map((message) => seenMessage(message, thread)), complete }
      }),

    readReactions: (ref) => speaking(async () => readReactions(rest, await self(), ref)),

    download: (file, maxBytes) =>
      speaking(() => download(file, { maxBytes, request: { redirect: 'error' }, refusal: () => 'gone' })),
  }
}

async function readReactions(rest: REST, own: string, ref: MessageRef) {
  const message = (await rest.get(Routes.channelMessage(idOf(ref), ref.message))) as APIMessage
  const found = new Map<string, { emoji: string; user: UserRef }>()
  for (const { emoji, count_details } of message.reactions ?? []) {
    const name = emoji.name
    if (emoji.id || !name) continue
    const types = count_details?.burst ? [ReactionType.Normal, ReactionType.Super] : [ReactionType.Normal]
    for (const type of types) {
      const route = Routes.channelMessageReaction(idOf(ref), ref.message, encodeURIComponent(name))
      const users = await pages(REACTION_LIMIT, '0', async (after) => {
        const query = new URLSearchParams({ limit: String(PAGE), after, type: String(type) })
        return (await rest.get(route, { query })) as APIUser[]
      })
      for (const { id, bot } of users) {
        const user: UserRef = { platform: 'discord', space: ref.space, user: id }
        if (id !== own && !bot) found.set(`${name} ${id}`, { emoji: name, user })
      }
    }
  }
  return [...found.values()]
}

/** Reads page after page, each from the last id of the previous one. */
async function pages<T extends { id: string }>(
  limit: number,
  start: string,
  read: (after: string) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const all: T[] = []
  let after = start
  while (all.length < limit) {
    const page = await read(after)
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < PAGE) break
    after = last.id
  }
  return all.slice(0, limit)
}

import type { Actor, Message, Platform, SeenMessage } from '#bot'
import { PlatformError } from '#bot'
import { type Call, scriptedPlatform } from '../../support/scripted-platform.ts'

export const refOf = (user: string) => ({ platform: 'discord', space: 's', user }) as const

/** A member of the space that the platform knows; `olga` organises it. */
export const person = (user: string): Actor => ({ ...refOf(user), name: user, admin: user === 'olga' })

/** A platform in memory with reactions, threads and files; anything on it can be deleted. */
export function reactivePlatform() {
  /** Reactions: message id -> `emoji user`. */
  const standing = new Map<string, Set<string>>()
  const files = new Map<string, Uint8Array>()
  const deleted = new Set<string>()
  const threads: SeenMessage[] = []
  let reading: () => void | Promise<void> = () => undefined
  let refusing: (call: Call) => void | Promise<void> = () => undefined
  let reads = true
  let failing: string | undefined
  const scripted = scriptedPlatform('discord')
  const platform: Platform = {
    ...scripted,
    get readsMessages() {
      return reads
    },
    async post(to, message, key, retried) {
      await refusing({ kind: 'post', to, message, key, retried })
      if (deleted.has(to.thread ?? '')) throw new PlatformError('gone', 'the thread was deleted')
      return scripted.post(to, message, key, retried)
    },
    async openThread(on, title) {
      await refusing({ kind: 'thread', on, title })
      const thread = await scripted.openThread(on, title)
      deleted.delete(thread.thread ?? '')
      return thread
    },
    async readMessages(thread) {
      if (deleted.has(thread.thread ?? '')) throw new PlatformError('gone', 'the thread was deleted')
      return { messages: threads.filter(({ ref }) => ref.thread === thread.thread), complete: true }
    },
    readReactions: async ({ message }) => {
      const seen = [...(standing.get(message) ?? [])]
      await reading()
      return seen.map((each) => {
        const [emoji = '', user = ''] = each.split(' ')
        return { emoji, user: person(user) }
      })
    },
    async edit(ref, message) {
      await refusing({ kind: 'edit', ref, message })
      if (deleted.has(ref.message)) throw new PlatformError('gone', 'the message was deleted')
      await scripted.edit(ref, message)
    },
    async download({ id }, maxBytes) {
      if (id === failing) throw new PlatformError('later', 'the service is busy')
      const bytes = files.get(id)
      if (!bytes) throw new PlatformError('gone', 'the file was deleted')
      if (bytes.length > maxBytes) throw new PlatformError('invalid', 'the file is too large')
      return bytes
    },
  }
  return {
    platform,
    calls: scripted.calls,
    /** By message id: `emoji user`. */
    standing,
    threads,
    files,
    deleted,
    /** Runs before a call to the platform: it may wait, or throw the platform's errors. */
    refuse(script: (call: Call) => void | Promise<void>) {
      refusing = script
    },
    /** Whether the platform shows what messages say. */
    readsMessages(does: boolean) {
      reads = does
    },
    /** A file that can't be fetched for now; without one all can be. */
    failDownloads(id?: string) {
      failing = id
    },
    /** Runs while reactions are being read. */
    whileReading(act: () => void | Promise<void>) {
      reading = act
    },
    /** Direct messages to a person. */
    told: (user: string): readonly Message[] =>
      scripted.calls.flatMap((call) => (call.kind === 'dm' && call.user.user === user ? [call.message] : [])),
    /** How each message of the channel and the thread reads now, by its id. */
    shown(): ReadonlyMap<string, Message> {
      const messages = new Map<string, Message>()
      let posts = 0
      for (const call of scripted.calls) {
        if (call.kind === 'post') messages.set(`m${++posts}`, call.message)
        else if (call.kind === 'edit') messages.set(call.ref.message, call.message)
      }
      return messages
    },
  }
}

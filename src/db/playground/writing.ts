import { and, eq, inArray, isNull, or, sql as statement } from 'drizzle-orm'
import type { NewFile, PlaygroundStorage } from '../../platforms/playground/storage.ts'
import type { WireMessage } from '../../platforms/playground/wire.ts'
import type { Db, Tx } from '../client.ts'
import {
  playgroundFiles as files,
  playgroundMessages as messages,
  playgroundReactions as reactions,
} from '../schema.ts'
import { changing } from './changing.ts'
import { read, threadIn } from './reading.ts'
import { fromId } from './rows.ts'

type Next = () => Promise<number>

export function writing(
  db: Db,
): Pick<PlaygroundStorage, 'post' | 'edit' | 'rewrite' | 'remove' | 'openThread' | 'react'> {
  /** Changes a message. @returns the changed message; undefined if there is none */
  const change = async (
    text: string,
    work: (tx: Tx, id: number, next: Next) => Promise<boolean>,
  ): Promise<WireMessage | undefined> => {
    const id = fromId(text)
    if (id === undefined) return undefined
    return changing(db, async (tx, next) => ((await work(tx, id, next)) ? read(tx, id) : undefined))
  }

  return {
    post: ({ attached, thread: threadId, ...message }, added) =>
      changing(db, async (tx, next) => {
        // The lock keeps a repetition of this post from running at the same time.
        const earlier = message.key === null ? undefined : await findByKey(tx, message.key)
        if (earlier !== undefined) return read(tx, earlier)
        const thread = threadId === null ? null : fromId(threadId)
        if (thread === undefined) return undefined
        if (thread !== null && !(await threadIn(tx, thread, message.channel))) return undefined
        const id = await next()
        await tx.insert(messages).values({ ...message, thread, id, change: id, files: attached })
        await keepFiles(tx, id, added)
        await attach(tx, id, message.author, attached)
        await touch(tx, thread, next)
        return read(tx, id)
      }),
    edit: (text, content, added, at) =>
      change(text, async (tx, id, next) => {
        const set = { ...content, editedAt: later(at), change: await next() }
        const edited = await tx.update(messages).set(set).where(byBot(id)).returning({ id: messages.id })
        if (edited.length === 0) return false
        await tx.delete(files).where(eq(files.messageId, id))
        await keepFiles(tx, id, added)
        return true
      }),
    rewrite: (text, author, words, at) =>
      change(text, async (tx, id, next) => {
        const blocks = words === '' ? [] : [{ type: 'text', text: words } as const]
        const set = { summary: words, blocks, editedAt: later(at), change: await next() }
        const edited = await tx.update(messages).set(set).where(by(id, author)).returning({ id: messages.id })
        return edited.length > 0
      }),
    remove: (text, person, at) =>
      change(text, async (tx, id, next) => {
        const nothing = { summary: '', blocks: [], files: [], pings: [], tone: null }
        const set = { ...nothing, deleted: true, editedAt: later(at), change: await next() }
        const removed = await tx
          .update(messages)
          .set(set)
          .where(person === null ? byBot(id) : removable(id, person))
          .returning({ thread: messages.thread })
        if (!removed[0]) return false
        await tx.delete(files).where(eq(files.messageId, id))
        await tx.delete(reactions).where(eq(reactions.messageId, id))
        await touch(tx, removed[0].thread, next)
        return true
      }),
    openThread: (text, title) =>
      change(text, async (tx, id, next) => {
        const [row] = await tx
          .select({ title: messages.title, deleted: messages.deleted })
          .from(messages)
          .where(and(eq(messages.id, id), isNull(messages.thread), isNull(messages.onlyFor)))
        if (!row || (row.deleted && row.title === null)) return false
        if (row.title === null)
          await tx
            .update(messages)
            .set({ title, change: await next() })
            .where(eq(messages.id, id))
        return true
      }),
    async react(text, emoji, person, on) {
      let changed = false
      const message = await change(text, async (tx, id, next) => {
        const standing = and(eq(messages.id, id), eq(messages.deleted, false))
        const found = await tx.select({ id: messages.id }).from(messages).where(standing).for('update')
        if (found.length === 0) return false
        const number = await next()
        const rows = on
          ? await tx
              .insert(reactions)
              .values({ messageId: id, emoji, person, change: number })
              .onConflictDoNothing()
              .returning({ emoji: reactions.emoji })
          : await tx
              .delete(reactions)
              .where(
                and(eq(reactions.messageId, id), eq(reactions.emoji, emoji), eq(reactions.person, person)),
              )
              .returning({ emoji: reactions.emoji })
        changed = rows.length > 0
        if (changed) await tx.update(messages).set({ change: number }).where(eq(messages.id, id))
        return true
      })
      return message && { message, changed }
    },
  }
}

const by = (id: number, author: string) =>
  and(eq(messages.id, id), eq(messages.author, author), eq(messages.deleted, false))

const byBot = (id: number) => and(eq(messages.id, id), isNull(messages.author), eq(messages.deleted, false))

const removable = (id: number, person: string) =>
  or(by(id, person), and(eq(messages.id, id), eq(messages.onlyFor, person)))

/** An edit is later than the former one, even if the clocks of two replicas differ. */
const later = (at: number) =>
  statement<number>`greatest(${at}::bigint, ${messages.at} + 1, ${messages.editedAt} + 1)`

async function findByKey(tx: Tx, key: string): Promise<number | undefined> {
  const [row] = await tx.select({ id: messages.id }).from(messages).where(eq(messages.key, key))
  return row?.id
}

/** Marks a thread's first message as changed, since it shows the size of the thread. */
async function touch(tx: Tx, thread: number | null, next: Next): Promise<void> {
  if (thread === null) return
  await tx
    .update(messages)
    .set({ change: await next() })
    .where(eq(messages.id, thread))
}

async function keepFiles(tx: Tx, messageId: number, added: readonly NewFile[]): Promise<void> {
  if (added.length > 0) await tx.insert(files).values(added.map((file) => ({ ...file, messageId })))
}

/** @throws Error if a file was posted or deleted in the meantime, so that nothing is posted */
async function attach(
  tx: Tx,
  messageId: number,
  owner: string | null,
  attached: readonly Readonly<{ id: string }>[],
): Promise<void> {
  if (attached.length === 0 || owner === null) return
  const ids = attached.map(({ id }) => id)
  const taken = await tx
    .update(files)
    .set({ messageId })
    .where(and(inArray(files.id, ids), eq(files.owner, owner), isNull(files.messageId)))
    .returning({ id: files.id })
  if (taken.length < new Set(ids).size) throw new Error('an uploaded file is not there any more')
}

import type { MessageRef, Platform } from '#bot'
import { createRecentIds } from '../../kit/recent-ids.ts'
import type { DrawnFile } from './blocks.ts'
import { nameOfEmoji } from './emoji.ts'
import { codeOf, type Speaking } from './errors.ts'
import { type Mark, markOf, metadataOf } from './posted.ts'
import { type Posting, type PostingContext, titleOf, uploadAll } from './posting.ts'
import { channelRef } from './refs.ts'
import { renderEdit } from './render.ts'
import { hashOf, remove, share, type Uploaded, unsay, wasShared } from './uploads.ts'

export type Sending = Pick<Platform, 'post' | 'edit' | 'remove' | 'openThread' | 'react' | 'dm'>

const REMEMBERED = 10_000

export function createSending(context: PostingContext, posting: Posting, speaking: Speaking): Sending {
  const { client, scene, meet } = context
  /** Messages that certainly have no files, so an edit needs no look-up. */
  const bare = new Set<string>()
  const isNew = createRecentIds(REMEMBERED)
  const keyOf = ({ channel, message }: MessageRef) => `${channel} ${message}`

  function noteBare(ref: MessageRef, isBare: boolean): void {
    const key = keyOf(ref)
    if (!isBare) return void bare.delete(key)
    if (isNew(key)) bare.add(key)
    if (bare.size > REMEMBERED) bare.clear()
  }

  /** The files that an earlier attempt noted in the message but did not show. */
  async function unshared(noted: Mark['files'], files: readonly DrawnFile[]): Promise<readonly Uploaded[]> {
    const lacking: Uploaded[] = []
    for (const { id, hash } of noted) {
      if (await wasShared(client, id)) continue
      lacking.push({ id, hash, title: titleOf(files.find((file) => hashOf(file) === hash)) })
    }
    return lacking
  }

  /** The next attempt finishes an edit that failed midway: old files are deleted before the message forgets them. */
  async function edit(ref: MessageRef, message: Parameters<Platform['edit']>[1]): Promise<void> {
    await meet(message)
    const { text, blocks, files } = renderEdit(message, scene())
    const mayHaveFiles = files.length > 0 || !bare.has(keyOf(ref))
    const before: Mark | undefined = mayHaveFiles ? await markOf(client, ref, ref.message) : undefined
    const kept = (before?.files ?? []).filter(({ hash }) => files.some((file) => hashOf(file) === hash))
    const fresh = files.filter((file) => !kept.some(({ hash }) => hash === hashOf(file)))
    const uploaded = await uploadAll(client, fresh)
    const now = [...kept, ...uploaded.map(({ id, hash }) => ({ id, hash }))]
    const old = (before?.files ?? []).filter((file) => !kept.includes(file))
    for (const { id } of old) await remove(client, id)
    // Without metadata in the request, Slack keeps the old one.
    const changed = uploaded.length > 0 || old.length > 0
    await client.chat.update({
      channel: ref.channel,
      ts: ref.message,
      text,
      blocks,
      ...(changed && { metadata: metadataOf({ key: before?.key ?? '', files: now }) }),
    })
    const unseen = [...(await unshared(kept, files)), ...uploaded]
    if (unseen.length > 0) await context.pace.post(ref.channel, () => share(client, ref, unseen))
    noteBare(ref, now.length === 0)
  }

  return {
    post: (to, message, key, retried) =>
      speaking(async () => {
        const ref = { ...to, message: await posting.post(to, message, key, retried) }
        if (!message.blocks.some(({ type }) => type === 'image' || type === 'file')) noteBare(ref, true)
        return ref
      }),
    edit: (ref, message) => speaking(() => edit(ref, message)),

    remove: (ref) =>
      speaking(async () => {
        // Files first: only the message knows them.
        const mark = bare.has(keyOf(ref)) ? undefined : await markOf(client, ref, ref.message)
        for (const { id } of mark?.files ?? []) await remove(client, id)
        await unsay(client, ref)
      }),

    // A thread exists once somebody replies to a message, so no request is needed.
    openThread: async (on) => channelRef(on.space, on.channel, on.thread ?? on.message),

    react: (ref, emoji) =>
      speaking(async () => {
        const name = nameOfEmoji(emoji)
        if (name === undefined) throw new RangeError(`Slack has no name for the emoji ${emoji}.`)
        try {
          await client.reactions.add({ channel: ref.channel, timestamp: ref.message, name })
        } catch (error) {
          if (codeOf(error) !== 'already_reacted') throw error
        }
      }),

    dm: (user, message, key, retried) =>
      speaking(async () => {
        const channel = await posting.direct(user.user)
        await posting.post(channelRef(user.space, channel, undefined), message, key, retried)
      }),
  }
}

import { INTENT } from './intents.ts'
import { FLAG } from './message.ts'
import type { Channel, User } from './model.ts'
import { announce, placeMessage, publishChannel } from './posting.ts'
import { publish, type World } from './world.ts'

export function setArchived(world: World, thread: Channel, archived: boolean): void {
  if (thread.archived === archived) return
  thread.archived = archived
  thread.archivedAt = new Date().toISOString()
  publishChannel(world, 'THREAD_UPDATE', thread)
}

export function renameThread(world: World, thread: Channel, name: string, by: User): void {
  if (thread.name === name) return
  thread.name = name
  publishChannel(world, 'THREAD_UPDATE', thread)
  const notice = placeMessage(world, { channel: thread, author: by, type: 4 })
  notice.content = name
  announce(world, 'MESSAGE_CREATE', notice)
}

/** Deletes a channel with its threads, or one thread. */
export function deleteChannel(world: World, channel: Channel): void {
  channel.deleted = true
  world.channels.delete(channel.id)
  for (const message of channel.messages) {
    message.deleted = true
    world.messages.delete(message.id)
  }
  const starter = channel.parent?.messages.find((message) => message.thread === channel)
  if (starter) {
    starter.thread = undefined
    starter.flags &= ~FLAG.hasThread
  }
  const siblings = channel.parent ? channel.parent.threads : (channel.guild?.channels ?? [])
  const index = siblings.indexOf(channel)
  if (index >= 0) siblings.splice(index, 1)
  if (channel.kind === 'thread') publishThreadDeletion(world, channel)
  else publishChannel(world, 'CHANNEL_DELETE', channel)
  for (const thread of channel.threads) {
    thread.deleted = true
    world.channels.delete(thread.id)
  }
}

/** A deleted thread is told by its ids alone. */
function publishThreadDeletion(world: World, thread: Channel): void {
  publish(world, {
    t: 'THREAD_DELETE',
    intents: INTENT.guilds,
    channel: thread,
    ...(thread.guild && { guild: thread.guild }),
    data: () => ({ id: thread.id, guild_id: thread.guild?.id, parent_id: thread.parent?.id, type: 11 }),
  })
}

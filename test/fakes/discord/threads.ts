import { createChannel } from './channels.ts'
import type { FakeMessage } from './message.ts'
import { FLAG } from './message.ts'
import type { Channel, User } from './model.ts'
import { announce, placeMessage, publishChannel } from './posting.ts'
import type { World } from './world.ts'

type ThreadSeed = Readonly<{
  parent: Channel
  name: string
  owner: User
  autoArchiveMinutes: number | undefined
}>

/** Opens a thread on a message, or without one: Discord puts its own system message where it does. */
export function openThread(world: World, seed: ThreadSeed, on?: FakeMessage): Channel {
  const { parent, owner, name } = seed
  const guild = parent.guild
  const thread = createChannel(
    world,
    { kind: 'thread', name, parent, ownerId: owner.id, ...(guild && { guild }) },
    on?.id,
  )
  thread.autoArchiveMinutes = seed.autoArchiveMinutes ?? 4320
  thread.joined.add(owner.id)
  publishChannel(world, 'THREAD_CREATE', thread, { newly_created: true })
  if (on) {
    on.thread = thread
    on.flags |= FLAG.hasThread
    announce(world, 'MESSAGE_UPDATE', on)
    const starter = placeMessage(world, { channel: thread, author: on.author, type: 21 })
    starter.reference = { type: 0, message_id: on.id, channel_id: parent.id, guild_id: guild?.id }
    starter.referenced = on
    announce(world, 'MESSAGE_CREATE', starter)
  } else {
    const notice = placeMessage(world, { channel: parent, author: owner, type: 18 })
    notice.content = name
    notice.reference = { type: 0, channel_id: thread.id, guild_id: guild?.id }
    announce(world, 'MESSAGE_CREATE', notice)
  }
  return thread
}

import { type Component, mediaResolver, settleComponents } from './components.ts'
import { timestampOf } from './ids.ts'
import { INTENT } from './intents.ts'
import { FakeMessage, FLAG } from './message.ts'
import type { Attachment, Channel, Dispatch, Json, UploadedFile, User } from './model.ts'
import { channelJson } from './wire.ts'
import { messageEventJson } from './wire-message.ts'
import { publish, type World } from './world.ts'

/** The fields of a request body that describe a message; the body is validated before. */
export type MessageBody = {
  content?: string | null
  embeds?: Json[] | null
  components?: Component[] | null
  flags?: number
  attachments?: Json[] | null
  allowed_mentions?: Json | null
  message_reference?: Json | null
  nonce?: string | number
  enforce_nonce?: boolean
}

type Seed = Readonly<{
  channel: Channel
  author: User
  webhookId?: string
  type?: number
  flags?: number
  visibleTo?: User
}>

/** Puts a message into its channel, or only before the eyes of `visibleTo`, without telling anyone yet. */
export function placeMessage(world: World, seed: Seed): FakeMessage {
  const message = new FakeMessage({ id: world.nextId(), ...seed })
  message.visibleTo = seed.visibleTo
  world.messages.set(message.id, message)
  if (!seed.visibleTo) message.channel.messages.push(message)
  return message
}

export function fillMessage(
  world: World,
  message: FakeMessage,
  body: MessageBody,
  files: readonly UploadedFile[],
): void {
  message.attachments = nextAttachments(world, message, body, files)
  if (body.flags !== undefined) {
    const settable = FLAG.componentsV2 | FLAG.suppressEmbeds
    message.flags = (message.flags & ~FLAG.suppressEmbeds) | (body.flags & settable)
  }
  const media = mediaResolver(message.attachments, world.nextId)
  if (body.content !== undefined) message.content = body.content ?? ''
  if (body.embeds !== undefined)
    message.embeds = (body.embeds ?? []).map((embed) => settleEmbed(embed, media))
  if (body.components !== undefined) message.components = settleComponents(body.components ?? [], media)
  message.pings = pinged(world, message, body.allowed_mentions)
}

export function announce(world: World, t: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: FakeMessage): void {
  if (message.visibleTo) return
  publish(world, {
    ...audience(message.channel),
    t,
    data: (intents) => messageEventJson(world, message, intents),
  })
}

export function postMessage(
  world: World,
  seed: Seed,
  body: MessageBody,
  files: readonly UploadedFile[] = [],
): FakeMessage {
  const message = placeMessage(world, seed)
  message.nonce = body.nonce === undefined ? undefined : String(body.nonce)
  if (body.message_reference) {
    const { message_id } = body.message_reference
    message.reference = { type: 0, channel_id: seed.channel.id, message_id, guild_id: seed.channel.guild?.id }
    message.referenced = world.messages.get(String(message_id))
  }
  fillMessage(world, message, body, files)
  seed.channel.joined.add(seed.author.id)
  announce(world, 'MESSAGE_CREATE', message)
  return message
}

/** Forwards a message: the new one has no text of its own. */
export function forwardMessage(world: World, seed: Seed, forwarded: FakeMessage): FakeMessage {
  const message = placeMessage(world, seed)
  const { channel, id, content, embeds, attachments, flags, editedAt } = forwarded
  message.reference = { type: 1, channel_id: channel.id, message_id: id, guild_id: channel.guild?.id }
  const at = new Date(timestampOf(id)).toISOString()
  message.snapshots = [{ content, embeds, attachments, flags, at, editedAt }]
  seed.channel.joined.add(seed.author.id)
  announce(world, 'MESSAGE_CREATE', message)
  return message
}

export function editMessage(
  world: World,
  message: FakeMessage,
  body: MessageBody,
  files: readonly UploadedFile[] = [],
): void {
  message.edits.push(message.text)
  fillMessage(world, message, body, files)
  message.editedAt = new Date().toISOString()
  announce(world, 'MESSAGE_UPDATE', message)
}

export function deleteMessage(world: World, message: FakeMessage): void {
  message.deleted = true
  world.messages.delete(message.id)
  const { channel } = message
  const index = channel.messages.indexOf(message)
  if (index >= 0) channel.messages.splice(index, 1)
  if (message.visibleTo) return
  publish(world, {
    ...audience(channel),
    t: 'MESSAGE_DELETE',
    data: () => ({
      id: message.id,
      channel_id: channel.id,
      ...(channel.guild && { guild_id: channel.guild.id }),
    }),
  })
}

/** Tells of a channel's or thread's change. */
export function publishChannel(world: World, t: string, channel: Channel, extra: Json = {}): void {
  publish(world, {
    t,
    intents: INTENT.guilds,
    channel,
    ...(channel.guild && { guild: channel.guild }),
    data: () => ({ ...channelJson(world, channel), ...extra }),
  })
}

function audience(channel: Channel): Pick<Dispatch, 'intents' | 'channel' | 'guild'> {
  return {
    intents: channel.kind === 'dm' ? INTENT.directMessages : INTENT.guildMessages,
    channel,
    ...(channel.guild && { guild: channel.guild }),
  }
}

function nextAttachments(
  world: World,
  message: FakeMessage,
  body: MessageBody,
  files: readonly UploadedFile[],
): Attachment[] {
  const described = body.attachments ?? []
  const kept = body.attachments
    ? message.attachments.filter((file) => described.some((entry) => String(entry.id) === file.id))
    : body.attachments === null
      ? []
      : message.attachments
  return [
    ...kept,
    ...files.map((file) => {
      const entry = described.find((d) => file.field === `files[${String(d.id)}]`)
      return storeFile(world, message.channel, file, entry)
    }),
  ]
}

/** Keeps a file where it can be fetched. @param entry what was said about it */
export function storeFile(world: World, channel: Channel, file: UploadedFile, entry?: Json): Attachment {
  const id = world.nextId()
  const filename = String(entry?.filename ?? file.name).replace(/[^\p{L}\p{N}._-]/gu, '_')
  const picture = pngSize(file.data)
  const attachment = {
    id,
    filename,
    description: typeof entry?.description === 'string' ? entry.description : undefined,
    mediaType: file.mediaType,
    size: file.data.byteLength,
    url: `${world.origin}/attachments/${channel.id}/${id}/${encodeURIComponent(filename)}`,
    width: picture?.width,
    height: picture?.height,
    data: file.data,
  }
  world.attachments.set(id, attachment)
  return attachment
}

function pngSize(data: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  if (data.byteLength < 24 || view.getUint32(0) !== 0x89504e47) return undefined
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function settleEmbed(embed: Json, media: (url: string) => Json): Json {
  const picture = (key: string) => {
    const value = embed[key] as Json | undefined
    if (!value) return {}
    const { url, proxy_url, width, height } = media(String(value.url))
    return { [key]: { url, proxy_url, width: width ?? 0, height: height ?? 0 } }
  }
  const fields = embed.fields as Json[] | undefined
  return {
    ...embed,
    type: 'rich',
    ...picture('image'),
    ...picture('thumbnail'),
    ...(fields && { fields: fields.map((field) => ({ ...field, inline: field.inline ?? false })) }),
  }
}

function pinged(world: World, message: FakeMessage, allowed: Json | null | undefined): string[] {
  const named = [...message.text.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id ?? '')
  const parse = allowed?.parse as string[] | undefined
  const users = allowed?.users as string[] | undefined
  const may = (id: string) => !allowed || parse?.includes('users') || users?.includes(id)
  return [...new Set(named)].filter((id) => world.users.has(id) && may(id))
}

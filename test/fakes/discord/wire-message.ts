import { timestampOf } from './ids.ts'
import { INTENT } from './intents.ts'
import { type FakeMessage, FLAG, type Snapshot } from './message.ts'
import type { Attachment, Json } from './model.ts'
import { CHANNEL_TYPE, channelJson, memberJson, userJson } from './wire.ts'
import type { World } from './world.ts'

/** A message as REST shows it: without the privileged intent, the content of others is left out. */
export function messageJson(world: World, message: FakeMessage): Json {
  const all = world.settings.messageContent ? INTENT.messageContent : 0
  return render(world, message, seesContent(world, message, all))
}

/** A message as a gateway session with these intents sees it, with the fields that events add. */
export function messageEventJson(world: World, message: FakeMessage, intents: number): Json {
  const member = message.channel.guild?.members.find((m) => m.user.id === message.author.id)
  return {
    ...render(world, message, seesContent(world, message, intents)),
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.channel.guild && { guild_id: message.channel.guild.id }),
    ...(member && { member: withoutUser(memberJson(member)) }),
    channel_type: CHANNEL_TYPE[message.channel.kind],
  }
}

/** The bot's own messages, direct messages and those that mention it show their content always. */
function seesContent(world: World, message: FakeMessage, intents: number): boolean {
  return (
    (intents & INTENT.messageContent) !== 0 ||
    message.author.id === world.bot.id ||
    message.channel.kind === 'dm' ||
    message.pings.includes(world.bot.id)
  )
}

function render(world: World, message: FakeMessage, content: boolean): Json {
  const guild = message.channel.guild
  return {
    id: message.id,
    channel_id: message.channel.id,
    type: message.type,
    author: userJson(message.author),
    content: content ? message.content : '',
    embeds: content ? message.embeds : [],
    components: content ? message.components : [],
    attachments: content ? shownAttachments(message).map((a) => attachmentJson(a, message.ephemeral)) : [],
    mentions: message.pings.flatMap((id) => {
      const user = world.users.get(id)
      return user ? [userJson(user)] : []
    }),
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    flags: message.flags,
    timestamp: new Date(timestampOf(message.id)).toISOString(),
    edited_timestamp: message.editedAt,
    ...(message.reactions.length > 0 && { reactions: reactionsJson(world, message) }),
    ...(message.snapshots.length > 0 && {
      message_snapshots: message.snapshots.map((each) => ({ message: snapshotJson(each, content) })),
    }),
    ...(message.reference && { message_reference: message.reference }),
    ...(message.referenced && { referenced_message: render(world, message.referenced, content) }),
    ...(message.thread && guild && { thread: channelJson(world, message.thread) }),
    ...(message.webhookId !== undefined && { webhook_id: message.webhookId }),
    ...(message.interactionMetadata && {
      interaction_metadata: message.interactionMetadata,
      webhook_id: world.bot.id,
    }),
    ...(message.author.id === world.bot.id &&
      message.interactionMetadata && { application_id: world.bot.id }),
  }
}

function snapshotJson(snapshot: Snapshot, content: boolean): Json {
  return {
    type: 0,
    content: content ? snapshot.content : '',
    embeds: content ? snapshot.embeds : [],
    components: [],
    attachments: content ? snapshot.attachments.map((each) => attachmentJson(each, false)) : [],
    mentions: [],
    mention_roles: [],
    flags: snapshot.flags,
    timestamp: snapshot.at,
    edited_timestamp: snapshot.editedAt,
  }
}

/** A file that an embed shows is not listed a second time. */
function shownAttachments(message: FakeMessage): Attachment[] {
  const urls = new Set(
    message.embeds.flatMap((embed) =>
      [embed.image, embed.thumbnail].map((media) => (media as Json | undefined)?.url),
    ),
  )
  return message.attachments.filter((file) => !urls.has(file.url))
}

export function attachmentJson(file: Attachment, ephemeral: boolean): Json {
  return {
    id: file.id,
    filename: file.filename,
    size: file.size,
    url: file.url,
    proxy_url: file.url,
    content_type: file.mediaType,
    ...(file.description !== undefined && { description: file.description }),
    ...(file.width !== undefined && { width: file.width, height: file.height }),
    ...(ephemeral && { ephemeral: true }),
  }
}

function reactionsJson(world: World, message: FakeMessage): Json[] {
  return message.reactions.map(({ emoji, users }) => ({
    emoji: emojiJson(emoji),
    count: users.length,
    count_details: { burst: 0, normal: users.length },
    burst_colors: [],
    me_burst: false,
    me: users.some((user) => user.id === world.bot.id),
  }))
}

/** A unicode emoji has no id; a guild's own is written name:id. */
export function emojiJson(emoji: string): Json {
  const [name, id] = emoji.split(':')
  return { id: id ?? null, name: name ?? null }
}

function withoutUser({ user: _user, ...rest }: Json): Json {
  return rest
}

export function isSystem(message: FakeMessage): boolean {
  return ![0, 19, 20, 23].includes(message.type)
}

export function hasV2(flags: number): boolean {
  return (flags & FLAG.componentsV2) !== 0
}

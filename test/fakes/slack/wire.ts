import type { FakeMessage } from './message.ts'
import type { Channel, Json, StoredFile, User } from './model.ts'
import type { World } from './world.ts'

/** Events name the subtype of a message with files; readings may ask for the metadata. */
export type MessageJsonOptions = Readonly<{ metadata?: boolean; event?: boolean }>

/** A message as the API and the events tell it. */
export function messageJson(world: World, message: FakeMessage, options: MessageJsonOptions = {}): Json {
  if (message.tombstone) return tombstoneJson(message)
  const byBot = message.author === world.bot
  return {
    type: 'message',
    ...(options.event && message.files.length > 0 && { subtype: 'file_share' }),
    user: message.author.id,
    ts: message.ts,
    ...(!byBot && { client_msg_id: `00000000-0000-4000-8000-${message.ts.replace('.', '').slice(-12)}` }),
    ...(byBot && { bot_id: world.botId, app_id: world.appId, bot_profile: botProfile(world) }),
    text: message.raw,
    team: world.team.id,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.files.length > 0 && {
      files: message.files.map((file) => fileJson(world, file)),
      upload: false,
    }),
    ...(message.attachments.length > 0 && { attachments: message.attachments }),
    ...(message.editedTs !== undefined && {
      edited: { user: message.author.id, ts: message.editedTs },
    }),
    ...threadJson(message),
    ...(message.reactions.length > 0 && {
      reactions: message.reactions.map(({ name, users }) => ({
        name,
        users: users.map(({ id }) => id),
        count: users.length,
      })),
    }),
    ...(options.metadata && message.metadata && { metadata: message.metadata }),
  }
}

function threadJson(message: FakeMessage): Json {
  if (message.threadTs !== undefined)
    return {
      thread_ts: message.threadTs,
      parent_user_id: message.channel.find(message.threadTs)?.author.id,
    }
  const { replies } = message
  if (replies.length === 0) return {}
  const users = [...new Set(replies.map(({ author }) => author.id))]
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  }
}

function tombstoneJson(message: FakeMessage): Json {
  return {
    type: 'message',
    subtype: 'tombstone',
    text: 'This message was deleted.',
    user: 'USLACKBOT',
    hidden: true,
    ts: message.ts,
    ...threadJson(message),
  }
}

function botProfile(world: World): Json {
  return {
    id: world.botId,
    app_id: world.appId,
    name: world.bot.name,
    team_id: world.team.id,
    deleted: false,
    updated: 1_700_000_000,
    icons: {},
  }
}

export function userJson(world: World, user: User, withLocale: boolean): Json {
  return {
    id: user.id,
    team_id: world.team.id,
    name: user.name.toLowerCase().replace(/\W+/g, '.'),
    deleted: false,
    real_name: user.name,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: 0,
    profile: { real_name: user.name, display_name: user.name, team: world.team.id },
    is_admin: user.admin,
    is_owner: user.owner,
    is_primary_owner: user.owner,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.bot,
    is_app_user: false,
    updated: 1_700_000_000,
    ...(withLocale && { locale: user.locale }),
  }
}

export function channelJson(world: World, channel: Channel, withMembers: boolean): Json {
  if (channel.kind === 'dm')
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      is_archived: false,
      user: channel.user?.id,
      context_team_id: world.team.id,
    }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_member: channel.joined,
    is_archived: channel.archived,
    is_general: false,
    created: channel.created,
    creator: 'U0CREATOR',
    context_team_id: world.team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    ...(withMembers && { num_members: channel.members.size }),
  }
}

/** A message as another one forwards it. */
export function shareJson(world: World, message: FakeMessage): Json {
  const { channel, ts, author, raw, blocks, files } = message
  const at = `${world.origin}/archives/${channel.id}/p${ts.replace('.', '')}`
  return {
    id: 1,
    ts,
    color: 'D0D0D0',
    is_msg_unfurl: true,
    is_share: true,
    channel_id: channel.id,
    channel_team: world.team.id,
    from_url: at,
    author_id: author.id,
    author_name: author.name,
    author_subname: author.name,
    author_link: `${world.origin}/team/${author.id}`,
    message_blocks: [{ team: world.team.id, channel: channel.id, ts, message: { blocks } }],
    ...(files.length > 0 && { files: files.map((file) => fileJson(world, file)) }),
    fallback: `[July 1st, 2026 9:00 AM] ${author.name}: ${raw}`,
    text: raw,
    mrkdwn_in: ['text'],
    footer: `Posted in #${channel.name}`,
  }
}

/** @param asked whether the app asks for the file: one of another workspace is not described otherwise */
export function fileJson(world: World, file: StoredFile, asked = false): Json {
  if (file.deleted) return { id: file.id, mode: 'tombstone' }
  if (file.foreign && !asked)
    return {
      id: file.id,
      created: file.created,
      timestamp: file.created,
      user: file.user.id,
      mode: 'file_access',
      file_access: 'check_file_info',
    }
  const ending = file.name.includes('.') ? file.name.split('.').at(-1) : undefined
  const kinds = { public: 'channels', private: 'groups', dm: 'ims' } as const
  const shared = (kind: keyof typeof kinds) => file.shares.filter(({ channel }) => channel.kind === kind)
  const channelIds = (kind: keyof typeof kinds) => [...new Set(shared(kind).map(({ channel }) => channel.id))]
  const byChannel = (of: StoredFile['shares']) =>
    Object.fromEntries(
      Object.entries(Object.groupBy(of, ({ channel }) => channel.id)).map(([id, each = []]) => [
        id,
        each.map(({ ts, threadTs }) => ({
          ts,
          ...(threadTs !== undefined && { thread_ts: threadTs }),
          channel_name: each[0]?.channel.name,
          team_id: world.team.id,
          share_user_id: file.user.id,
        })),
      ]),
    )
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.snippet ?? ending ?? 'binary',
    pretty_type: (file.snippet ?? ending ?? 'binary').toUpperCase(),
    user: file.user.id,
    user_team: world.team.id,
    editable: file.snippet !== undefined,
    size: file.data.byteLength,
    mode: file.snippet === undefined ? 'hosted' : 'snippet',
    is_external: false,
    external_type: '',
    is_public: shared('public').length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    ...(file.alt !== undefined && { alt_txt: file.alt }),
    url_private: `${world.origin}/files-pri/${world.team.id}-${file.id}/${encodeURIComponent(file.name)}`,
    url_private_download: `${world.origin}/files-pri/${world.team.id}-${file.id}/download/${encodeURIComponent(file.name)}`,
    permalink: `${world.origin}/files/${file.user.id}/${file.id}/${encodeURIComponent(file.name)}`,
    channels: channelIds('public'),
    groups: channelIds('private'),
    ims: channelIds('dm'),
    shares: {
      ...(shared('public').length > 0 && { public: byChannel(shared('public')) }),
      ...([...shared('private'), ...shared('dm')].length > 0 && {
        private: byChannel([...shared('private'), ...shared('dm')]),
      }),
    },
    has_rich_preview: false,
    file_access: 'visible',
  }
}

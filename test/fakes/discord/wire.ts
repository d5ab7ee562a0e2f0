import { timestampOf } from './ids.ts'
import type { Channel, Guild, Json, Member, User } from './model.ts'
import { ADMIN, botMay, botPermissions, memberPermissions, ORDINARY } from './permissions.ts'
import type { World } from './world.ts'

export const CHANNEL_TYPE = { text: 0, dm: 1, voice: 2, thread: 11 } as const satisfies Record<
  Channel['kind'],
  number
>

const AT_CREATION = (id: string) => new Date(timestampOf(id)).toISOString()

export function userJson(user: User): Json {
  return {
    id: user.id,
    username: user.name.toLowerCase().replace(/[^a-z0-9_.]/g, '_'),
    discriminator: user.bot ? '0001' : '0',
    global_name: user.bot ? null : user.name,
    avatar: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
    ...(user.bot && { bot: true }),
  }
}

export function memberJson(member: Member): Json {
  return {
    user: userJson(member.user),
    nick: null,
    avatar: null,
    banner: null,
    avatar_decoration_data: null,
    roles: member.admin ? [member.guild.adminRoleId] : [],
    joined_at: member.joinedAt,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  }
}

export function botMemberJson(world: World, guild: Guild): Json {
  const bot = {
    user: world.bot,
    guild,
    admin: false,
    locale: 'en-US',
    joinedAt: AT_CREATION(guild.id),
    dmsClosed: false,
  }
  return memberJson(bot)
}

/** As an interaction carries it: with what the person may do. */
export function interactionMemberJson(member: Member): Json {
  return { ...memberJson(member), permissions: memberPermissions(member).toString() }
}

export function channelJson(world: World, channel: Channel): Json {
  const type = CHANNEL_TYPE[channel.kind]
  const common = { id: channel.id, flags: 0, last_message_id: channel.messages.at(-1)?.id ?? null }
  if (channel.kind === 'dm')
    return { ...common, type, recipients: channel.recipient ? [userJson(channel.recipient.user)] : [] }
  const guildChannel = {
    ...common,
    guild_id: channel.guild?.id,
    name: channel.name,
    parent_id: channel.parent?.id ?? null,
    rate_limit_per_user: 0,
  }
  if (channel.kind !== 'thread')
    return {
      ...guildChannel,
      type,
      topic: channel.topic,
      ...(channel.kind === 'voice' && { bitrate: 64_000, user_limit: 0, rtc_region: null }),
      position: channel.guild?.channels.indexOf(channel) ?? 0,
      nsfw: false,
      permission_overwrites: overwrites(world, channel),
    }
  return {
    ...guildChannel,
    type,
    owner_id: channel.ownerId,
    message_count: channel.messages.length,
    member_count: channel.joined.size,
    total_message_sent: channel.messages.length,
    thread_metadata: {
      archived: channel.archived,
      archive_timestamp: channel.archivedAt,
      auto_archive_duration: channel.autoArchiveMinutes,
      locked: channel.locked,
      create_timestamp: AT_CREATION(channel.id),
    },
    ...(channel.joined.has(world.bot.id) && { member: threadMemberJson(channel, world.bot.id) }),
  }
}

export function threadMemberJson(thread: Channel, userId: string): Json {
  return { id: thread.id, user_id: userId, join_timestamp: AT_CREATION(thread.id), flags: 0 }
}

/** The bot's permissions in the channel, as the client computes them: the difference to everyone's. */
function overwrites(world: World, channel: Channel): Json[] {
  const allow = botPermissions(channel) & ~ORDINARY
  const deny = ORDINARY & ~botPermissions(channel)
  return allow || deny ? [{ id: world.bot.id, type: 1, allow: `${allow}`, deny: `${deny}` }] : []
}

function roleJson(id: string, name: string, permissions: bigint, position: number): Json {
  return {
    id,
    name,
    permissions: permissions.toString(),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  }
}

export function guildJson(guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: ['COMMUNITY'],
    banner: null,
    owner_id: guild.owner.id,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: [roleJson(guild.id, '@everyone', ORDINARY, 0), roleJson(guild.adminRoleId, 'admin', ADMIN, 1)],
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 25_000_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.locale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  }
}

/** A guild as the list of the bot's own shows it. */
export function ownGuildJson(guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    banner: null,
    owner: false,
    permissions: guild.botPermissions.toString(),
    features: ['COMMUNITY'],
  }
}

/** GUILD_CREATE: the guild with all that the bot can see of it; other members would need a privileged intent. */
export function guildCreateJson(world: World, guild: Guild): Json {
  return {
    ...guildJson(guild),
    joined_at: AT_CREATION(guild.id),
    large: false,
    unavailable: false,
    member_count: guild.members.length + 1,
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    members: [botMemberJson(world, guild)],
    channels: guild.channels.map((channel) => channelJson(world, channel)),
    threads: guild.channels
      .filter((channel) => botMay(channel, 'VIEW_CHANNEL'))
      .flatMap((channel) => channel.threads)
      .filter((thread) => !thread.archived)
      .map((thread) => channelJson(world, thread)),
  }
}

import { apiErrors, Problems } from '../api-error.ts'
import { dmWith, memberOf } from '../channels.ts'
import { commandJson, registered, replaceCommands } from '../commands.ts'
import { isSnowflake } from '../ids.ts'
import { guildOf, requireOwnApplication } from '../lookup.ts'
import type { Guild, Json } from '../model.ts'
import { type Answer, bodyObject, type Call, ok, type Route } from '../router.ts'
import { botMemberJson, channelJson, guildJson, memberJson, ownGuildJson, userJson } from '../wire.ts'
import type { World } from '../world.ts'

export const applicationRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway/bot', handle: gateway },
  { method: 'GET', path: '/users/@me', handle: (call) => ok(ownUser(call.world)) },
  { method: 'PATCH', path: '/users/@me', handle: (call) => ok(ownUser(call.world)) },
  { method: 'POST', path: '/users/@me/channels', handle: openDm },
  { method: 'GET', path: '/users/@me/guilds', handle: ownGuilds },
  { method: 'GET', path: '/users/:user', handle: user },
  { method: 'GET', path: '/applications/@me', handle: (call) => ok(applicationJson(call.world)) },
  { method: 'GET', path: '/oauth2/applications/@me', handle: (call) => ok(applicationJson(call.world)) },
  { method: 'GET', path: '/applications/:application/commands', handle: listCommands },
  { method: 'PUT', path: '/applications/:application/commands', handle: putCommands },
  { method: 'GET', path: '/applications/:application/guilds/:guild/commands', handle: listCommands },
  { method: 'PUT', path: '/applications/:application/guilds/:guild/commands', handle: putCommands },
  { method: 'GET', path: '/guilds/:guild', handle: (call) => ok(guildWithCounts(guildOf(call))) },
  {
    method: 'GET',
    path: '/guilds/:guild/channels',
    handle: (call) => ok(guildOf(call).channels.map((channel) => channelJson(call.world, channel))),
  },
  { method: 'GET', path: '/guilds/:guild/members/:user', handle: guildMember },
]

function gateway(call: Call): Answer {
  return ok({
    url: call.world.origin.replace('http', 'ws'),
    shards: 1,
    session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
  })
}

function ownUser(world: World): Json {
  return { ...userJson(world.bot), mfa_enabled: true, locale: 'en-US', verified: true, email: null }
}

function user(call: Call): Answer {
  const found = call.world.users.get(call.param('user'))
  if (!found) throw apiErrors.unknownUser()
  return ok(userJson(found))
}

/** In the order of their ids, a page at a time. */
function ownGuilds({ world, query }: Call): Answer {
  const problems = new Problems()
  const limit = Number(query.get('limit') ?? 200)
  problems.integer(['limit'], limit, 1, 200)
  const cursors = ['after', 'before'] as const
  for (const name of cursors)
    if (query.has(name) && !isSnowflake(query.get(name)))
      problems.add([name], 'NUMBER_TYPE_COERCE', `Value "${query.get(name)}" is not snowflake.`)
  problems.raise()
  const [after, before] = cursors.map((name) => (query.has(name) ? BigInt(query.get(name) ?? 0) : undefined))
  const seen = [...world.guilds.values()]
    .filter(({ joined }) => joined)
    .filter(({ id }) => after === undefined || BigInt(id) > after)
    .filter(({ id }) => before === undefined || BigInt(id) < before)
  const page = before === undefined ? seen.slice(0, limit) : seen.slice(-limit)
  return ok(page.map(ownGuildJson))
}

function openDm(call: Call): Answer {
  const { world } = call
  const body = bodyObject(call)
  const problems = new Problems()
  problems.text(['recipient_id'], body.recipient_id, 1, 21)
  problems.raise()
  const member = [...world.guilds.values()].flatMap((g) => memberOf(g, String(body.recipient_id)) ?? []).at(0)
  if (!member) throw apiErrors.unknownUser()
  return ok(channelJson(world, dmWith(world, member)))
}

export function applicationFlags(world: World): number {
  const limitedMessageContent = 1 << 19
  return world.settings.messageContent ? limitedMessageContent : 0
}

function applicationJson(world: World): Json {
  const owner = [...world.users.values()].find((person) => !person.bot) ?? world.bot
  return {
    id: world.bot.id,
    name: world.bot.name,
    icon: null,
    description: '',
    type: null,
    bot: userJson(world.bot),
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: applicationFlags(world),
    flags_new: String(applicationFlags(world)),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userJson(owner),
    approximate_guild_count: world.guilds.size,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  }
}

/** The guild whose commands are meant; none: the global ones. */
function scope(call: Call): Guild | undefined {
  requireOwnApplication(call)
  return call.param('guild') === '' ? undefined : guildOf(call)
}

function listCommands(call: Call): Answer {
  const localized = call.query.get('with_localizations') === 'true'
  return ok(registered(call.world, scope(call)).map((command) => commandJson(call.world, command, localized)))
}

function putCommands(call: Call): Answer {
  const guild = scope(call)
  const list = (Array.isArray(call.body) ? call.body : []) as Json[]
  return ok(replaceCommands(call.world, list, guild).map((command) => commandJson(call.world, command, true)))
}

function guildWithCounts(guild: Guild): Json {
  return {
    ...guildJson(guild),
    approximate_member_count: guild.members.length + 1,
    approximate_presence_count: 1,
  }
}

function guildMember(call: Call): Answer {
  const guild = guildOf(call)
  const id = call.param('user')
  if (id === call.world.bot.id) return ok(botMemberJson(call.world, guild))
  const member = memberOf(guild, id)
  if (!member) throw call.world.users.has(id) ? apiErrors.unknownMember() : apiErrors.unknownUser()
  return ok(memberJson(member))
}

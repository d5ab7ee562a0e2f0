/** All that the fake knows; an app asks for some of them. */
export const ALL_SCOPES: readonly string[] = [
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'users:read',
]

/** The scope without which an event can't be subscribed to; of several one is enough. */
export const SCOPE_OF_EVENT: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_uninstalled: undefined,
  channel_archive: 'channels:read',
  channel_deleted: 'channels:read',
  group_archive: 'groups:read',
  group_deleted: 'groups:read',
  member_joined_channel: 'channels:read|groups:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  tokens_revoked: undefined,
}

export const ALL_EVENTS: readonly string[] = Object.keys(SCOPE_OF_EVENT)

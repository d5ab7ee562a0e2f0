import { ApiError } from '../api-error.ts'
import type { Method } from '../call.ts'
import { page } from '../lookup.ts'
import { userJson } from '../wire.ts'

export const authMethods: readonly Method[] = [
  {
    name: 'auth.test',
    handle: ({ world }) => ({
      url: `https://${world.team.domain}.slack.com/`,
      team: world.team.name,
      user: world.bot.name,
      team_id: world.team.id,
      user_id: world.bot.id,
      bot_id: world.botId,
      is_enterprise_install: false,
      ...(world.settings.enterprise !== undefined && { enterprise_id: world.settings.enterprise }),
    }),
  },
  {
    name: 'team.info',
    perMinute: 50,
    handle(call) {
      call.need('team:read')
      const { id, name, domain } = call.world.team
      return { team: { id, name, domain, email_domain: '', icon: {}, url: `https://${domain}.slack.com/` } }
    },
  },
  {
    name: 'users.info',
    perMinute: 100,
    handle(call) {
      call.need('users:read')
      const user = call.world.users.get(call.text('user'))
      if (!user) throw new ApiError('user_not_found')
      return { user: userJson(call.world, user, call.flag('include_locale')) }
    },
  },
  {
    name: 'users.list',
    perMinute: 20,
    handle(call) {
      call.need('users:read')
      const { items, next } = page(call, [...call.world.users.values()], call.limit(1000, 1000))
      return {
        members: items.map((user) => userJson(call.world, user, call.flag('include_locale'))),
        cache_ts: Math.floor(Date.now() / 1000),
        response_metadata: { next_cursor: next },
      }
    },
  },
]

import { newResponseUrl, newTrigger } from './interaction.ts'
import type { Channel, Json, User } from './model.ts'
import type { InteractionResult } from './result.ts'
import type { ResponseUrl, World } from './world.ts'

const ADDRESS = /https?:\/\/(?:(?!&[lg]t;)[^\s<>])+/g

/** A typed text as Slack passes it on: `&`, `<` and `>` escaped, addresses and names as links. */
export function escaped(world: World, typed: string, withNames = false): string {
  let text = typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(ADDRESS, '<$&>')
  for (const user of world.users.values())
    text = text.replaceAll(`@${user.name}`, `<@${user.id}${withNames ? `|${user.name}` : ''}>`)
  for (const channel of world.channels.values())
    if (channel.kind === 'public')
      text = text.replaceAll(`#${channel.name}`, `<#${channel.id}|${channel.name}>`)
  return text
}

/** The payload of a slash command; users and channels in it are escaped, as the manifest's `should_escape` asks. */
export function commandPayload(
  world: World,
  user: User,
  channel: Channel,
  typed: string,
  result: InteractionResult,
): { payload: Json; url: ResponseUrl } {
  const [, command = '', text = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(typed) ?? []
  const address = newResponseUrl(world, 'commands', { user, channel, result })
  const url = world.responseUrls.get(address.split('/').at(-1) ?? '') as ResponseUrl
  return {
    url,
    payload: {
      token: 'legacy',
      team_id: world.team.id,
      team_domain: world.team.domain,
      channel_id: channel.id,
      channel_name: channel.kind === 'dm' ? 'directmessage' : channel.name,
      user_id: user.id,
      user_name: user.name,
      command,
      text: escaped(world, text.trimEnd(), true),
      api_app_id: world.appId,
      is_enterprise_install: 'false',
      response_url: address,
      trigger_id: newTrigger(world, user, result),
    },
  }
}

import type { WebClient } from '@slack/web-api'
import { type Permission, PlatformError } from '#bot'
import { codeOf } from './errors.ts'
import { isDirect } from './refs.ts'

/** The permissions that the bot lacks in a channel. @throws PlatformError `gone` for one that is archived */
export async function missingIn(client: WebClient, channel: string): Promise<readonly Permission[]> {
  // The bot may always post in a direct conversation.
  if (isDirect(channel)) return []
  try {
    const { channel: info } = await client.conversations.info({ channel })
    if (info?.is_archived) throw new PlatformError('gone', 'The channel is archived.')
    return info?.is_member ? [] : ['join']
  } catch (error) {
    // Slack hides a private channel that the bot is not a member of.
    if (codeOf(error) === 'channel_not_found') return ['join']
    throw error
  }
}

import { WebClient } from '@slack/web-api'
import type { Config } from '../../app/config.ts'
import { isRefusedToken, toPlatformError } from '../../platforms/slack/errors.ts'
import { EVENTS_PATH, missingScopes } from '../../platforms/slack/manifest.ts'
import { boltLog } from '../../platforms/slack/receiving.ts'
import { type Finding, ok, plural, problem, warning } from './findings.ts'

type SlackConfig = NonNullable<Config['slack']>

const REQUEST_MS = 10_000
/** A workspace may have very many channels; the first show what is usual. */
const CHANNELS = 200
const REINSTALL =
  'Take the manifest that "npm run manifest" prints into the app (App Manifest), and press "Reinstall to Workspace".'

/** Asks Slack all that can be asked without connecting the bot. Nothing is changed there. */
export async function* checkSlack(slack: SlackConfig, at: string): AsyncGenerator<Finding> {
  const bot = client(slack.botToken, slack)
  try {
    const { team, user, response_metadata } = await bot.auth.test()
    yield ok(`Slack: the bot token is that of "${user}" in the workspace "${team}"`)
    yield judgeScopes(response_metadata?.scopes ?? [])
  } catch (error) {
    yield explain(error, slack, 'SLACK_BOT_TOKEN', 'OAuth & Permissions, Bot User OAuth Token')
    return
  }
  yield 'appToken' in slack.inbound
    ? await checkSocket(slack.inbound.appToken, slack)
    : ok(`Slack: its requests are taken at ${at}${EVENTS_PATH}; Slack must reach that by https`)
  const channels = await checkChannels(bot)
  if (channels) yield channels
}

function judgeScopes(held: readonly string[]): Finding {
  const missing = missingScopes(held)
  return missing.length === 0
    ? ok('Slack: the app has all scopes')
    : problem(
        `Slack: the app lacks the ${missing.length === 1 ? 'scope' : 'scopes'} ${missing.join(', ')}`,
        REINSTALL,
      )
}

/** Asking for a connection's address opens none. */
async function checkSocket(appToken: string, slack: SlackConfig): Promise<Finding> {
  try {
    await client(appToken, slack).apps.connections.open({})
    return ok('Slack: the app-level token opens connections (Socket Mode)')
  } catch (error) {
    return explain(
      error,
      slack,
      'SLACK_APP_TOKEN',
      'Basic Information, App-Level Tokens, scope connections:write',
    )
  }
}

/** Undefined where it can't be known: the scopes are said above. */
async function checkChannels(bot: WebClient): Promise<Finding | undefined> {
  try {
    const types = 'public_channel,private_channel'
    const { channels = [] } = await bot.conversations.list({ types, exclude_archived: true, limit: CHANNELS })
    const joined = channels.filter((channel) => channel.is_member).length
    return joined > 0
      ? ok(`Slack: the bot is in ${plural(joined, 'channel')}`)
      : warning('Slack: the bot is in no channel yet', 'Type "/invite @Loopmate" in the channel for mocks.')
  } catch {
    return undefined
  }
}

function client(token: string, { apiUrl }: SlackConfig): WebClient {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    timeout: REQUEST_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLog(silent),
  })
}

function explain(error: unknown, { apiUrl }: SlackConfig, variable: string, where: string): Finding {
  const { kind, message } = toPlatformError(error)
  if (isRefusedToken(error) || kind !== 'later')
    return problem(`Slack refuses ${variable}. ${message}`, `Take the one from your app's page: ${where}.`)
  return problem(
    `${message} (asked at ${apiUrl})`,
    'Try again in a minute; then look at the network, proxies and SLACK_API_URL, and at slack-status.com.',
  )
}

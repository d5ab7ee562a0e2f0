import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { PlatformError } from '#bot'

const GONE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'is_archived',
  'message_not_found',
  'thread_not_found',
  'user_not_found',
  'users_not_found',
  'user_disabled',
  'file_not_found',
  'file_deleted',
  'no_item_specified',
])
const FORBIDDEN: ReadonlySet<string> = new Set([
  'access_denied',
  'cannot_dm_bot',
  'cant_invite',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'file_uploads_disabled',
  'file_uploads_except_images_disabled',
  'messages_tab_disabled',
  'method_not_supported_for_channel_type',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_in_channel',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
  'user_is_restricted',
])
/** Errors of the token: messages wait until there is a new one. */
const REFUSED_TOKEN: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
])
const LATER: ReadonlySet<string> = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
])
/** Errors of a window that is closed or can't be opened: the answer must go elsewhere. */
const LOST_VIEW: ReadonlySet<string> = new Set([
  'exchanged_trigger_id',
  'expired_trigger_id',
  'invalid_trigger_id',
  'not_found',
  'trigger_exchanged',
  'trigger_expired',
  'view_not_found',
])

/** Slack's name of an error, where the error is Slack's answer. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined
}

/** True when the bot's token was not accepted. */
export function isRefusedToken(error: unknown): boolean {
  return REFUSED_TOKEN.has(codeOf(error) ?? '')
}

/** True if a window can no longer be opened or changed. */
export function isLostView(error: unknown): boolean {
  return LOST_VIEW.has(codeOf(error) ?? '')
}

/** Maps a failed request to a PlatformError, without people's texts and without addresses that hold secrets. */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  if (error instanceof WebAPIRateLimitedError)
    return new PlatformError('later', 'Slack asks to wait.', { retryAfter: error.retryAfter * 1000 })
  if (error instanceof WebAPIPlatformError) return new PlatformError(kindOf(error), sentenceOf(error))
  if (error instanceof WebAPIHTTPError)
    return new PlatformError('later', `Slack answered ${error.statusCode}.`)
  // A message that can't be drawn, such as with too long an action, fails every time.
  if (error instanceof RangeError) return new PlatformError('invalid', error.message, { cause: error })
  const cause = error instanceof WebAPIRequestError ? error.original : error
  return new PlatformError('later', 'Slack could not be reached.', { cause })
}

/** An error for the log: Slack's own without the request. */
export function withoutSecrets(error: unknown): unknown {
  return codeOf(error) === undefined && !(error instanceof WebAPIHTTPError) ? error : toPlatformError(error)
}

function kindOf(error: WebAPIPlatformError): PlatformError['kind'] {
  const code = error.data.error
  if (GONE.has(code)) return 'gone'
  if (FORBIDDEN.has(code)) return 'forbidden'
  // An answer without a code is not Slack's, but that of a proxy on the way.
  if (LATER.has(code) || REFUSED_TOKEN.has(code) || !/^[\w.-]+$/u.test(code)) return 'later'
  return 'invalid'
}

function sentenceOf({ data }: WebAPIPlatformError): string {
  if (!/^[\w.-]+$/u.test(data.error)) return 'Slack gave no answer that makes sense.'
  const { needed } = data as { needed?: unknown }
  if (data.error === 'not_in_channel')
    return 'Slack answered not_in_channel: somebody in the channel has to type "/invite @Loopmate".'
  return data.error === 'missing_scope'
    ? `Slack answered missing_scope: the app needs ${String(needed ?? 'another scope')}.`
    : `Slack answered ${data.error}.`
}

/** Does requests, and throws PlatformError only. */
export type Speaking = <T>(work: () => Promise<T>) => Promise<T>

/** @param onRefused called if Slack refused the token */
export function createSpeaking(onRefused: () => void): Speaking {
  return async (work) => {
    try {
      return await work()
    } catch (error) {
      if (isRefusedToken(error)) onRefused()
      throw toPlatformError(error)
    }
  }
}

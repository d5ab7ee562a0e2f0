import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js'
import { PlatformError } from '#bot'

const GONE: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownUser,
])
const FORBIDDEN: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
])

/** The interaction was answered too late, twice, or its 15 minutes are over: nobody can mend that. */
const LOST_INTERACTION: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
])

export function isLostInteraction(error: unknown): boolean {
  return LOST_INTERACTION.has(codeOf(error) ?? 0)
}

/** True when no answer came, so that nobody knows whether the request arrived. */
export function isUnanswered(error: unknown): boolean {
  return ![DiscordAPIError, HTTPError, RateLimitError].some((kind) => error instanceof kind)
}

/** True when the bot's token was not accepted. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401
}

/** Discord's JSON error code, where the error is Discord's answer. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError && typeof error.code === 'number' ? error.code : undefined
}

/**
 * Says what a failed request means. Discord's own errors carry the address, which holds interaction
 * tokens, and the body, which holds what people wrote: neither is passed on.
 */
export function toPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error
  if (error instanceof RateLimitError)
    return new PlatformError('later', 'Discord asks to wait.', {
      retryAfter: Math.max(error.retryAfter, error.sublimitTimeout),
    })
  if (error instanceof DiscordAPIError)
    return new PlatformError(
      kindOf(error),
      `Discord answered ${error.status} (${error.code ?? 'no code'}): ${error.message}`,
    )
  if (error instanceof HTTPError) return new PlatformError('later', `Discord answered ${error.status}.`)
  // What cannot be drawn, such as an action too long for a button, fails the same every time.
  if (error instanceof RangeError) return new PlatformError('invalid', error.message, { cause: error })
  return new PlatformError('later', 'Discord could not be reached.', { cause: error })
}

/** An error as it may be logged: Discord's own without the address and the body. */
export function withoutSecrets(error: unknown): unknown {
  return error instanceof DiscordAPIError || error instanceof HTTPError ? toPlatformError(error) : error
}

function kindOf(error: DiscordAPIError): PlatformError['kind'] {
  const code = codeOf(error) ?? 0
  // Without a code it is no verdict of Discord's, but the page of something on the way, such as a proxy.
  if (code === 0) return 'later'
  if (GONE.has(code)) return 'gone'
  if (FORBIDDEN.has(code)) return 'forbidden'
  // 401: the token was withdrawn; what waits is sent once there is a new one.
  if ([401, 408, 429].includes(error.status)) return 'later'
  if (error.status === 403) return 'forbidden'
  if (error.status === 404) return 'gone'
  return 'invalid'
}

/** Does a request, or several, and throws PlatformError only. */
export async function speaking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toPlatformError(error)
  }
}

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

/** The interaction was answered too late or twice, or its 15 minutes are over: a retry can't help. */
const LOST_INTERACTION: ReadonlySet<number> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
])

export function isLostInteraction(error: unknown): boolean {
  return LOST_INTERACTION.has(codeOf(error) ?? 0)
}

/** True if there was no response, so the request may or may not have arrived. */
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
 * Maps a failed request to a PlatformError. Discord's errors carry the address with interaction tokens and the body
 * with people's texts: neither is passed on.
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
  // A message that can't be drawn, such as with too long an action, fails every time.
  if (error instanceof RangeError) return new PlatformError('invalid', error.message, { cause: error })
  return new PlatformError('later', 'Discord could not be reached.', { cause: error })
}

/** An error for the log: Discord's own without the address and the body. */
export function withoutSecrets(error: unknown): unknown {
  return error instanceof DiscordAPIError || error instanceof HTTPError ? toPlatformError(error) : error
}

function kindOf(error: DiscordAPIError): PlatformError['kind'] {
  const code = codeOf(error) ?? 0
  // An answer without a code is not Discord's, but that of a proxy on the way.
  if (code === 0) return 'later'
  if (GONE.has(code)) return 'gone'
  if (FORBIDDEN.has(code)) return 'forbidden'
  // 401: the token was withdrawn; messages wait until there is a new one.
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

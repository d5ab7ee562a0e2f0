/** Messages of the driver that come without a code. */
const UNANSWERED = [
  'Query read timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
  'Connection terminated due to connection timeout',
]

/** Whether the server did not answer in time. */
export function isUnanswered(error: Error): boolean {
  return UNANSWERED.includes(error.message)
}

/** Whether the connection ended before the answer, or the server did not answer in time. */
export function isCutShort(error: Error): boolean {
  return error.message === 'Connection terminated unexpectedly' || isUnanswered(error)
}

/**
 * Codes of a server that is away, busy or ending, of a conflict with another transaction, and of the network. Not 25P03: a
 * transaction that was idle for too long is the bot's own fault.
 */
const AWAY =
  /^(?:08|40|53|55P03$|57P|57014$|E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH)$)/u

/** Whether the database could not be asked; the same may succeed later. */
export function isAway(error: unknown): boolean {
  return causes(error).some((each) => isCutShort(each) || AWAY.test(codeOf(each)))
}

/** PostgreSQL's code (https://www.postgresql.org/docs/current/errcodes-appendix.html) or the system's, such as ENOENT. */
export function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}

/** An error, its cause, the cause of that, and so on. */
export function causes(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}

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

/** PostgreSQL's code (https://www.postgresql.org/docs/current/errcodes-appendix.html) or the system's, such as ENOENT. */
export function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : ''
}

/** An error, its cause, the cause of that, and so on. */
export function causes(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}

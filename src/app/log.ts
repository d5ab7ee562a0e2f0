import { DrizzleQueryError } from 'drizzle-orm'
import { type DestinationStream, destination as descriptor, type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** The bot's log: JSON lines without secrets and without user text. @param to standard output unless given */
export function createLog(level: Config['logLevel'], to: DestinationStream = descriptor(1)): Logger {
  return pino({ level, redact: ['token', '*.token'], serializers: { err: describeError } }, to)
}

/** The fields of errors that are logged. Others may hold queries' values, rows, request bodies, addresses with tokens. */
const FIELDS = ['code', 'constraint', 'kind', 'status', 'severity', 'syscall', 'retryAfter'] as const

type Described = Readonly<Record<string, unknown>>

/** An error with its causes, as it is logged. */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { message: String(error) }
  const fields: Readonly<Record<string, unknown>> = { ...error }
  return {
    type: error.constructor.name,
    // Drizzle's message ends with the values of the query.
    message: error instanceof DrizzleQueryError ? `Failed query: ${error.query}` : error.message,
    ...Object.fromEntries(FIELDS.filter((name) => name in fields).map((name) => [name, fields[name]])),
    stack: frames(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

/** The stack without its first lines, which repeat the message. */
function frames({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => line.trim())
    .join('\n')
}

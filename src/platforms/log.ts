/** The part of a logger, such as pino's, that a platform uses. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>

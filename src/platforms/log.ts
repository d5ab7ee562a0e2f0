/** What the platform needs of a logger such as pino's. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>>

import type { ConnectionSource } from '../../src/db/client.ts'

/** The same server, another database. */
export function inDatabase(server: ConnectionSource, database: string): ConnectionSource {
  if (typeof server !== 'string') return { ...server, database }
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

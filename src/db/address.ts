import { dirname, extname } from 'node:path'
import type { ClientConfig } from 'pg'

/** A URL, or the unix socket of a server on this machine. */
export type ConnectionSource = string | Readonly<{ path: string; user: string; database: string }>

/**
 * Gives `sslmode` the meaning it has in psql and pg_dump, since operators use one URL for all of them: by default the
 * driver verifies certificates with `require`, which fails with many hosted servers.
 */
function inLibpqTerms(text: string): string {
  const url = new URL(text)
  if (url.searchParams.has('sslmode') && !url.searchParams.has('uselibpqcompat'))
    url.searchParams.set('uselibpqcompat', 'true')
  return url.href
}

/** The driver takes a socket's folder as the host, and the number in its name as the port. */
export function addressOf(source: ConnectionSource): ClientConfig {
  if (typeof source === 'string') return { connectionString: inLibpqTerms(source) }
  const { path, user, database } = source
  return { host: dirname(path), port: Number(extname(path).slice(1)), user, database }
}

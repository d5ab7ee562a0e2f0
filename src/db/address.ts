import { dirname, extname } from 'node:path'
import type { ClientConfig } from 'pg'

/** A URL, or the unix socket of a server on this machine. */
export type ConnectionSource = string | Readonly<{ path: string; user: string; database: string }>

/**
 * `sslmode` as psql and pg_dump understand it, since operators use one URL for all: with `require` the driver
 * would verify certificates, which those of many hosted servers don't stand.
 */
function inLibpqTerms(text: string): string {
  const url = new URL(text)
  if (url.searchParams.has('sslmode') && !url.searchParams.has('uselibpqcompat'))
    url.searchParams.set('uselibpqcompat', 'true')
  return url.href
}

/** Where the driver connects to. It takes a socket's folder for the host, and the number in its name for the port. */
export function addressOf(source: ConnectionSource): ClientConfig {
  if (typeof source === 'string') return { connectionString: inLibpqTerms(source) }
  const { path, user, database } = source
  return { host: dirname(path), port: Number(extname(path).slice(1)), user, database }
}

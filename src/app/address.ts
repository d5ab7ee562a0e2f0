import { hostname } from 'node:os'
import type { Config } from './config.ts'

/** The address to type into a browser. */
export function addressOf({ host }: Config['http'], port: number): string {
  const any = host === '0.0.0.0' || host === '::'
  return `http://${any ? hostname() : inUrl(host)}:${port}`
}

/** A host as part of a URL, with IPv6 in brackets. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

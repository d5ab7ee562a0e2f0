import { isIP } from 'node:net'

type Headers = Readonly<{
  host: string | undefined
  origin: string | undefined
  site: string | undefined
}>

/** The fault in a request's origin or host. */
export type HeaderFault = 'host' | 'origin'

/**
 * Finds the fault in a request's headers. A page of another site can make the browser send requests here, and read
 * the responses if its name resolves to this machine (DNS rebinding). The browser then sends that name as host; an IP
 * address can't be rebound.
 * @param changes the request may change something: it must come from the page itself
 */
export function faultOf(
  { host, origin, site }: Headers,
  hosts: readonly string[],
  changes: boolean,
): HeaderFault | undefined {
  if (host === undefined || !isAllowed(host, hosts)) return 'host'
  if (origin === undefined) return changes ? 'origin' : undefined
  if (!isSame(origin, host)) return 'origin'
  return changes && site !== undefined && site !== 'same-origin' ? 'origin' : undefined
}

function isAllowed(host: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname, host: whole } = new URL(`http://${host}`)
  // The URL parser would ignore anything after host and port, such as a path.
  if (whole !== host.toLowerCase() && `${whole}:80` !== host.toLowerCase()) return false
  const name = hostname.replaceAll(/^\[|\]$/gu, '')
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true
  return hosts.some((allowed) => allowed.toLowerCase() === name)
}

function isSame(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return from === new URL(`${protocol}//${host}`).host
}

/** The headers of every response of the playground. */
export const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** @param scripts hashes of the inline scripts that may run, such as `sha256-…` */
export function contentSecurityPolicy(scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scripts.map((hash) => `'${hash}'`)].join(' '),
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

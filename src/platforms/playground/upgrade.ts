import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Live } from './live.ts'
import type { PlaygroundOptions } from './options.ts'
import { faultOf } from './safety.ts'
import { languageOf } from './words.ts'

type UpgradeContext = Readonly<{
  options: PlaygroundOptions
  live: Live
  isStarted(): boolean
  /** A page was greeted. */
  onGreeted(locale: string): void
}>

/** Pages say nothing over the socket. */
const MAX_PAYLOAD = 1024

/** Lets pages in to `/playground/live`. */
export function createUpgrade({ options, live, isStarted, onGreeted }: UpgradeContext) {
  const { storage, hosts, log } = options
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, clientTracking: false })

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { host, origin, 'sec-fetch-site': site } = request.headers
    if (faultOf({ host, origin, site: String(site ?? '') || undefined }, hosts, true) !== undefined)
      return refuse(socket, '403 Forbidden')
    const url = new URL(request.url ?? '', 'http://playground')
    if (url.pathname !== '/playground/live') return refuse(socket, '404 Not Found')
    if (!isStarted()) return refuse(socket, '503 Service Unavailable')
    const people = await storage.people()
    const wanted = url.searchParams.get('as')
    const person = people.find(({ id }) => id === wanted) ?? people[0]
    if (!person) return refuse(socket, '503 Service Unavailable')
    const page = await new Promise<Parameters<Live['join']>[0]>((resolve) => {
      server.handleUpgrade(request, socket, head, resolve)
    })
    page.on('error', (err) => log.info({ err }, 'a page broke its connection'))
    const since = sinceOf(url.searchParams.get('since'))
    const locale = languageOf(url.searchParams.get('locale') ?? request.headers['accept-language'])
    if (await live.join(page, person.id, since)) onGreeted(locale)
  }

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const broke = () => socket.destroy()
    socket.on('error', broke)
    upgrade(request, socket, head).catch((err: unknown) => {
      log.warn({ err }, 'a page could not be connected')
      refuse(socket, '503 Service Unavailable')
    })
  }
}

function refuse(socket: Duplex, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function sinceOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : undefined
}

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { languageOf } from '#bot'
import type { Live } from './live.ts'
import type { PlaygroundOptions } from './options.ts'
import { faultOf } from './safety.ts'

type UpgradeContext = Readonly<{
  options: PlaygroundOptions
  live: Live
  isStarted(): boolean
  /** A page was greeted. */
  onGreeted(locale: string): void
}>

/** Pages send nothing over the socket. */
const MAX_PAYLOAD = 1024

/** Accepts pages at `/playground/live`. */
export function createUpgrade({ options, live, isStarted, onGreeted }: UpgradeContext) {
  const { hosts, log } = options
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, clientTracking: false })

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy())
    const { host, origin, 'sec-fetch-site': site } = request.headers
    const headers = { host, origin, site: String(site ?? '') || undefined }
    const url = new URL(request.url ?? '', 'http://playground')
    const refused =
      faultOf(headers, hosts, true) !== undefined
        ? '403 Forbidden'
        : url.pathname !== '/playground/live'
          ? '404 Not Found'
          : !isStarted()
            ? '503 Service Unavailable'
            : undefined
    if (refused) {
      refuse(socket, refused)
      return
    }
    const since = sinceOf(url.searchParams.get('since'))
    const locale = languageOf(url.searchParams.get('locale') ?? request.headers['accept-language']) ?? 'en'
    server.handleUpgrade(request, socket, head, (page) => {
      page.on('error', (err) => log.info({ err }, 'the connection of a page failed'))
      void live.join(page, url.searchParams.get('as') ?? '', since).then((joined) => {
        if (joined) onGreeted(locale)
      })
    })
  }
}

function refuse(socket: Duplex, status: string): void {
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function sinceOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : undefined
}

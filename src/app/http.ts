import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import pTimeout from 'p-timeout'
import type { Registry } from 'prom-client'
import { ConfigError } from '../db/config-error.ts'

const READY_MS = 3000

export type HttpServer = Readonly<{ port: number; stop(): Promise<void> }>

export type HttpDeps = Readonly<{
  host: string
  /** 0: any free port. */
  port: number
  metrics: Registry
  /** The reasons why the bot can't work now; empty if it can. */
  notReady(): Promise<readonly string[]>
  /** Parts that serve a path, or everything below it if it ends with a slash. `/` redirects to the latter. */
  mounts: readonly Mount[]
}>

export type Mount = Readonly<{
  /** Such as `/playground/` or `/slack/events`. */
  path: string
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void
}>

/**
 * The HTTP server: /healthz (the process is alive), /readyz (it can work), /metrics, and the mounts.
 * @throws ConfigError if it can't listen there
 */
export async function serveHttp(deps: HttpDeps): Promise<HttpServer> {
  const mountFor = (request: IncomingMessage) => deps.mounts.find(({ path }) => covers(path, pathOf(request)))
  const server = createServer((request, response) => {
    const mount = mountFor(request)
    if (mount) return mount.request(request, response)
    answer(deps, request, response).catch(() => send(response, 500, 'text/plain', 'error\n'))
  })
  if (deps.mounts.some(({ upgrade }) => upgrade))
    server.on('upgrade', (request, socket, head) => {
      const mount = mountFor(request)
      if (mount?.upgrade) mount.upgrade(request, socket, head)
      else socket.destroy()
    })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, deps)))
    server.listen(deps.port, deps.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : deps.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method } = request
  const page = deps.mounts.find((mount) => mount.path.endsWith('/'))
  const path = pathOf(request)
  if (method !== 'GET' && method !== 'HEAD') return send(response, 405, 'text/plain', 'only GET\n')
  if (path === '/healthz') return send(response, 200, 'text/plain', 'ok\n')
  if (path === '/metrics') return send(response, 200, deps.metrics.contentType, await deps.metrics.metrics())
  if (page && (path === '/' || `${path}/` === page.path))
    return void response.writeHead(302, { location: page.path, 'cache-control': 'no-store' }).end()
  if (path !== '/readyz') return send(response, 404, 'text/plain', 'not found\n')
  // The probe must get an answer even if a part hangs.
  const fallback = () => [`no answer within ${READY_MS} ms`]
  const reasons = await pTimeout(deps.notReady(), { milliseconds: READY_MS, fallback })
  const ready = reasons.length === 0
  send(response, ready ? 200 : 503, 'text/plain', ready ? 'ready\n' : `${reasons.join('\n')}\n`)
}

function covers(mounted: string, path: string): boolean {
  return mounted.endsWith('/') ? path.startsWith(mounted) : path === mounted
}

function pathOf({ url }: IncomingMessage): string {
  return url?.split('?')[0] ?? ''
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

function explained(error: NodeJS.ErrnoException, { host, port }: HttpDeps): Error {
  if (error.code === 'EADDRINUSE')
    return new ConfigError(`PORT ${port} is in use by another program. Set PORT to a free one.`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new ConfigError(
      `HOST ${host} is no address of this machine. Set HOST to one that is, or leave it out.`,
    )
  if (error.code === 'EACCES')
    return new ConfigError(`PORT ${port} is not allowed for this user. Set PORT above 1023.`)
  return error
}

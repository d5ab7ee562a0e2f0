import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, apiErrors } from './api-error.ts'
import type { Fault, Faults } from './faults.ts'
import { type ReadBody, readBody } from './http-body.ts'
import type { UploadedFile } from './model.ts'
import { type Answer, findRoute } from './router.ts'
import { applicationRoutes } from './routes/application.ts'
import { channelRoutes } from './routes/channels.ts'
import { interactionRoutes } from './routes/interactions.ts'
import { messageRoutes } from './routes/messages.ts'
import { reactionRoutes } from './routes/reactions.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import type { World } from './world.ts'

const ROUTES = [
  ...applicationRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...reactionRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
]

/** Precedes the API's base in the address that `apiUrlFor` gives a client. */
const CLIENT = /^\/as-(\w+)(?=\/)/u

/** A request as it came, and what it was answered. */
export type RecordedRequest = {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly method: string
  /** Who asked, where clients ask at addresses of their own: `2` below `/as-2/api`. */
  readonly client?: string | undefined
  /** Without the API's base and the query, as it was escaped. */
  readonly path: string
  readonly query: string
  /** JSON; of a multipart body its `payload_json`. */
  body: unknown
  multipart: boolean
  files: readonly Readonly<{ name: string; bytes: number }>[]
  /** Undefined while it is not answered. */
  status: number | undefined
  response: unknown
}

export type Rest = Readonly<{
  requests: RecordedRequest[]
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}>

/** @param isDown whether the service is in an outage now */
export function createRest(world: World, faults: Faults, isDown: () => boolean): Rest {
  const requests: RecordedRequest[] = []

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', world.origin)
    if (url.pathname.startsWith('/attachments/')) {
      sendFile(world, url, response)
      return
    }
    const client = CLIENT.exec(url.pathname)
    url.pathname = url.pathname.slice(client?.[0].length ?? 0)
    const record = newRecord(request, url, client?.[1])
    let input: ReadBody
    try {
      input = await readBody(request)
    } catch (error) {
      // A process that was killed while sending has requested nothing.
      if (!request.complete) return
      requests.push(record)
      send(response, record, failure(error))
      return
    }
    // Recorded when its body has arrived, because a recording is judged while others are still being sent.
    Object.assign(record, { body: input.body, multipart: input.multipart, files: input.files.map(named) })
    requests.push(record)
    if (isDown()) {
      send(response, record, { status: 503, body: 'upstream connect error' })
      return
    }
    const fault = faults.take(record.method, record.path, input.body)
    if (fault && 'reset' in fault && !fault.applied) {
      request.socket.resetAndDestroy()
      return
    }
    const held = fault && 'hold' in fault ? fault : undefined
    if (held?.hold === 'before') await holding(held)
    const answer = (fault && faultAnswer(fault)) ?? answerTo(world, request, url, record, input)
    if (fault && 'hang' in fault) return
    if (fault && 'reset' in fault) {
      request.socket.resetAndDestroy()
      return
    }
    if (held?.hold === 'after') await holding(held)
    if (fault && 'delayMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
    send(response, record, answer)
  }

  return { requests, handle }
}

async function holding({ until, onHeld }: Extract<Fault, { hold: string }>): Promise<void> {
  onHeld?.()
  await until
}

function newRecord(request: IncomingMessage, url: URL, client: string | undefined): RecordedRequest {
  return {
    at: Date.now(),
    method: request.method ?? 'GET',
    client,
    path: url.pathname.replace(/^\/api(\/v\d+)?/, ''),
    query: url.search.slice(1),
    body: undefined,
    multipart: false,
    files: [],
    status: undefined,
    response: undefined,
  }
}

function named(file: UploadedFile): { name: string; bytes: number } {
  return { name: file.name, bytes: file.data.byteLength }
}

function answerTo(
  world: World,
  request: IncomingMessage,
  url: URL,
  record: RecordedRequest,
  { body, files }: ReadBody,
): Answer {
  try {
    if (!/^\/api\/v(9|10)\//.test(url.pathname)) throw apiErrors.notFound()
    const { route, param } = findRoute(ROUTES, record.method, record.path)
    if (!route.open && request.headers.authorization !== `Bot ${world.settings.token}`)
      throw apiErrors.unauthorized()
    return route.handle({ world, param, query: url.searchParams, body, files })
  } catch (error) {
    return failure(error)
  }
}

function failure(error: unknown): Answer {
  if (error instanceof ApiError) return { status: error.status, body: error.body }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { status: 500, body: { message: `the fake itself failed: ${message}`, code: 0 } }
}

function faultAnswer(fault: Fault): Answer | undefined {
  if ('refuse' in fault)
    return { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors: {} } }
  if ('page' in fault) return { status: fault.page, body: '<html>not from Discord</html>' }
  if (!('status' in fault)) return undefined
  if (fault.status !== 429)
    return { status: fault.status, body: { message: `${fault.status}: fault`, code: 0 } }
  const { retryAfter, global = false } = fault
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: retryAfter, global, code: 0 },
  }
}

function send(response: ServerResponse, record: RecordedRequest, answer: Answer): void {
  record.status = answer.status
  record.response = answer.body
  const isPage = typeof answer.body === 'string'
  const text = answer.body === undefined ? '' : isPage ? String(answer.body) : JSON.stringify(answer.body)
  response.writeHead(answer.status, {
    ...(answer.body !== undefined && { 'content-type': isPage ? 'text/html' : 'application/json' }),
    ...rateLimitHeaders(answer),
  })
  response.end(text)
}

/** Generous, so that a client waits only where a fault says so. */
function rateLimitHeaders({ status, body }: Answer): Record<string, string> {
  const limits = {
    'x-ratelimit-limit': '50',
    'x-ratelimit-remaining': status === 429 ? '0' : '49',
    'x-ratelimit-reset': String(Date.now() / 1000 + 1),
    'x-ratelimit-reset-after': '1',
  }
  if (status !== 429) return limits
  const { retry_after, global } = body as { retry_after: number; global: boolean }
  return {
    ...limits,
    'retry-after': String(retry_after),
    'x-ratelimit-reset-after': String(retry_after),
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global && { 'x-ratelimit-global': 'true' }),
  }
}

function sendFile(world: World, url: URL, response: ServerResponse): void {
  const file = world.attachments.get(url.pathname.split('/')[3] ?? '')
  if (!file) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': file.mediaType, 'content-length': file.size })
  response.end(file.data)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import { Call, type Method } from './call.ts'
import type { Fault, Faults } from './faults.ts'
import { receiveUpload, sendFile } from './file-transfer.ts'
import { type ReadBody, readBody } from './http-body.ts'
import { authMethods } from './methods/auth.ts'
import { chatMethods } from './methods/chat.ts'
import { conversationMethods } from './methods/conversations.ts'
import { fileMethods } from './methods/files.ts'
import { reactionMethods } from './methods/reactions.ts'
import { viewMethods } from './methods/views.ts'
import type { Json } from './model.ts'
import { createRateLimits } from './rate-limits.ts'
import { useResponseUrl } from './response-url.ts'
import { checkToken } from './token.ts'
import type { World } from './world.ts'

export const METHODS: readonly Method[] = [
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...reactionMethods,
  ...viewMethods,
]

/** Paths that are no API methods, by their first part. */
const ADDRESSES: Readonly<Record<string, string>> = {
  commands: 'response_url',
  actions: 'response_url',
  upload: 'upload',
  'files-pri': 'download',
  login: 'login',
}

/** A call as it came, without its token, and what it was answered. */
export type RecordedRequest = {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** The method's name; `response_url`, `upload` or `download` for those addresses. */
  readonly method: string
  body: Json
  files: readonly Readonly<{ name: string; bytes: number }>[]
  /** Undefined while it is not answered. */
  status: number | undefined
  response: unknown
}

export type Answer = Readonly<{
  status: number
  /** An object as JSON; a text as a page; bytes as they are. */
  body: unknown
  headers?: Readonly<Record<string, string>>
}>

export type WebApi = Readonly<{
  requests: RecordedRequest[]
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}>

/** @param isDown whether a method is in an outage now */
export function createWebApi(
  world: World,
  extra: readonly Method[],
  faults: Faults,
  isDown: (method: string) => boolean,
): WebApi {
  const methods = new Map([...METHODS, ...extra].map((method) => [method.name, method]))
  const limits = createRateLimits(world.settings.rateLimits)
  const requests: RecordedRequest[] = []

  function call(request: IncomingMessage, name: string, body: Json): Answer {
    try {
      const method = methods.get(name)
      if (!method) throw new ApiError('unknown_method', { req_method: name })
      checkToken(world, method, request, body)
      const wait = limits.take(name, String(body.channel), method.perMinute)
      if (wait !== undefined) return tooMany(wait)
      return { status: 200, body: { ok: true, ...method.handle(new Call(world, name, body)) } }
    } catch (error) {
      return failure(error)
    }
  }

  function answer(request: IncomingMessage, name: string, last: string, input: ReadBody, body: Json): Answer {
    switch (name) {
      case 'response_url':
        return respond(world, last, body)
      case 'upload':
        return receiveUpload(world, last, input)
      case 'download':
        return sendFile(world, request)
      case 'login':
        return { status: 200, body: '<!DOCTYPE html><title>Sign in | Slack</title>' }
      default:
        return call(request, name, { ...body, token: input.body.token })
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', world.origin)
    const [, first = '', ...rest] = url.pathname.split('/')
    const name = first === 'api' ? (rest[0] ?? '') : ADDRESSES[first]
    if (name === undefined) {
      response.writeHead(404).end()
      return
    }
    const record: RecordedRequest = {
      at: Date.now(),
      method: name,
      body: {},
      files: [],
      status: undefined,
      response: undefined,
    }
    requests.push(record)
    const input = await readBody(request)
    const { token: _token, ...body } = { ...input.body, ...Object.fromEntries(url.searchParams) }
    record.body = body
    record.files = input.files.map((file) => ({ name: file.name, bytes: file.data.byteLength }))
    if (isDown(name)) {
      send(response, record, { status: 503, body: 'upstream connect error' })
      return
    }
    const fault = faults.take(name, body)
    if (fault && 'reset' in fault && !fault.applied) {
      request.socket.resetAndDestroy()
      return
    }
    const held = fault && 'hold' in fault ? fault : undefined
    if (held?.hold === 'before') await holding(held)
    const given = (fault && faultAnswer(fault)) ?? answer(request, name, rest.at(-1) ?? '', input, body)
    if (fault && 'hang' in fault) return
    if (fault && 'reset' in fault) {
      request.socket.resetAndDestroy()
      return
    }
    if (held?.hold === 'after') await holding(held)
    if (fault && 'delayMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs))
    const isApp = methods.get(name)?.token === 'app'
    send(response, record, given, isApp ? world.settings.appScopes : world.settings.scopes)
  }

  return { requests, handle }
}

function respond(world: World, id: string, body: Json): Answer {
  try {
    useResponseUrl(world, id, body)
    return { status: 200, body: 'ok' }
  } catch (error) {
    if (!(error instanceof ApiError)) return failure(error)
    const gone = ['used_url', 'expired_url'].includes(error.error)
    return { status: gone ? 404 : 400, body: { ok: false, error: error.error, ...error.more } }
  }
}

async function holding({ until, onHeld }: Extract<Fault, { hold: string }>): Promise<void> {
  onHeld?.()
  await until
}

function tooMany(seconds: number): Answer {
  return {
    status: 429,
    body: { ok: false, error: 'ratelimited' },
    headers: { 'retry-after': String(seconds) },
  }
}

function failure(error: unknown): Answer {
  if (error instanceof ApiError)
    return { status: 200, body: { ok: false, error: error.error, ...error.more } }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { status: 500, body: `the fake itself failed: ${message}` }
}

function faultAnswer(fault: Fault): Answer | undefined {
  if ('error' in fault) return { status: 200, body: { ok: false, error: fault.error } }
  if (!('status' in fault)) return undefined
  return fault.status === 429
    ? tooMany(fault.retryAfter)
    : { status: fault.status, body: `${fault.status}: fault` }
}

function send(
  response: ServerResponse,
  record: RecordedRequest,
  { status, body, headers }: Answer,
  scopes: readonly string[] = [],
): void {
  record.status = status
  const isBytes = body instanceof Uint8Array
  record.response = isBytes ? `${body.byteLength} bytes` : body
  const sent = isBytes || typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8',
    'x-oauth-scopes': scopes.join(','),
    ...headers,
  })
  response.end(sent)
}

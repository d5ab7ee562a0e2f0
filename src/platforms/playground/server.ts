import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { Language } from '#bot'
import { languageOf } from '#bot'
import { type Asset, createAssets, POLICY, shell } from './assets.ts'
import { readBody } from './body.ts'
import type { PlaygroundOptions } from './options.ts'
import { Refusal } from './refusal.ts'
import { faultOf, HEADERS } from './safety.ts'
import { fileHeaders, MAX_FILE_BYTES, MEGABYTE } from './uploads.ts'
import type { Refused } from './wire.ts'

/** The largest JSON body: a filled-in form. */
const MAX_BODY_BYTES = 256 * 1024

/** Browsers ask for it where a page names no icon, as for an answer in JSON. */
export const ICON_PATH = '/favicon.ico'

type Json = Readonly<Record<string, unknown>>

export type Routes = Readonly<{
  /** Does what `Api` in wire.ts says. @throws Refusal */
  call(name: string, body: unknown): Promise<Json>
  upload(as: string, name: string, mediaType: string | undefined, bytes: Uint8Array): Promise<Json>
}>

type Env = { Bindings: HttpBindings; Variables: { language?: Language } }

/** Everything below /playground/ but the WebSocket, and the icon. */
export function createServer(
  { storage, translate, pageWords, hosts, log }: PlaygroundOptions,
  { call, upload }: Routes,
) {
  const assets = createAssets()
  const app = new Hono<Env>()

  /** The texts in the reader's language: the request's, else the browser's. */
  const textsFor = (c: Context<Env>) =>
    translate(c.get('language') ?? languageOf(c.req.header('accept-language')) ?? 'en')
  const notFound = (c: Context<Env>) =>
    c.json({ say: textsFor(c)('playground.server.notFound') } satisfies Refused, 404)
  const serve = (c: Context<Env>, asset: Asset | undefined) => {
    if (!asset) return notFound(c)
    const headers = { etag: asset.etag, 'cache-control': 'no-cache' }
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, headers)
    return c.body(asset.body, 200, { ...headers, 'content-type': asset.type })
  }

  app.use(async (c, next) => {
    const { host, origin, 'sec-fetch-site': site } = c.env.incoming.headers
    const changes = c.req.method !== 'GET' && c.req.method !== 'HEAD'
    const fault = faultOf({ host, origin, site: String(site ?? '') || undefined }, hosts, changes)
    if (fault === 'host') throw new Refusal(403, 'playground.server.wrongHost')
    if (fault === 'origin') throw new Refusal(403, 'playground.server.wrongOrigin')
    await next()
  })

  app.get('/playground/', (c) => serve(c, shell))
  for (const path of ['/playground/icon.svg', ICON_PATH])
    app.get(path, async (c) => serve(c, await assets.icon()))
  app.get('/playground/words.json', (c) => {
    c.header('cache-control', 'no-cache')
    return c.json(pageWords)
  })
  app.get('/playground/src/:path{.+}', async (c) =>
    serve(c, await assets.source(`src/${c.req.param('path')}`)),
  )
  app.get('/playground/lib/:file', async (c) => serve(c, await assets.library(c.req.param('file'))))
  app.get('/playground/files/:id{[0-9a-f-]{36}}', async (c) => {
    const file = await storage.file(c.req.param('id'))
    return file ? c.body(Buffer.from(file.bytes), 200, fileHeaders(file)) : notFound(c)
  })

  app.post('/playground/api/files', async (c) => {
    const { as = '', name = '', locale } = c.req.query()
    if (locale !== undefined) c.set('language', languageOf(locale) ?? 'en')
    const bytes = await readBody(c.env.incoming, MAX_FILE_BYTES)
    if (!bytes)
      throw new Refusal(413, 'playground.server.fileTooLarge', { megabytes: MAX_FILE_BYTES / MEGABYTE })
    return c.json(await upload(as, name, c.req.header('content-type'), bytes))
  })
  app.post('/playground/api/:name', async (c) => {
    const bytes = await readBody(c.env.incoming, MAX_BODY_BYTES)
    if (!bytes) throw new Refusal(413, 'playground.server.tooLarge')
    if (!/^application\/json\s*(?:;|$)/iu.test(c.req.header('content-type') ?? ''))
      throw new Refusal(415, 'playground.server.unreadable')
    const body = parsed(bytes)
    const locale = localeOf(body)
    if (locale !== undefined) c.set('language', languageOf(locale) ?? 'en')
    return c.json(await call(c.req.param('name'), body))
  })

  app.notFound(notFound)
  app.onError((error, c) => {
    const t = textsFor(c)
    if (error instanceof Refusal) return c.json({ say: t(error) } satisfies Refused, error.status)
    log.error({ err: error, path: c.req.path }, 'a request of the playground failed')
    return c.json({ say: t('playground.server.fault') } satisfies Refused, 503)
  })

  return getRequestListener(async (request, env) => protect(await app.fetch(request, env)), {
    overrideGlobalObjects: false,
  })
}

/** Adds the headers of every response, unless it has stricter ones of its own. */
function protect(response: Response): Response {
  const { headers } = response
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', POLICY)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  return response
}

/** Undefined if it is no JSON. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return undefined
  }
}

function localeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('locale' in body)) return undefined
  return typeof body.locale === 'string' ? body.locale : undefined
}

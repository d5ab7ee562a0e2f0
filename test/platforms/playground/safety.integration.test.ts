import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { contentSecurityPolicy, faultOf } from '../../../src/platforms/playground/safety.ts'
import { commands, createScript } from '../../platform-contract/script.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { openPage, type Page } from './page.ts'
import { type Served, servePlayground } from './server.ts'

let database: TestDatabase
let served: Served
let page: Page

beforeAll(async () => {
  database = await testDatabase()
  served = await servePlayground(database)
  await served.playground.start(commands, createScript().onEvent)
  page = await openPage(served.base)
})
afterAll(async () => {
  await page.close()
  await served.stop()
  await database.close()
})

type Got = Readonly<{ status: number; headers: Readonly<Record<string, unknown>>; body: string }>

/** A request with headers and a path that fetch would not send. */
function send(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  options: Readonly<{ method?: string; body?: string }> = {},
): Promise<Got> {
  const { hostname: host, port } = new URL(served.base)
  return new Promise((resolve, reject) => {
    const asked = request(
      { host, port, path, method: options.method ?? 'GET', headers: { connection: 'close', ...headers } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        })
      },
    )
    asked.on('error', reject)
    asked.end(options.body)
  })
}

const said = { as: 'ana', locale: 'en', channel: 'general', thread: null, text: 'x', files: [] }
const post = (headers: Readonly<Record<string, string>>, body: unknown = said) =>
  send(
    '/playground/api/say',
    { 'content-type': 'application/json', ...headers },
    { method: 'POST', body: JSON.stringify(body) },
  )

describe('the name that it is asked under', () => {
  test.each([
    ['127.0.0.1:3000', true],
    ['localhost', true],
    ['LOCALHOST:3000', true],
    ['playground.localhost:80', true],
    ['[::1]:3000', true],
    ['192.168.1.7:3000', true],
    ['rehearsal.example:8080', true],
    ['evil.example', false],
    ['evil.example:3000', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['rehearsal.example.evil.example', false],
    ['rehearsal.example@evil.example', false],
    ['localhost/..', false],
    ['', false],
    ['a b', false],
  ])('%s: %s', (host, allowed) => {
    const origin = `http://${host}`
    expect(faultOf({ host, origin: undefined, site: undefined }, ['rehearsal.example'], false)).toBe(
      allowed ? undefined : 'host',
    )
    if (allowed)
      expect(faultOf({ host, origin, site: undefined }, ['rehearsal.example'], true)).toBe(undefined)
  })

  test('a name that was rebound to this machine reads nothing, not even the page', async () => {
    for (const path of ['/playground/', '/playground/words.json', '/playground/src/bot/tokens.ts']) {
      const { status, body } = await send(path, { host: 'evil.example' })
      expect(status).toBe(403)
      expect(JSON.parse(body)).toEqual({ say: expect.stringContaining('not served under this name') })
    }
    const own = { host: 'evil.example', origin: 'http://evil.example' }
    expect((await post(own)).status).toBe(403)
    expect(await upgraded({ headers: own })).toBe(403)
  })

  test('without any name nothing is answered', () => {
    expect(faultOf({ host: undefined, origin: undefined, site: undefined }, [hostname()], false)).toBe('host')
  })
})

describe('the page that it is asked by', () => {
  test.each([
    ['http://127.0.0.1:3000', undefined, true],
    ['https://127.0.0.1:3000', undefined, true],
    ['http://127.0.0.1:3000', 'same-origin', true],
    ['http://127.0.0.1:3000', 'same-site', false],
    ['http://127.0.0.1:3000', 'cross-site', false],
    ['http://127.0.0.1:3001', undefined, false],
    ['http://localhost:3000', undefined, false],
    ['http://evil.example', undefined, false],
    ['null', undefined, false],
    ['file://127.0.0.1:3000', undefined, false],
    ['', undefined, false],
    [undefined, undefined, false],
    [undefined, 'same-origin', false],
  ])('%s, %s: %s', (origin, site, allowed) => {
    expect(faultOf({ host: '127.0.0.1:3000', origin, site }, [], true)).toBe(allowed ? undefined : 'origin')
  })

  test('another site changes nothing and hears nothing', async () => {
    const before = (await database.sql`select 1 from playground_messages`).length
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1']) {
      expect((await post({ origin })).status).toBe(403)
      expect(await upgraded({ origin })).toBe(403)
      expect((await send('/playground/', { origin })).status).toBe(403)
    }
    expect((await post({})).status).toBe(403)
    expect(await upgraded({})).toBe(403)
    expect((await post({ origin: served.base, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post({ origin: served.base, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await database.sql`select 1 from playground_messages`).length).toBe(before + 1)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'a body of type "%s", which a form of another site could send, is not read',
    async (type) => {
      const { status, body } = await post({ origin: served.base, 'content-type': type })
      expect(status).toBe(415)
      expect(JSON.parse(body).say).toMatch(/reload the page/u)
    },
  )

  test('an upgrade elsewhere than to the live page is refused', async () => {
    expect(await upgraded({ origin: served.base }, '/playground/elsewhere')).toBe(404)
    expect(await upgraded({ origin: served.base }, '/elsewhere')).toBe('broken')
  })
})

test('whatever an upgrade asks for, and whatever a page says, the server goes on', async () => {
  for (const path of [
    '/playground/live?as=%&since=x',
    '/playground/live?since=-1&as=\0',
    '/playground//',
    '/playground/%',
  ])
    expect([404, 'open', 'broken']).toContain(await upgraded({ origin: served.base }, path))
  const socket = new WebSocket(`${served.base.replace('http', 'ws')}/playground/live`, {
    origin: served.base,
  })
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.on('open', () => socket.send('x'.repeat(2000)))
  expect(await closed).toBe(1009)
  expect((await send('/playground/')).status).toBe(200)
})

describe('served files', () => {
  test('every answer carries its protection', async () => {
    for (const path of [
      '/playground/',
      '/playground/words.json',
      '/playground/lib/preact.js',
      '/playground/x',
    ]) {
      const { headers } = await send(path)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self' 'sha256-")
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  test('the policy allows the one inline script by its hash, and nothing inline or from elsewhere', async () => {
    const { body, headers } = await send('/playground/')
    const [, map = ''] = /<script type="importmap">(.*?)<\/script>/u.exec(body) ?? []
    const hash = createHash('sha256').update(map).digest('base64')
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy([`sha256-${hash}`]))
    expect(contentSecurityPolicy([])).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    )
    for (const path of Object.values((JSON.parse(map) as { imports: Record<string, string> }).imports)) {
      const library = await send(path)
      expect(library).toMatchObject({ status: 200 })
      expect(library.headers['content-type']).toMatch(/^text\/javascript/u)
    }
  })

  test('sources arrive without types, and are not sent again while they stay the same', async () => {
    const path = '/playground/src/bot/tokens.ts'
    const { status, headers, body } = await send(path)
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/javascript/u)
    expect(body).toContain('export function timeToken(at')
    expect(body).not.toContain('TimeStyle')
    const again = await send(path, { 'if-none-match': String(headers.etag) })
    expect(again).toMatchObject({ status: 304, body: '' })
  })

  test.each([
    '/playground/src/app/start.ts',
    '/playground/src/bot/index.ts',
    '/playground/src/platforms/playground/index.ts',
    '/playground/src/platforms/playground/page/../index.ts',
    '/playground/src/platforms/playground/page/%2e%2e/index.ts',
    '/playground/src/platforms/playground/page/..%2findex.ts',
    '/playground/src/platforms/playground/page/..\\index.ts',
    '/playground/src/platforms/playground/page//../../../start.ts',
    '/playground/src/bot/tokens.ts/../../start.ts',
    '/playground/src/bot/tokens.ts%00',
    '/playground/../src/app/start.ts',
    '/playground/..%2f.env',
    '/playground/lib/..%2f..%2fpackage.json',
    '/playground/lib/pino.js',
    '/playground/lib/constructor',
    '/playground/files/../../package.json',
    '/playground/files/00000000-0000-0000-0000-000000000000',
    '/playground/files/%00',
    '/playground/api/say',
    '/playground/api/constructor',
  ])('%s is not there', async (path) => {
    const { status, body } = await send(path)
    expect([400, 404]).toContain(status)
    expect(body).not.toContain('import ')
  })

  test('a method that the API does not have is not there either', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'elsewhere'])
      expect(await page.send(name, said)).toMatchObject({ status: 404, body: { say: expect.any(String) } })
  })
})

/** With which status an upgrade ends; `broken` without any answer. */
function upgraded(
  options: ConstructorParameters<typeof WebSocket>[2],
  path = '/playground/live',
): Promise<number | string> {
  const socket = new WebSocket(`${served.base.replace('http', 'ws')}${path}`, options)
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.on('unexpected-response', (asked, { statusCode }) => {
      asked.destroy()
      resolve(statusCode ?? 0)
    })
    socket.on('error', () => resolve('broken'))
  })
}

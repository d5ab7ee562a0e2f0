import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { download } from '../../src/platforms/download.ts'

/** Answers `/429` with 429, and so on. */
const server = createServer((request, response) => {
  response.writeHead(Number(request.url?.slice(1))).end('text')
})

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())

const from = (status: number, expected = 0, maxBytes = 10) => {
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/${status}`
  return download({ url, bytes: expected }, { maxBytes, request: {}, refusal: () => 'forbidden' })
}

describe('a file at a service’s address', () => {
  it('arrives', async () => {
    expect(Buffer.from(await from(200)).toString()).toBe('text')
  })

  it.each([408, 425, 429, 500, 503])('may be had later after an answer with %i', async (status) => {
    await expect(from(status)).rejects.toMatchObject({ kind: 'later' })
  })

  it.each([401, 404, 410])('is refused by an answer with %i, as the service means it', async (status) => {
    await expect(from(status)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it.each([
    ['the service says so', 11, 10],
    ['it turns out so', 0, 3],
  ])('is refused as too large where %s', async (_, expected, maxBytes) => {
    await expect(from(200, expected, maxBytes)).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('is not asked for where the service says that it is too large', async () => {
    const nowhere = { url: 'http://127.0.0.1:1', bytes: 11 }
    const refused = download(nowhere, { maxBytes: 10, request: {}, refusal: () => 'gone' })
    await expect(refused).rejects.toMatchObject({ kind: 'invalid' })
  })
})

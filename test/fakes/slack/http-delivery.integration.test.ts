import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeSlack, startFakeSlack } from './index.ts'
import { openHttpApp } from './test-app.ts'

let closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.reverse()) await close()
  closing = []
})

type Request = Readonly<{ headers: IncomingMessage['headers']; body: string }>

/** Something that answers the challenge, and everything else as it is told to. */
async function receiver(slack: FakeSlack, answer: (nth: number, response: ServerResponse) => void) {
  const requests: Request[] = []
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    if (body.includes('url_verification')) {
      response.end((JSON.parse(body) as { challenge: string }).challenge)
      return
    }
    requests.push({ headers: request.headers, body })
    answer(requests.length, response)
  }
  const server: Server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.closeAllConnections() ?? server.close(resolve)))
  await slack.useHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`)
  return requests
}

async function openSlack(options: Parameters<typeof startFakeSlack>[0] = {}) {
  const slack = await startFakeSlack(options)
  closing.push(() => slack.stop())
  const room = slack.addChannel({ name: 'mocks' })
  return { slack, room, ana: slack.addMember({ name: 'Ana' }) }
}

describe('over HTTP', () => {
  it('an event comes again with the same id, a number and a reason', async () => {
    const { slack, room, ana } = await openSlack({ ackDeadlineMs: 500, retryAfterMs: [10, 10, 10] })
    const requests = await receiver(slack, (nth, response) => {
      if (nth === 1) response.writeHead(500).end()
      if (nth === 3) response.writeHead(200).end()
    })
    ana.say(room, 'one')
    await slack.waitFor(() => requests.length === 3)
    expect(
      requests.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]),
    ).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_timeout'],
    ])
    const ids = requests.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)
    expect(new Set(ids).size).toBe(1)
    expect(slack.events.lost).toEqual([])
  })

  it('an event that the app does not want again is not sent again', async () => {
    const { slack, room, ana } = await openSlack({ retryAfterMs: [10, 10, 10] })
    const requests = await receiver(slack, (_nth, response) =>
      response.writeHead(500, { 'x-slack-no-retry': '1' }).end(),
    )
    ana.say(room, 'one')
    await slack.waitFor(() => slack.events.lost.length === 1)
    expect(requests).toHaveLength(1)
  })

  it('a command comes as a form, and its answer is read from the response', async () => {
    const { slack, room, ana } = await openSlack()
    const requests = await receiver(slack, (_nth, response) => response.end('Only for you'))
    const result = await ana.command(room, '/pair @Ana  now')
    const form = new URLSearchParams(requests[0]?.body)
    expect(form.get('text')).toBe(`<@${ana.id}|Ana>  now`)
    expect(requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(result.messages[0]).toMatchObject({ text: 'Only for you', ephemeral: true })
  })

  it('a failing app fails the person', async () => {
    const { slack, room, ana } = await openSlack({ ackDeadlineMs: 500 })
    await receiver(slack, (nth, response) => (nth === 1 ? response.writeHead(503).end() : undefined))
    expect((await ana.command(room, '/mock')).error).toBe('dispatch_failed')
    expect((await ana.command(room, '/mock')).error).toBe('operation_timeout')
  })

  it('an address that does not answer the challenge is refused', async () => {
    const { slack } = await openSlack()
    const server = createServer((_request, response) => response.end('hello'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    await expect(slack.useHttp(`http://127.0.0.1:${port}`)).rejects.toThrow('answered the challenge with 200')
  })
})

describe("Slack's signature", () => {
  it('is what Bolt expects, as long as it is fresh and of the right secret', async () => {
    const opened = await openHttpApp(() => undefined)
    closing.push(() => opened.stop())
    const { slack, url } = opened
    const body = JSON.stringify({
      type: 'event_callback',
      event: { type: 'message' },
      team_id: slack.team.id,
    })
    const post = async (headers: Record<string, string>) =>
      (
        await fetch(url, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json', ...headers },
        })
      ).status
    expect(await post(slack.sign(body))).toBe(200)
    expect(await post({})).toBe(401)
    expect(await post(slack.sign(`${body} `))).toBe(401)
    expect(await post(slack.sign(body, Math.floor(Date.now() / 1000) - 301))).toBe(401)
  })
})

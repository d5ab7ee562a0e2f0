import { WebSocket } from 'ws'
import type { Api, Hello, LiveMessage, WireMessage } from '../../../src/platforms/playground/wire.ts'
import { until } from '../../support/until.ts'

/** A browser tab without the drawing: it connects, listens, and asks as the page does. */
export type Page = Readonly<{
  as: string
  hello(): Hello
  /** Everything that was told, the greetings included. */
  heard: readonly LiveMessage[]
  /** As the page would show them, oldest first. */
  messages(): readonly WireMessage[]
  ask<K extends keyof Api>(name: K, body: Omit<Api[K][0], 'as' | 'locale'>): Promise<Api[K][1]>
  /** The answer to a request that the page would not send. */
  send(name: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  upload(name: string, data: Uint8Array, mediaType?: string): Promise<Answer>
  close(): Promise<void>
}>

type Answer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>

type PageOptions = Readonly<{ as?: string; locale?: 'en' | 'zh'; since?: number }>

export async function openPage(base: string, options: PageOptions = {}): Promise<Page> {
  const { as = 'ana', locale = 'en', since } = options
  const query = new URLSearchParams({ as, locale, ...(since !== undefined && { since: String(since) }) })
  const socket = new WebSocket(`${base.replace('http', 'ws')}/playground/live?${query}`, { origin: base })
  const heard: LiveMessage[] = []
  const known = new Map<string, WireMessage>()
  let failure: Error | undefined
  socket.on('error', (error) => {
    failure = error
  })
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as LiveMessage
    heard.push(message)
    if (message.kind === 'hello' && message.fresh) known.clear()
    if (message.kind !== 'hello' && message.kind !== 'messages') return
    for (const each of message.messages)
      if (each.change >= (known.get(each.id)?.change ?? 0)) known.set(each.id, each)
  })
  const hello = () => heard.find((message) => message.kind === 'hello')
  await until(() => {
    if (failure) throw failure
    return hello()
  })

  const send = async (
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>>,
  ) => {
    const url = `${base}/playground/api/${path}`
    const response = await fetch(url, { method: 'POST', body, headers: { origin: base, ...headers } })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }
  const json = { 'content-type': 'application/json' }
  return {
    as,
    hello() {
      const first = hello()
      if (!first) throw new Error('the page was not greeted')
      return first
    },
    heard,
    messages: () => [...known.values()].sort((a, b) => a.id.localeCompare(b.id)),
    async ask<K extends keyof Api>(name: K, body: Omit<Api[K][0], 'as' | 'locale'>) {
      const answer = await send(name, JSON.stringify({ as, locale, ...body }), json)
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body as Api[K][1]
    },
    send: (name, body, headers = {}) =>
      send(name, typeof body === 'string' ? body : JSON.stringify(body), { ...json, ...headers }),
    upload: (name, data, mediaType = 'application/octet-stream') =>
      send(`files?${new URLSearchParams({ as, locale, name })}`, new Uint8Array(data), {
        'content-type': mediaType,
      }),
    async close() {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      if (socket.readyState === socket.CLOSED) return
      socket.close()
      await closed
    },
  }
}

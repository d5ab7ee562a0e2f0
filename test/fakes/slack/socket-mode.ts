import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { afterWorkingFor } from '../deadline.ts'
import type { Delivered, Outgoing, Send } from './delivery.ts'
import type { Json } from './model.ts'
import type { World } from './world.ts'

const TICKET_LIFE_MS = 30_000
/** Slack closes a socket itself this long after having asked to leave it. */
const LEAVE_MS = 10_000

type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled'

export type SocketMode = Readonly<{
  send: Send
  /** How often a connection was opened. */
  readonly opened: number
  /** How many are open now, and how many ever were at once. */
  readonly connections: number
  readonly most: number
  /** The address for one new connection, as apps.connections.open gives it. */
  newUrl(): string
  /** Breaks all connections without a word. */
  drop(): void
  /** Asks all clients to leave, as Slack does before it closes a socket. */
  disconnect(reason: DisconnectReason): void
  /** Sends these bytes or characters to all clients, whatever they are. */
  write(frame: string | Buffer): void
  /** From now on nothing comes through the connections there are, though they stay open. */
  stall(): void
  /** Envelopes that were acknowledged, in order; one that was acknowledged twice stands there twice. */
  readonly acknowledged: readonly string[]
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  stop(): void
}>

type Connection = { readonly socket: WebSocket; stalled: boolean; leaving: boolean }

/** @param isDown whether new connections are refused now */
export function createSocketMode(world: World, isDown: () => boolean): SocketMode {
  const server = new WebSocketServer({ noServer: true, autoPong: false })
  const tickets = new Map<string, number>()
  const connections = new Set<Connection>()
  const waiting = new Map<string, (response: Json | undefined) => void>()
  const acknowledged: string[] = []
  let [opened, most, turn] = [0, 0, 0]

  const write = ({ socket, stalled }: Connection, json: Json) => {
    if (!stalled && socket.readyState === socket.OPEN) socket.send(JSON.stringify(json))
  }
  const debug = () => ({ host: 'fake-applink', build_number: 1, approximate_connection_time: 18_060 })

  function onMessage(data: RawData): void {
    const said = parse(data)
    const id = String(said.envelope_id ?? '')
    if (id === '') return
    acknowledged.push(id)
    const payload = said.payload as Json | undefined
    waiting.get(id)?.(payload && Object.keys(payload).length > 0 ? payload : undefined)
    waiting.delete(id)
  }

  server.on('connection', (socket) => {
    const connection: Connection = { socket, stalled: false, leaving: false }
    connections.add(connection)
    opened++
    most = Math.max(most, connections.size)
    const pings = setInterval(() => {
      if (!connection.stalled) socket.ping(`Ping from fake at ${Date.now()}`)
    }, world.settings.pingMs)
    pings.unref()
    socket.on('ping', (data) => {
      if (!connection.stalled) socket.pong(data)
    })
    socket.on('message', (data) => {
      if (!connection.stalled) onMessage(data)
    })
    socket.on('close', () => {
      clearInterval(pings)
      connections.delete(connection)
    })
    socket.on('error', () => socket.terminate())
    write(connection, {
      type: 'hello',
      num_connections: connections.size,
      debug_info: debug(),
      connection_info: { app_id: world.appId },
    })
  })

  /** Slack takes any of the connections. */
  function nextConnection(): Connection | undefined {
    const usable = [...connections].filter(
      ({ socket, leaving }) => !leaving && socket.readyState === socket.OPEN,
    )
    turn++
    return usable[turn % usable.length]
  }

  function send({ kind, payload, retry }: Outgoing): Promise<Delivered> {
    const connection = nextConnection()
    if (!connection) return Promise.resolve({ ok: false, reason: 'no_connection' })
    const envelope = randomUUID()
    const { promise, resolve } = Promise.withResolvers<Delivered>()
    const callOff = afterWorkingFor(world.settings.ackDeadlineMs, () => {
      waiting.delete(envelope)
      resolve({ ok: false, reason: 'timeout' })
    })
    waiting.set(envelope, (response) => {
      callOff()
      resolve({ ok: true, response })
    })
    write(connection, {
      envelope_id: envelope,
      payload,
      type: kind,
      accepts_response_payload: kind !== 'events_api',
      ...(kind === 'events_api' && {
        retry_attempt: retry?.attempt ?? 0,
        retry_reason: retry?.reason ?? '',
      }),
    })
    return promise
  }

  return {
    send,
    acknowledged,
    get opened() {
      return opened
    },
    get connections() {
      return connections.size
    },
    get most() {
      return most
    },
    newUrl() {
      const ticket = randomUUID()
      tickets.set(ticket, Date.now())
      return `${world.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${world.appId}`
    },
    drop() {
      for (const { socket } of connections) socket.terminate()
    },
    disconnect(reason) {
      for (const connection of connections) {
        write(connection, { type: 'disconnect', reason, debug_info: debug() })
        connection.leaving = reason !== 'warning'
        setTimeout(() => connection.socket.terminate(), LEAVE_MS).unref()
      }
    },
    write(frame) {
      for (const { socket } of connections) socket.send(frame)
    },
    stall() {
      for (const connection of connections) connection.stalled = true
    },
    handleUpgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', world.origin).searchParams.get('ticket') ?? ''
      const issued = tickets.get(ticket)
      tickets.delete(ticket)
      if (isDown() || issued === undefined || Date.now() - issued > TICKET_LIFE_MS) {
        socket.end(`HTTP/1.1 ${isDown() ? '503 Service Unavailable' : '408 Request Timeout'}\r\n\r\n`)
        return
      }
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request))
    },
    stop() {
      for (const { socket } of connections) socket.terminate()
      server.close()
    },
  }
}

function parse(data: RawData): Json {
  try {
    return JSON.parse(data.toString()) as Json
  } catch {
    return {}
  }
}

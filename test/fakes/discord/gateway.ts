import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { areAllowedIntents, areKnownIntents } from './intents.ts'
import type { Dispatch, Json } from './model.ts'
import { greet, type Packet, Session } from './session.ts'
import type { World } from './world.ts'

const OP = { heartbeat: 1, identify: 2, resume: 6, reconnect: 7, invalid: 9, hello: 10, ack: 11 }
/** Presence, voice state and members are accepted and lead to nothing. */
const IGNORED_OPS = [3, 4, 8]
const CLOSE = {
  unknownOpcode: 4001,
  decode: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  invalidIntents: 4013,
  disallowedIntents: 4014,
}

const ALL_INTENTS = 0x7fffffff
/** Events that can be sent once more. */
const REMEMBERED = 500

export type Gateway = Readonly<{
  /** How often a socket was opened, a session begun, a session resumed. */
  counts: Readonly<{ connections: number; identifies: number; resumes: number }>
  /** How many sessions were ever connected at once. */
  readonly most: number
  /** Whether a session is connected now. */
  readonly connected: boolean
  /** Breaks all connections without a word; sessions stay resumable. */
  drop(): void
  /** Asks the client to reconnect and resume. */
  op7(): void
  /** Ends the session, or with `resumable` asks to resume it. */
  op9(resumable: boolean): void
  /** Sends the next dispatch of this kind twice. */
  duplicateNext(t: string): void
  /**
   * From now on asks when each dispatch is to be sent: so many milliseconds later, once for each. Undefined ends
   * it. What is late may come after what happened later.
   */
  disturb(timesOf: ((t: string) => readonly number[]) | undefined): void
  /** Sends this to all sessions, whatever it is: what Discord documents is not all that it sends. */
  dispatch(t: string, d: unknown): void
  /** Sends these bytes or characters to all clients, whatever they are. */
  write(frame: string | Buffer): void
  /** Sends the latest events of these kinds once more, as they were, to the sessions there are. */
  replay(kinds: RegExp, count: number): void
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  stop(): void
}>

type Connection = { readonly socket: WebSocket; session: Session | undefined }

/** @param isDown whether new connections are refused now */
export function createGateway(world: World, isDown: () => boolean): Gateway {
  const server = new WebSocketServer({ noServer: true })
  const sessions = new Map<string, Session>()
  const connections = new Set<Connection>()
  const counts = { connections: 0, identifies: 0, resumes: 0 }
  let duplicate: string | undefined
  let most = 0
  let timesOf: ((t: string) => readonly number[]) | undefined
  const past: { event: Dispatch; data: Json }[] = []

  const send = (socket: WebSocket, packet: Packet) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(packet))
  }
  const control = (socket: WebSocket, op: number, d: unknown) => send(socket, { op, d, s: null, t: null })

  const onDispatch = (event: Dispatch) => {
    const times = event.t === duplicate ? 2 : 1
    if (times === 2) duplicate = undefined
    past.push({ event, data: event.data(ALL_INTENTS) })
    if (past.length > REMEMBERED) past.shift()
    const delays = timesOf?.(event.t) ?? [0]
    for (const session of sessions.values()) {
      if (!session.hears(event)) continue
      // Events arrive as they were dispatched, however late.
      const data = event.data(session.intents)
      const push = () => session.push(event.t, data)
      for (let i = 0; i < times; i++)
        for (const delay of delays)
          if (delay === 0) push()
          else setTimeout(push, delay).unref()
    }
  }
  world.listeners.add(onDispatch)

  function identify(connection: Connection, d: Json): number | undefined {
    if (d.token !== world.settings.token) return CLOSE.authenticationFailed
    const intents = Number(d.intents)
    if (!areKnownIntents(intents)) return CLOSE.invalidIntents
    if (!areAllowedIntents(intents, world.settings.messageContent)) return CLOSE.disallowedIntents
    counts.identifies++
    const session = new Session(world.nextId(), intents)
    sessions.set(session.id, session)
    connection.session = session
    session.attach((packet) => send(connection.socket, packet))
    greet(world, session)
    return undefined
  }

  function resume(connection: Connection, d: Json): number | undefined {
    if (d.token !== world.settings.token) return CLOSE.authenticationFailed
    const session = sessions.get(String(d.session_id))
    if (!session) {
      control(connection.socket, OP.invalid, false)
      return undefined
    }
    if (Number(d.seq) > session.sequence) return CLOSE.invalidSequence
    counts.resumes++
    connection.session = session
    for (const packet of session.since(Number(d.seq))) send(connection.socket, packet)
    session.attach((packet) => send(connection.socket, packet))
    session.push('RESUMED', { _trace: [] })
    return undefined
  }

  /** @returns the code to close with */
  function onPacket(connection: Connection, data: RawData): number | undefined {
    const packet = parse(data)
    if (!packet) return CLOSE.decode
    const d = (packet.d ?? {}) as Json
    if (packet.op === OP.heartbeat) control(connection.socket, OP.ack, null)
    else if (packet.op === OP.identify || packet.op === OP.resume) {
      if (connection.session) return CLOSE.alreadyAuthenticated
      return packet.op === OP.identify ? identify(connection, d) : resume(connection, d)
    } else if (!connection.session) return CLOSE.notAuthenticated
    else if (!IGNORED_OPS.includes(packet.op)) return CLOSE.unknownOpcode
    return undefined
  }

  server.on('connection', (socket) => {
    const connection: Connection = { socket, session: undefined }
    connections.add(connection)
    counts.connections++
    control(socket, OP.hello, { heartbeat_interval: world.settings.heartbeatMs, _trace: [] })
    socket.on('message', (data) => {
      const code = onPacket(connection, data)
      most = Math.max(most, [...sessions.values()].filter((session) => session.connected).length)
      if (code !== undefined) socket.close(code)
    })
    socket.on('close', (code) => {
      connections.delete(connection)
      const { session } = connection
      session?.detach()
      // A client that leaves with 1000 or 1001 gives its session up.
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id)
    })
  })

  return {
    counts,
    get most() {
      return most
    },
    get connected() {
      return [...sessions.values()].some((session) => session.connected)
    },
    drop() {
      for (const { socket, session } of connections) {
        session?.detach()
        socket.terminate()
      }
    },
    op7() {
      for (const { socket } of connections) control(socket, OP.reconnect, null)
    },
    op9(resumable) {
      for (const { socket, session } of connections) {
        if (session && !resumable) sessions.delete(session.id)
        control(socket, OP.invalid, resumable)
      }
    },
    duplicateNext(t) {
      duplicate = t
    },
    disturb(times) {
      timesOf = times
    },
    dispatch(t, d) {
      for (const session of sessions.values()) session.push(t, d)
    },
    write(frame) {
      for (const { socket } of connections) socket.send(frame)
    },
    replay(kinds, count) {
      for (const { event, data } of past.filter(({ event }) => kinds.test(event.t)).slice(-count))
        for (const session of sessions.values()) if (session.hears(event)) session.push(event.t, data)
    },
    handleUpgrade(request, socket, head) {
      if (isDown()) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request))
    },
    stop() {
      world.listeners.delete(onDispatch)
      for (const { socket } of connections) socket.terminate()
      server.close()
    },
  }
}

function parse(data: RawData): Packet | undefined {
  try {
    const packet = JSON.parse(data.toString()) as Packet
    return typeof packet.op === 'number' ? packet : undefined
  } catch {
    return undefined
  }
}

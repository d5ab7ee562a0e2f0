import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'
import type { ConnectionSource } from '../../src/db/client.ts'

/** A network between a bot and its PostgreSQL, which can swallow everything without a word. */
export type Relay = Readonly<{
  /** The same database, through this network. */
  source: string
  /** Nothing passes the connections that are open now, and neither side is told; new connections work. */
  swallow(): void
  close(): Promise<void>
}>

export async function openRelay(server: ConnectionSource): Promise<Relay> {
  const pairs = new Set<readonly [Socket, Socket]>()
  const taken = new Set<Socket>()
  const relay = createServer((near) => {
    taken.add(near)
    near.on('error', () => near.destroy())
    const far = dial(addressOf(server))
    far.on('error', () => near.destroy())
    near.pipe(far).pipe(near)
    const pair = [near, far] as const
    pairs.add(pair)
    near.on('close', () => {
      pairs.delete(pair)
      far.destroy()
    })
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const address = relay.address()
  if (typeof address !== 'object' || !address) throw new Error('the relay has no address')
  return {
    source: through(server, address.port),
    swallow() {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause()
        far.unpipe(near).pause()
      }
    },
    async close() {
      for (const socket of taken) socket.destroy()
      relay.close()
      await once(relay, 'close')
    },
  }
}

function addressOf(server: ConnectionSource) {
  if (typeof server !== 'string') return { path: server.path }
  const { hostname, port } = new URL(server)
  return { host: hostname, port: Number(port || 5432) }
}

function through(server: ConnectionSource, port: number): string {
  if (typeof server !== 'string') return `postgres://${server.user}@127.0.0.1:${port}/${server.database}`
  const url = new URL(server)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return url.href
}

import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { connect, type Database } from '../../src/db/client.ts'
import { type Guarded, keepLease, type Lease, type LeaseTiming } from '../../src/durable/lease/lease.ts'
import { openSession, type Session } from '../../src/durable/lease/session.ts'
import type { TestDatabase } from './database.ts'

/** The history of the one thing that a lease guards, over all replicas. */
export type Watch = {
  /** Replicas that have it open now: from before it opens until after it closed. */
  open: number
  most: number
  readonly events: string[]
}

export const newWatch = (): Watch => ({ open: 0, most: 0, events: [] })

export type Replica = Readonly<{
  lease: Lease
  lost: readonly string[]
  connected(): boolean
  /** As kill -9: it vanishes with its connections. */
  die(): Promise<void>
  /** As a network that swallows everything: its session lives on, and it hears nothing any more. */
  freeze(): void
  stop(): Promise<void>
}>

export type ReplicaOptions = Readonly<{
  timing?: Partial<LeaseTiming>
  readsMessages?: boolean
  opening?(): Promise<void>
  closing?(): Promise<void>
}>

/** Far above what a query takes on a busy machine: a new session that took longer would fail its test. */
const SESSION_LIMIT_MS = 30_000

/** A process that wants the lease, with connections of its own, in this process. */
export async function startReplica(
  { source }: TestDatabase,
  watch: Watch,
  name: string,
  options: ReplicaOptions = {},
): Promise<Replica> {
  const connection = connect(source, { max: 1 })
  const session = await openSession({ ...connection, limitMs: SESSION_LIMIT_MS })
  let frozen = false
  let dead = false
  let open = false
  const shut = (how: string) => {
    if (!open) return
    open = false
    watch.open--
    watch.events.push(`${name} ${how}`)
  }
  const guarded: Guarded = {
    async open() {
      open = true
      watch.most = Math.max(watch.most, ++watch.open)
      watch.events.push(`${name} opens`)
      await options.opening?.()
    },
    async close() {
      await options.closing?.()
      shut('closed')
    },
    readsMessages: () => options.readsMessages ?? true,
  }
  const lost: string[] = []
  const lease = keepLease({
    platform: 'playground',
    guarded,
    session: {
      ...session,
      query: (work) =>
        frozen ? sleep(500).then(() => Promise.reject(new Error('frozen'))) : session.query(work),
    } satisfies Session,
    listen: connection.listen,
    log: pino({ level: 'silent' }),
    ...(options.timing && { timing: options.timing }),
    onLost: (reason) => lost.push(reason),
  })
  const end = async () => {
    await lease.stop()
    await close(session, connection)
  }
  return {
    lease,
    lost,
    connected: () => lease.state() === 'connected' && !dead,
    async die() {
      dead = true
      shut('died')
      await close(session, connection)
      await lease.stop()
    },
    freeze() {
      frozen = true
    },
    stop: end,
  }
}

async function close(session: Session, connection: Database): Promise<void> {
  await session.close()
  await connection.close()
}

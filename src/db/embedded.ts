import { setTimeout as sleep } from 'node:timers/promises'
import pTimeout from 'p-timeout'
import pg from 'pg'
import type { Logger } from 'pino'
import { backoffMs } from '../kit/backoff.ts'
import { addressOf } from './address.ts'
import { ConfigError } from './config-error.ts'
import { codeOf, isCutShort } from './driver-error.ts'
import { type Cluster, openCluster } from './embedded-cluster.ts'
import { whenFull } from './embedded-folder.ts'

export type Embedded = Readonly<{
  connection: Readonly<{ path: string; user: string; database: string }>
  /** Stops the server unless another bot uses it. Close the connections first. */
  stop(): Promise<void>
}>

/** A shared lock that every bot on the database holds, so that the last one to leave notices that it is the last. */
const USERS_LOCK = 7_164_002

const CONNECT_MS = 30_000
const START_LIMIT_MS = 90_000
const START_FAILURES = 5
const RETRY_MS = 100
/** The wait after a server that went away could not be started again. */
const LOST_MS = 5_000

/**
 * Opens the PostgreSQL that is installed with the bot, on its own folder. It uses a server that already runs there, such
 * as that of a bot that was killed, and restarts a server that dies.
 * @param settings for a server that is started here, as name=value
 * @throws ConfigError that tells the operator what to do
 */
export async function openEmbedded(
  dataDir: string,
  log: Logger,
  settings: readonly string[] = [],
): Promise<Embedded> {
  const cluster = await openCluster(dataDir, settings)
  const connection = { path: cluster.socket, user: 'postgres', database: 'postgres' }
  const keeper = keep(cluster, () => enter(connection, cluster), log)
  await keeper.ready
  return { connection, stop: keeper.stop }
}

type Held = Readonly<{ client: pg.Client; lost: Promise<void> }>

/** Connects to the server, starts it if it does not answer, and takes the shared lock. */
async function enter(connection: Embedded['connection'], cluster: Cluster): Promise<Held> {
  const deadline = Date.now() + START_LIMIT_MS
  let failures = 0
  for (;;) {
    const attempt = await hold(connection)
    if ('client' in attempt) return attempt
    const away = isUnserved(attempt.error)
    // A start also fails while another bot starts the server, to which the next attempt connects.
    if (away && !(await cluster.start())) {
      failures++
      const full = await whenFull(cluster.folder, (await cluster.lastWords()) ?? '')
      if (full) throw full
    }
    if (failures >= START_FAILURES || Date.now() > deadline || !(away || isBusy(attempt.error)))
      throw await whyNot(cluster, attempt.error)
    if (!away || failures > 0) await sleep(backoffMs(failures + 1, RETRY_MS))
  }
}

async function whyNot(cluster: Cluster, cause: Error): Promise<ConfigError> {
  const words = (await cluster.lastWords()) ?? cause.message
  return new ConfigError(
    `the embedded PostgreSQL in ${cluster.folder} does not start (${words}): fix this, or set DATABASE_URL`,
    { cause },
  )
}

async function hold(connection: Embedded['connection']): Promise<Held | { error: Error }> {
  const lost = Promise.withResolvers<void>()
  const client = new pg.Client({
    ...addressOf(connection),
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'loopmate keeper',
  })
  client.on('error', () => lost.resolve())
  client.on('end', () => lost.resolve())
  try {
    await client.connect()
    // The lock lives as long as the connection.
    await client.query('select pg_advisory_lock_shared($1)', [USERS_LOCK])
    return { client, lost: lost.promise }
  } catch (error) {
    leave(client)
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Does not wait, since the server may be gone. */
function leave(client: pg.Client): void {
  client.end().catch(() => undefined)
}

/** No server listens. */
const isUnserved = (error: Error) => ['ENOENT', 'ECONNREFUSED'].includes(codeOf(error))

/** A server is there, but it is starting or stopping. */
const isBusy = (error: Error) =>
  ['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE'].includes(codeOf(error)) || isCutShort(error)

/** Holds the lock until it is stopped, and takes it again whenever the server went away. */
function keep(
  cluster: Cluster,
  take: () => Promise<Held>,
  log: Logger,
): { ready: Promise<void>; stop(): Promise<void> } {
  const leaving = Promise.withResolvers<'leaving'>()
  const ready = Promise.withResolvers<void>()
  const { folder } = cluster

  /** @returns undefined if it was stopped */
  const takeAgain = async (): Promise<Held | undefined> => {
    for (;;) {
      try {
        return await take()
      } catch (error) {
        // The operator may correct the cause, such as a full disk, while the bot runs.
        log.error({ err: error, folder }, 'the embedded PostgreSQL does not come back; trying again')
      }
      const ended = await pTimeout(leaving.promise, { milliseconds: LOST_MS, message: false })
      if (ended === 'leaving') return undefined
    }
  }

  const life = async (): Promise<Held | undefined> => {
    let held: Held | undefined = await take()
    ready.resolve()
    while (held) {
      const what = await Promise.race([held.lost, leaving.promise])
      if (what === 'leaving') return held
      log.warn({ folder }, 'the embedded PostgreSQL went away; starting it again')
      leave(held.client)
      held = await takeAgain()
      if (held) log.info({ folder }, 'the embedded PostgreSQL is back')
    }
    return undefined
  }

  const living = life()
  living.catch(ready.reject)

  return {
    ready: ready.promise,
    stop: async () => {
      leaving.resolve('leaving')
      const held = await living.catch(() => undefined)
      if (!held) return
      try {
        await held.client.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK])
        const alone = await held.client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
          USERS_LOCK,
        ])
        if (alone.rows[0]?.last) await cluster.stop()
      } finally {
        leave(held.client)
      }
    },
  }
}

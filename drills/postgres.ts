import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionSource, connect, migrate } from '../src/db/client.ts'
import { findPgCtl, run, serverUser } from '../src/db/embedded-binaries.ts'
import { openCluster } from '../src/db/embedded-cluster.ts'
import { openSql, type Sql } from '../test/support/sql.ts'
import { pause } from './wait.ts'

const TEMPLATE = 'drill_template'

/** A PostgreSQL of the drill's own, which it may hurt. */
export type Postgres = Readonly<{
  /** A new database with all tables: a copy, which costs less than the migrations. */
  newDatabase(name: string): Promise<ConnectionSource>
  /** Restarts at once, as a crash does. */
  restart(): Promise<void>
  /** Stops all its processes for a while. */
  stall(ms: number): Promise<void>
  close(): Promise<void>
}>

export async function startPostgres(): Promise<Postgres> {
  const parent = await mkdtemp(join(tmpdir(), 'loopmate-drill-'))
  // As root the server runs as another user, who has to enter it.
  await chmod(parent, 0o755)
  const cluster = await openCluster(parent, ['max_connections=200'])
  if (!(await cluster.start())) throw new Error(`PostgreSQL did not start: ${await cluster.lastWords()}`)
  const atExit = () => quit(cluster.folder)
  process.once('exit', atExit)
  const server = { path: cluster.socket, user: 'postgres', database: 'postgres' }
  const create = async (name: string, template: string) => {
    const admin = openSql(server, 1)
    try {
      await admin.sql`create database ${admin.sql(name)} template ${admin.sql(template)}`
    } finally {
      await admin.close()
    }
    return { ...server, database: name }
  }
  const migrated = async () => {
    const connection = connect(await create(TEMPLATE, 'template1'))
    await migrate(connection)
    await connection.close()
  }
  let template: Promise<void> | undefined
  return {
    async newDatabase(name) {
      template ??= migrated()
      await template
      return create(name, TEMPLATE)
    },
    async restart() {
      const user = (await serverUser()) ?? {}
      const log = join(cluster.folder, 'server.log')
      const args = ['restart', '-D', cluster.folder, '-w', '-m', 'immediate', '-l', log]
      const done = await run(await findPgCtl(user), args, user, cluster.folder)
      if (!done.ok) throw new Error(`PostgreSQL did not restart: ${done.output}`)
    },
    async stall(ms) {
      const master = await masterOf(cluster.folder)
      // The postmaster first, so that it starts no further process.
      signal([master], 'SIGSTOP')
      const children = await childrenOf(master)
      signal(children, 'SIGSTOP')
      try {
        await pause(ms)
      } finally {
        signal([...children, master], 'SIGCONT')
      }
    },
    async close() {
      process.off('exit', atExit)
      await cluster.stop()
      await rm(parent, { recursive: true, force: true })
    },
  }
}

/** The server ends at once when the drill breaks off. */
function quit(folder: string): void {
  const [pid] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGQUIT')
}

async function masterOf(folder: string): Promise<number> {
  const pid = Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8'), 10)
  if (!Number.isInteger(pid) || pid <= 1) throw new Error('PostgreSQL has no process id')
  return pid
}

async function childrenOf(parent: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(Number)
  const found: number[] = []
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // After the name in brackets, which may hold anything: the state, then the parent.
    const ppid = Number(
      stat
        .slice(stat.lastIndexOf(')') + 1)
        .trim()
        .split(' ')[1],
    )
    if (ppid === parent) found.push(pid)
  }
  return found
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids)
    try {
      process.kill(pid, name)
    } catch (error) {
      // It ended meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
}

/** Asks again while the database is away, for a minute at most. */
export async function asking<T>(sql: Sql, ask: (sql: Sql) => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000
  for (;;) {
    try {
      return await ask(sql)
    } catch (error) {
      if (Date.now() > deadline) throw error
      await pause(200)
    }
  }
}

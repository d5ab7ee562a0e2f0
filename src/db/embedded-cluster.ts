import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { findPgCtl, run, type ServerUser } from './embedded-binaries.ts'
import { prepareFolder } from './embedded-folder.ts'

/** A folder that holds a database, and how to start and stop the server on it. */
export type Cluster = Readonly<{
  folder: string
  socket: string
  /** Resolves once the server answers; false when it did not come up, perhaps because another is. */
  start(): Promise<boolean>
  stop(): Promise<void>
  /** Why the server refused to start the last time, in its own words. */
  lastWords(): Promise<string | undefined>
}>

/**
 * Finds the database in this folder, or makes one.
 * @param settings for the server's command line, as name=value
 * @throws ConfigError with what the operator has to do
 */
export async function openCluster(dataDir: string, settings: readonly string[]): Promise<Cluster> {
  const { folder, socket, user } = await prepareFolder(dataDir)
  return control(await findPgCtl(user), folder, socket, user, settings)
}

function control(
  pgCtl: string,
  folder: string,
  socket: string,
  user: ServerUser,
  settings: readonly string[],
): Cluster {
  const pg = (...args: string[]) => run(pgCtl, [...args, '-D', folder, '-w'], user, folder)
  const serverLog = join(folder, 'server.log')
  let logged = 0
  return {
    folder,
    socket,
    start: async () => {
      await dropStalePid(folder)
      logged = await stat(serverLog).then(
        ({ size }) => size,
        () => 0,
      )
      const flags = settings.map((setting) => `-c ${setting}`).join(' ')
      const started = await pg('start', '-t', '60', '-l', serverLog, '-o', flags)
      return started.ok
    },
    stop: async () => {
      const stopped = await pg('stop', '-t', '20', '-m', 'fast')
      if (!stopped.ok) throw new Error(`the embedded PostgreSQL did not stop: ${stopped.output}`)
    },
    lastWords: async () => {
      const log = await readFile(serverLog).catch(() => Buffer.of())
      const lines = log.subarray(logged).toString('utf8').split('\n')
      return lines.findLast((line) => /\b(?:FATAL|PANIC):/u.test(line))
    },
  }
}

/**
 * After a container was killed, the server's old process id may belong to anything, and the server
 * refuses to start beside it. A postmaster.pid is left alone when its process is gone (the server
 * sees to that) or is a PostgreSQL.
 */
async function dropStalePid(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  const content = await readFile(file, 'utf8').catch(() => '')
  const pid = Number.parseInt(content, 10)
  if (!Number.isInteger(pid) || pid <= 0) return
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : (await run('ps', ['-o', 'command=', '-p', String(pid)])).output
  if (command !== '' && !command.includes('postgres')) await rm(file, { force: true })
}

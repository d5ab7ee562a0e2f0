import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { findPgCtl, run, type ServerUser } from './embedded-binaries.ts'
import { prepareFolder } from './embedded-folder.ts'

/** A folder with a database, and the control of its server. */
export type Cluster = Readonly<{
  folder: string
  socket: string
  /** Resolves when the server answers. @returns false if it did not start, perhaps because another one is starting */
  start(): Promise<boolean>
  stop(): Promise<void>
  /** The server's message about its last failed start. */
  lastWords(): Promise<string | undefined>
}>

/**
 * Finds the database in this folder, or creates one.
 * @param settings for the server's command line, as name=value
 * @throws ConfigError that tells the operator what to do
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
 * Removes a postmaster.pid whose process id belongs to another program, as may happen after a container was killed. The
 * server would refuse to start. It handles a process that is gone itself, and another PostgreSQL must keep its file.
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

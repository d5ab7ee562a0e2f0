import { appendFile, mkdir, mkdtemp, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError } from './config-error.ts'
import { findPgCtl, firstLine, run, type ServerUser, serverUser } from './embedded-binaries.ts'

/** A folder that holds a database, and how to start and stop the server on it. */
export type Cluster = Readonly<{
  folder: string
  socket: string
  /** Resolves once the server answers; false when it did not come up, perhaps because another is. */
  start(): Promise<boolean>
  stop(): Promise<void>
  /** Why the server refused to start, in its own words. */
  lastWords(): Promise<string | undefined>
}>

/** The socket's name only: the server listens on no network. */
const PORT = 5432

/** What a socket's path may measure: 108 bytes with the final NUL on Linux, 104 on macOS. */
const LONGEST_SOCKET = 103

const SETTINGS = `
# Written by Loopmate.
listen_addresses = ''
port = ${PORT}
# This folder, wherever it is moved.
unix_socket_directories = '.'
shared_buffers = '32MB'
# The machine that made the folder may have had locales that this one lacks.
lc_messages = 'C'
`

/**
 * Finds the database in this folder, or makes one.
 * @param settings for the server's command line, as name=value
 * @throws ConfigError with what the operator has to do
 */
export async function openCluster(dataDir: string, settings: readonly string[]): Promise<Cluster> {
  const parent = await makeFolder(dataDir)
  const folder = join(parent, 'postgres')
  const socket = join(folder, `.s.PGSQL.${PORT}`)
  if (Buffer.byteLength(socket) > LONGEST_SOCKET)
    throw new ConfigError(`DATA_DIR (${parent}) is too long a path for a socket: choose a shorter one`)

  let user = await serverUser()
  if (user) await checkReach(parent, user)
  if (!(await exists(folder))) await initialise(parent, folder)
  user ??= await serverUser()
  if (!user) throw new ConfigError('the user postgres is gone: create it, or set DATABASE_URL')
  await checkOwner(folder, user)
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
  return {
    folder,
    socket,
    start: async () => {
      await dropStalePid(folder)
      const flags = settings.map((setting) => `-c ${setting}`).join(' ')
      const started = await pg('start', '-t', '60', '-l', serverLog, '-o', flags)
      return started.ok
    },
    stop: async () => {
      const stopped = await pg('stop', '-t', '20', '-m', 'fast')
      if (!stopped.ok) throw new Error(`the embedded PostgreSQL did not stop: ${stopped.output}`)
    },
    lastWords: async () => {
      const lines = (await readFile(serverLog, 'utf8').catch(() => '')).split('\n')
      return lines.findLast((line) => /\b(?:FATAL|PANIC):/u.test(line))
    },
  }
}

async function makeFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true })
    return await realpath(dataDir)
  } catch (cause) {
    throw new ConfigError(
      `DATA_DIR (${dataDir}) cannot be created: choose another folder, or set DATABASE_URL`,
      { cause },
    )
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** As root, the server runs as another user, who must be able to enter the folder. */
async function checkReach(parent: string, user: ServerUser): Promise<void> {
  if (user.uid === undefined) return
  const entered = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', parent], user)
  if (!entered.ok)
    throw new ConfigError(
      `the user postgres, as whom the embedded PostgreSQL runs when the bot is root, cannot enter DATA_DIR (${parent}): choose a folder that all users can enter (not under /root), run the bot as another user, or set DATABASE_URL`,
    )
}

async function checkOwner(folder: string, user: ServerUser): Promise<void> {
  const { uid } = await stat(folder)
  const expected = user.uid ?? process.getuid?.()
  if (expected !== undefined && uid !== expected)
    throw new ConfigError(
      `the database in DATA_DIR (${folder}) belongs to user id ${uid}, but would be run by ${expected}: run the bot as the user who made it, or give the folder to user ${expected}`,
    )
}

/** Built beside and moved into place, so that a death in the middle leaves no half database. */
async function initialise(parent: string, folder: string): Promise<void> {
  const script = fileURLToPath(new URL('./embedded-initialise.ts', import.meta.url))
  const draft = await mkdtemp(join(parent, 'new-')).catch((cause: unknown) => {
    throw new ConfigError(
      `DATA_DIR (${parent}) is not writable: choose another folder, or set DATABASE_URL`,
      { cause },
    )
  })
  try {
    const made = await run(process.execPath, [script, draft])
    if (!made.ok) {
      const user = await serverUser()
      if (user) {
        await checkReach(parent, user)
        await findPgCtl(user)
      }
      throw new ConfigError(
        `the embedded PostgreSQL could not be set up in DATA_DIR (${parent}): ${reason(made.output)}; mend this, or set DATABASE_URL`,
      )
    }
    await appendFile(join(draft, 'postgresql.conf'), SETTINGS)
    await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
      // Another bot on this folder was faster: its database counts.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function reason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  return lines.find((line) => /error:/iu.test(line)) ?? firstLine(output)
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

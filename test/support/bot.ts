import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, extname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ConnectionSource } from '../../src/db/client.ts'
import { until } from './until.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

type LogLine = Readonly<Record<string, unknown> & { msg?: string; level?: number }>

/** The bot as its operator runs it: a process of its own, with what it logged. */
export type BotProcess = Readonly<{
  logs: readonly LogLine[]
  /** All that it wrote, for a look at what must not be there. */
  output(): string
  /** As a power cut would. */
  kill9(): Promise<void>
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>
}>

export type BotEnv = Readonly<Record<string, string>>

/** The environment of a bot on this database and nothing of the machine's own. */
export function botEnv(source: ConnectionSource, more: BotEnv = {}): BotEnv {
  return { DATABASE_URL: urlOf(source), PORT: '0', LOG_LEVEL: 'info', ...more }
}

/** In a URL a unix socket's folder stands for the host, percent-encoded. */
function urlOf(source: ConnectionSource): string {
  if (typeof source === 'string') return source
  const port = extname(source.path).slice(1)
  return `postgres://${source.user}@${encodeURIComponent(dirname(source.path))}:${port}/${source.database}`
}

/** Starts the bot and waits until it is ready. */
export async function startBot(env: BotEnv): Promise<BotProcess> {
  const bot = launch(env)
  await until(() => {
    if (bot.child.exitCode !== null)
      throw new Error(`the bot ended with ${bot.child.exitCode}:\n${bot.output()}`)
    return bot.logs.some((line) => line.msg === 'ready')
  }, 120_000)
  return bot
}

/** Runs the bot until it ends by itself. */
export async function runBot(env: BotEnv): Promise<Readonly<{ code: number | null; output: string }>> {
  const bot = launch(env)
  if (bot.child.exitCode === null) await once(bot.child, 'close')
  return { code: bot.child.exitCode, output: bot.output() }
}

function launch(env: BotEnv): BotProcess & Readonly<{ child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const logs: LogLine[] = []
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (line.startsWith('{')) logs.push(JSON.parse(line) as LogLine)
    })
  const ended = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const closed = once(child, 'close')
    child.kill(signal)
    await closed
    return child.exitCode
  }
  return {
    child,
    logs,
    output: () => lines.join('\n'),
    kill9: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
  }
}

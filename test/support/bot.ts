import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, extname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig } from '../../src/app/config.ts'
import { createLog } from '../../src/app/log.ts'
import { startBot as start } from '../../src/app/start.ts'
import type { ConnectionSource } from '../../src/db/client.ts'
import { sharedPictures } from './shared-pictures.ts'
import { until } from './until.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
/** main.ts gives up after 10 s; a machine that several tests share takes longer. */
const STOP_LIMIT_MS = 60_000

type LogLine = Readonly<Record<string, unknown> & { msg?: string; level?: number }>

/** A bot that is ready, in this process or in one of its own, with what it has logged so far. */
export type RunningBot = Readonly<{
  logs: readonly LogLine[]
  /** Everything it wrote, to check for what must not be there. */
  output(): string
  /** Stops it as SIGTERM does; a second call waits for the first. */
  stop(): Promise<unknown>
}>

/** The bot as its operator runs it, in a process of its own. */
export type BotProcess = RunningBot &
  Readonly<{
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

/**
 * Starts the bot in the test's own process and waits until it is ready. Use it unless the test kills the bot or looks
 * at signals or exit codes: it costs a fraction of a process. Several bots can run side by side.
 * @param adjust changes what no variable sets
 */
export async function startBot(
  env: BotEnv,
  adjust: (config: Config) => Config = (config) => config,
): Promise<RunningBot> {
  const { logs, output, write } = recorder()
  const config = adjust(readConfig(env))
  const log = createLog(config.logLevel, { write })
  let stopped: Promise<void> | undefined
  const onLost = (reason: string) => {
    // main.ts ends its process here.
    log.fatal({ reason }, 'the connection is lost for good')
    stop().catch((err: unknown) => log.error({ err }, 'stopping failed'))
  }
  const starting = start(config, log, onLost, { openPictures: sharedPictures })
  const stop = () => {
    stopped ??= within(
      STOP_LIMIT_MS,
      starting.then((bot) => bot.stop()),
    )
    return stopped
  }
  await starting
  await until(() => {
    if (stopped) throw new Error(`the bot lost its connection before it was ready:\n${output()}`)
    return logs.some((line) => line.msg === 'ready')
  }, 120_000)
  return { logs, output, stop }
}

/** Starts the bot in a process of its own and waits until it is ready. */
export async function startBotProcess(env: BotEnv): Promise<BotProcess> {
  const bot = launch(env)
  await until(() => {
    if (bot.child.exitCode !== null)
      throw new Error(`the bot ended with ${bot.child.exitCode}:\n${bot.output()}`)
    return bot.logs.some((line) => line.msg === 'ready')
  }, 120_000)
  return bot
}

/** Runs the bot in a process of its own until it ends by itself. */
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
  const { logs, output, write } = recorder()
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', write)
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
    output,
    kill9: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
  }
}

/** Keeps the lines that a bot writes, and parses those that are JSON. */
function recorder() {
  const logs: LogLine[] = []
  const lines: string[] = []
  const write = (text: string) => {
    const line = text.trimEnd()
    lines.push(line)
    if (line.startsWith('{')) logs.push(JSON.parse(line) as LogLine)
  }
  return { logs, output: () => lines.join('\n'), write }
}

/** @throws Error where the work takes longer */
async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the bot did not stop within ${limitMs} ms`)), limitMs)
  })
  await Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
}

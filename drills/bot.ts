import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BotEnv } from '../test/support/bot.ts'
import { pause, seen } from './wait.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const READY_MS = 300_000
const RESTART_MS = 300

type LogLine = Readonly<Record<string, unknown> & { msg?: string; level?: number }>

/** A bot and its supervisor, which starts it again whenever it ends. */
export type Bot = Readonly<{
  /** Log lines of all its processes. */
  logs: readonly LogLine[]
  /** How often it ended by itself. */
  readonly ends: number
  /** The id of the running process; undefined while there is none. */
  readonly pid: number | undefined
  ready(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  metrics(): Promise<string>
  /** SIGTERM, and no new start. */
  stop(): Promise<void>
}>

export function superviseBot(env: BotEnv): Bot {
  const logs: LogLine[] = []
  let child: ChildProcess
  let address: string | undefined
  let ends = 0
  let wanted = true
  let killed = false

  function start(): void {
    address = undefined
    killed = false
    child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const own = child
    for (const stream of [own.stdout, own.stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (text) => {
          const line = read(text)
          logs.push(line)
          if (line.msg === 'ready' && own === child) address = String(line.http)
        })
    own.once('close', (code) => {
      if (!wanted) return
      if (!killed) {
        ends++
        logs.push({ level: 60, msg: `the bot ended by itself with ${code}` })
      }
      // Like a service manager: at once after a kill, after a breath when it ended by itself.
      setTimeout(() => wanted && start(), killed ? 0 : RESTART_MS)
    })
  }

  const ready = async () => {
    const found = await seen(() => address, READY_MS)
    if (found !== undefined) return found
    const last = logs.slice(-3).map((line) => JSON.stringify(line))
    throw new Error(`no bot was ready within ${READY_MS} ms; it said last: ${last.join(' ')}`)
  }

  start()
  // No process outlives a drill that breaks off.
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    logs,
    get ends() {
      return ends
    },
    get pid() {
      return child.exitCode === null && child.signalCode === null ? child.pid : undefined
    },
    ready: async () => void (await ready()),
    async kill() {
      killed = true
      address = undefined
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
      await pause(0)
    },
    signal: (name) => void child.kill(name),
    async metrics() {
      return (await fetch(`${await ready()}/metrics`)).text()
    },
    async stop() {
      wanted = false
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      await closed
    },
  }
}

function read(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine
  } catch {
    return { level: 60, msg: text }
  }
}

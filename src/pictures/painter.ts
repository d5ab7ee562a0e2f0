import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pTimeout from 'p-timeout'
import type { DrawOutcome, Job, PainterReply } from './job.ts'

const PROGRAM = fileURLToPath(new URL('process.ts', import.meta.url))
/** V8's heap limit, in MB. Fonts, the picture's pixels and V8 itself take native memory beyond it. */
const HEAP = ['--max-old-space-size=128', '--max-semi-space-size=8']
/** Makes glibc return freed pixel memory at once instead of keeping it for the next picture. */
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '1048576' }
const MB = 1024 * 1024
const START_MS = 30_000
/** A killed process is gone at once unless the system hangs; then nobody waits for it. */
const KILL_MS = 5_000
const LOOK_MS = 50
const PAGE = 4096
/** Linux's unit of processor time. */
const TICK_MS = 10
/** A busy machine may give the process a fifth of a processor, and one that stands still has to end as well. */
const PATIENCE = 5

/** `timeMs` is processor time where the system tells it, so that a busy machine costs no picture. */
export type PainterLimits = Readonly<{ timeMs: number; memoryMb: number }>

/** A process that draws one thing at a time. */
export type Painter = Readonly<{
  /** Whether it takes a job. It takes none once it was ended. */
  alive(): boolean
  /** Draws, or ends the process where it exceeds its limits or breaks. Never rejects. */
  draw(job: Job): Promise<PaintOutcome>
  /** The process's memory in bytes, where the system tells. */
  memory(): Promise<number | undefined>
  end(): Promise<void>
}>

/** `ended`: it was ended by somebody else, so that the picture is not to blame. */
export type PaintFailure = Readonly<{ failed: 'time' | 'memory' | 'error' | 'ended'; why: string }>

export type PaintOutcome = Readonly<{ drawn: DrawOutcome }> | PaintFailure

/** Signals from outside: an operator, or a system without memory. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'])
/** V8 aborts where its heap is full. */
const HEAP_FULL: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'code 134'])

/**
 * Starts the process, and returns when it can draw, or why it does not.
 * @param signal ends it, also while it starts
 */
export async function startPainter(
  limits: PainterLimits,
  signal: AbortSignal,
): Promise<Painter | PaintFailure> {
  const child = fork(PROGRAM, {
    // No variables of the bot: no token reaches code that parses people's texts. It may read files and nothing else.
    env: MALLOC,
    execArgv: [
      ...HEAP,
      '--expose-gc',
      '--permission',
      '--allow-fs-read=*',
      '--allow-addons',
      '--disable-warning=SecurityWarning',
    ],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    signal,
    killSignal: 'SIGKILL',
  })
  let ended = false
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    // All errors, since sending to a process that has just ended is one too.
    child.on('error', (error) => resolve(error.message))
  })
  const end = async () => {
    ended = true
    child.kill('SIGKILL')
    await within(KILL_MS, [gone])
  }
  const started = await within<PainterReply | string>(START_MS, [answer(child), gone])
  if (typeof started !== 'object' || !('ready' in started)) {
    await end()
    const why = `it does not start: ${describe(started)}`
    return { failed: started === 'late' || typeof started === 'object' ? 'error' : 'ended', why }
  }

  return {
    alive: () => !ended && child.exitCode === null && child.signalCode === null && child.connected,
    memory: async () => (await useOf(child))?.bytes,
    async draw(job) {
      // Charts are ours, and the first one waits for ECharts to be loaded.
      const timeMs = job.kind === 'chart' ? START_MS : limits.timeMs
      const before = await useOf(child)
      const watch = watchUse(child, {
        bytes: limits.memoryMb * MB,
        cpuMs: (before?.cpuMs ?? 0) + timeMs,
      })
      const asked = answer(child)
      child.send(job)
      const outcome = await within<PainterReply | string>(before ? timeMs * PATIENCE : timeMs, [
        asked,
        gone,
        watch.exceeded,
      ])
      watch.stop()
      if (typeof outcome === 'object' && 'drawn' in outcome) return outcome
      await end()
      // Its state may be broken too.
      if (typeof outcome === 'object') return { failed: 'error', why: describe(outcome) }
      if (outcome === 'late' || outcome === 'time') return { failed: 'time', why: `longer than ${timeMs} ms` }
      if (outcome === 'memory' || HEAP_FULL.has(outcome)) return { failed: 'memory', why: outcome }
      return { failed: FROM_OUTSIDE.has(outcome) ? 'ended' : 'error', why: outcome }
    },
    end,
  }
}

function answer(child: ChildProcess): Promise<PainterReply> {
  return new Promise((resolve) => child.once('message', (reply: PainterReply) => resolve(reply)))
}

/** @returns what comes first, or `late` after so many milliseconds */
function within<T>(ms: number, all: readonly Promise<T>[]): Promise<T | 'late'> {
  return pTimeout<T, 'late'>(Promise.race(all), { milliseconds: ms, fallback: () => 'late' })
}

function describe(end: PainterReply | string): string {
  return typeof end === 'string' ? end : 'error' in end ? end.error : 'an answer out of place'
}

type Use = Readonly<{ bytes: number; cpuMs: number }>

/** Watches the memory of the process while it draws, since V8's limit does not cover native code. */
function watchUse(
  child: ChildProcess,
  most: Use,
): Readonly<{ exceeded: Promise<'memory' | 'time'>; stop(): void }> {
  const { promise, resolve } = Promise.withResolvers<'memory' | 'time'>()
  const timer = setInterval(() => {
    void useOf(child).then((use) => {
      if (use && use.bytes > most.bytes) resolve('memory')
      if (use && use.cpuMs > most.cpuMs) resolve('time')
    })
  }, LOOK_MS)
  return { exceeded: promise, stop: () => clearInterval(timer) }
}

/** Only Linux tells it without another process; elsewhere V8's limit and the picture size limits have to do. */
async function useOf({ pid }: ChildProcess): Promise<Use | undefined> {
  if (process.platform !== 'linux' || pid === undefined) return undefined
  try {
    const [statm, stat] = await Promise.all([
      readFile(`/proc/${pid}/statm`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    const pages = Number(statm.split(' ')[1])
    // The second field, the program's name in brackets, may hold anything.
    const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number)
    return { bytes: pages * PAGE, cpuMs: ((user ?? 0) + (system ?? 0)) * TICK_MS }
  } catch {
    return undefined
  }
}

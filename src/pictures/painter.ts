import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Drawn, Job, Reply } from './job.ts'

const PROGRAM = fileURLToPath(new URL('process.ts', import.meta.url))
/** V8's own bound, in MB. What is beyond it is native: fonts, the picture's pixels, V8 itself. */
const HEAP = ['--max-old-space-size=128', '--max-semi-space-size=8']
/** For glibc: pixels are given back as soon as they are freed, instead of being kept for the next picture. */
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '1048576' }
const MB = 1024 * 1024
const START_MS = 30_000
const LOOK_MS = 50
const PAGE = 4096

export type PainterLimits = Readonly<{ timeMs: number; memoryMb: number }>

/** A process that draws one thing at a time. */
export type Painter = Readonly<{
  /** Whether it can be given something. It can't any more once it was ended. */
  alive(): boolean
  /** Draws, or ends the process where that takes more than it may. Never rejects. */
  draw(job: Job): Promise<Outcome>
  /** Bytes of memory it holds in all, where the system tells. */
  memory(): Promise<number | undefined>
  end(): Promise<void>
}>

type Outcome = Readonly<{ drawn: Drawn }> | Readonly<{ failed: 'time' | 'memory' | 'error'; why: string }>

/**
 * Starts the process, and returns when it can draw.
 * @param signal ends it, also while it starts
 * @throws Error where it doesn't start
 */
export async function startPainter(limits: PainterLimits, signal: AbortSignal): Promise<Painter> {
  const child = fork(PROGRAM, {
    // None of the bot's variables: no token reaches what reads people's texts. It may read files, and nothing else.
    env: MALLOC,
    execArgv: [
      ...HEAP,
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
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
    // Each of them: what is sent to a process that has just ended is an error too.
    child.on('error', (error) => resolve(error.message))
  })
  const started = await Promise.race([answer(child), gone, after(START_MS)])
  if (typeof started !== 'object' || !('ready' in started)) {
    child.kill('SIGKILL')
    throw new Error(`the process that draws does not start: ${describe(started)}`)
  }
  const alive = () => child.exitCode === null && child.signalCode === null && child.connected

  return {
    alive,
    memory: () => memoryOf(child),
    async draw(job) {
      // Charts are ours, and the first one waits for ECharts to be loaded.
      const timeMs = job.kind === 'chart' ? START_MS : limits.timeMs
      const watch = watchMemory(child, limits.memoryMb * MB)
      const asked = answer(child)
      child.send(job)
      const time = new AbortController()
      const end = await Promise.race([asked, gone, watch.exceeded, after(timeMs, time.signal)])
      time.abort()
      watch.stop()
      if (typeof end === 'object' && 'drawn' in end) return end
      if (typeof end === 'object' && 'error' in end) return { failed: 'error', why: end.error }
      child.kill('SIGKILL')
      await gone
      if (end === 'late') return { failed: 'time', why: `longer than ${timeMs} ms` }
      // V8 aborts where its heap is full.
      const memory = end === 'memory' || end === 'SIGABRT' || end === 'SIGTRAP' || end === 'code 134'
      return { failed: memory ? 'memory' : 'error', why: describe(end) }
    },
    async end() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

function answer(child: ChildProcess): Promise<Reply> {
  return new Promise((resolve) => child.once('message', (reply: Reply) => resolve(reply)))
}

function after(ms: number, signal?: AbortSignal): Promise<'late'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('late'), ms)
    signal?.addEventListener('abort', () => clearTimeout(timer))
  })
}

function describe(end: Reply | string): string {
  return typeof end === 'string' ? end : 'error' in end ? end.error : 'an answer out of place'
}

/** Looks at the memory of the process while it draws: V8's bound knows nothing of what native code takes. */
function watchMemory(
  child: ChildProcess,
  limit: number,
): Readonly<{ exceeded: Promise<'memory'>; stop(): void }> {
  const { promise, resolve } = Promise.withResolvers<'memory'>()
  const timer = setInterval(() => {
    void memoryOf(child).then((bytes) => {
      if (bytes !== undefined && bytes > limit) resolve('memory')
    })
  }, LOOK_MS)
  return { exceeded: promise, stop: () => clearInterval(timer) }
}

/** Only Linux tells it without another process; elsewhere V8's bound and those of the picture's size must do. */
async function memoryOf({ pid }: ChildProcess): Promise<number | undefined> {
  if (process.platform !== 'linux' || pid === undefined) return undefined
  try {
    const pages = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]
    return Number(pages) * PAGE
  } catch {
    return undefined
  }
}

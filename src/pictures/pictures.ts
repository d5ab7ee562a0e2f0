import type { Logger } from 'pino'
import type { ChartSpec } from './charts/spec.ts'
import type { Drawn, Job, Picture } from './job.ts'
import { LIMITS } from './limits.ts'
import { type Painter, startPainter } from './painter.ts'

/** More than wait for it are told to try again: at 2 s each, the last waits half a minute at worst. */
const WAITING = 16
const IDLE_MS = 3 * 60_000
const TIME_MS = 2000
const MEMORY_MB = 300

export type Pictures = Readonly<{
  /** Draws a Mermaid flowchart. Never rejects: what went wrong is logged, and said as `refused`. */
  diagram(source: string): Promise<Drawn>
  /** Draws a chart. Never rejects. */
  chart(spec: ChartSpec): Promise<Picture | Extract<Drawn, { refused: unknown }>>
  /** Bytes of memory that drawing holds now; nothing where no process is there, or the system doesn't tell. */
  memory(): Promise<number | undefined>
  close(): Promise<void>
}>

type Options = Readonly<{
  log: Logger
  idleMs?: number
  timeMs?: number
  memoryMb?: number
  waiting?: number
}>

/**
 * Pictures, drawn one after the other in a process of their own. It is started for the first picture, ended when none
 * was asked for during three minutes, and replaced when a picture took more than 2 s or 300 MB.
 */
export function createPictures(options: Options): Pictures {
  const { log, idleMs = IDLE_MS, timeMs = TIME_MS, memoryMb = MEMORY_MB, waiting = WAITING } = options
  let painter: Painter | undefined
  let queued = 0
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const closing = new AbortController()
  const closed = () => closing.signal.aborted

  const drawNow = async (job: Job): Promise<Drawn> => {
    clearTimeout(idle)
    if (closed()) return { refused: 'busy' }
    try {
      if (!painter?.alive()) painter = await startPainter({ timeMs, memoryMb }, closing.signal)
      const outcome = await painter.draw(job)
      if ('drawn' in outcome) return outcome.drawn
      if (closed()) return { refused: 'busy' }
      const { failed, why } = outcome
      log.warn({ kind: job.kind, failed, why }, 'a picture was not drawn')
      return { refused: failed === 'error' ? 'failed' : failed }
    } catch (err) {
      if (closed()) return { refused: 'busy' }
      log.error({ err }, 'pictures cannot be drawn')
      return { refused: 'failed' }
    } finally {
      idle = setTimeout(() => {
        last = last.then(rest)
      }, idleMs)
      idle.unref()
    }
  }
  const rest = async () => {
    await painter?.end()
    painter = undefined
  }
  const draw = async (job: Job): Promise<Drawn> => {
    if (closed() || queued >= waiting) return { refused: 'busy' }
    queued += 1
    const drawn = last.then(() => drawNow(job))
    last = drawn
    try {
      return await drawn
    } finally {
      queued -= 1
    }
  }

  return {
    async diagram(source) {
      // Not even sent: a text of a megabyte is told by its length.
      return source.length > LIMITS.source ? { refused: 'source' } : draw({ kind: 'diagram', source })
    },
    async chart(spec) {
      const drawn = await draw({ kind: 'chart', spec })
      return 'png' in drawn || 'refused' in drawn ? drawn : { refused: 'failed' }
    },
    memory: async () => painter?.memory(),
    async close() {
      closing.abort()
      clearTimeout(idle)
      await last
      clearTimeout(idle)
      await rest()
    },
  }
}

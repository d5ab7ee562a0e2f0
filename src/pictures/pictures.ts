import type { Logger } from 'pino'
import type { ChartSpec } from './charts/spec.ts'
import type { DrawOutcome, Job, Picture } from './job.ts'
import { LIMITS } from './limits.ts'
import { type Painter, type PaintFailure, type PaintOutcome, startPainter } from './painter.ts'

/** The queue's limit: at 2 s per picture the last one waits half a minute at worst. Further ones are refused as busy. */
const WAITING = 16
const IDLE_MS = 3 * 60_000
const TIME_MS = 2000
const MEMORY_MB = 300

export type Pictures = Readonly<{
  /** Draws a Mermaid flowchart. Never rejects: what went wrong is logged, and said as `refused`. */
  diagram(source: string): Promise<DrawOutcome>
  /** Draws a chart. Never rejects. */
  chart(spec: ChartSpec): Promise<Picture | Extract<DrawOutcome, { refused: unknown }>>
  /** A picture is likely soon: starts the process if there is none, and restarts its idle time. */
  warm(): void
  /** The drawing process's memory in bytes; undefined where there is no process or the system does not tell. */
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
 * Draws pictures one after the other in a process of its own. The process starts with the first picture, or earlier where
 * one is likely; ends after three idle minutes; and is replaced when a picture takes more than 2 s of processor time or
 * 300 MB.
 */
export function createPictures(options: Options): Pictures {
  const { log, idleMs = IDLE_MS, timeMs = TIME_MS, memoryMb = MEMORY_MB, waiting = WAITING } = options
  let painter: Painter | undefined
  let queued = 0
  let warming = false
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  const closing = new AbortController()
  const closed = () => closing.signal.aborted

  const ready = async () => {
    if (painter?.alive()) return painter
    const started = await startPainter({ timeMs, memoryMb }, closing.signal).catch(broken)
    if ('failed' in started) {
      if (!closed()) log.error(started, 'the process that draws is not there')
      return started
    }
    painter = started
    return started
  }
  const drawNow = async (job: Job): Promise<DrawOutcome> => {
    const attempt = async (): Promise<PaintOutcome> => {
      if (closed()) return { failed: 'ended', why: 'the bot stops' }
      const at = await ready()
      return 'failed' in at ? at : at.draw(job).catch(broken)
    }
    let outcome = await attempt()
    // Drawn once more, since a process ended from outside says nothing about the picture.
    if ('failed' in outcome && outcome.failed === 'ended') outcome = await attempt()
    if ('drawn' in outcome) return outcome.drawn
    if (closed()) return { refused: 'busy' }
    const { failed, why } = outcome
    log.warn({ kind: job.kind, failed, why }, 'a picture was not drawn')
    return { refused: failed === 'time' || failed === 'memory' ? failed : 'failed' }
  }
  const rest = async () => {
    await painter?.end()
    painter = undefined
  }
  /** Runs jobs one after the other, and starts the idle time after the last. */
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(async () => {
      clearTimeout(idle)
      try {
        return await work()
      } finally {
        idle = setTimeout(() => {
          last = last.then(rest)
        }, idleMs)
        idle.unref()
      }
    })
    last = done.catch(() => undefined)
    return done
  }
  const draw = async (job: Job): Promise<DrawOutcome> => {
    if (closed() || queued >= waiting) return { refused: 'busy' }
    queued += 1
    try {
      return await inLine(() => drawNow(job))
    } finally {
      queued -= 1
    }
  }

  return {
    async diagram(source) {
      // Refused by its length, before it is sent to the process.
      return source.length > LIMITS.source ? { refused: 'source' } : draw({ kind: 'diagram', source })
    },
    async chart(spec) {
      const drawn = await draw({ kind: 'chart', spec })
      return 'png' in drawn || 'refused' in drawn ? drawn : { refused: 'failed' }
    },
    warm() {
      if (closed() || warming) return
      warming = true
      void inLine(async () => {
        if (!closed()) await ready()
      }).finally(() => {
        warming = false
      })
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

/** For example where the system has no memory for another process. */
function broken(error: unknown): PaintFailure {
  return { failed: 'error', why: String(error) }
}

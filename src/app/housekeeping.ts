import { schedule } from 'node-cron'
import type { Logger } from 'pino'

/** Each night, in real time. */
const NIGHTLY = '17 4 * * *'

/**
 * Deletes what is kept only for a while: now, and once a day. A run that fails is logged, and the next one comes all the
 * same.
 * @param work what to run, all at the same time
 */
export function startHousekeeping(work: readonly (() => Promise<void>)[], log: Logger) {
  const run = async () => {
    const results = await Promise.allSettled(work.map((each) => each()))
    for (const result of results)
      if (result.status === 'rejected') log.warn({ err: result.reason }, 'housekeeping failed')
  }
  let running = run()
  const task = schedule(
    NIGHTLY,
    () => {
      running = run()
      return running
    },
    // node-cron would write its warnings to the console.
    { noOverlap: true, timezone: 'UTC', unref: true, logger: loggerOf(log) },
  )
  return {
    /** Waits for a run under way. */
    async stop(): Promise<void> {
      await task.destroy()
      await running
    },
  }
}

function loggerOf(log: Logger) {
  const write = (level: 'info' | 'warn' | 'error' | 'debug') => (message: string | Error, err?: Error) =>
    message instanceof Error ? log[level]({ err: message }) : log[level]({ ...(err && { err }) }, message)
  return { info: write('info'), warn: write('warn'), error: write('error'), debug: write('debug') }
}

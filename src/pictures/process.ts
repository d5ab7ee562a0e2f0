import type { DrawOutcome, Job, PainterReply } from './job.ts'

/**
 * The drawing process. People's texts are parsed, laid out and painted here, so that a diagram that exhausts the memory
 * or never ends takes down this process and not the bot.
 */

// A terminal or service manager signals all processes at once; the bot still needs this one and ends it itself.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)

/** Slightly more than the process takes before it draws anything. */
const TIDY_BYTES = 200 * 1024 * 1024

const { drawJob } = await import('./draw.ts')

const say = (reply: PainterReply) => process.send?.(reply)

// The bot is gone, so nothing is left to do.
process.on('disconnect', () => process.exit())
process.on('message', (job: Job) => {
  void drawJob(job)
    .then(
      (drawn) => say({ drawn }),
      (error: unknown) => say({ error: where(error) }),
    )
    .then(tidy)
})

/**
 * Layout leaves 100 MB of garbage that V8 would keep until its heap is full, in addition to what a picture takes: without
 * a collection, after a dozen pictures one of thirty boxes met the memory limit.
 */
function tidy(): void {
  if (process.memoryUsage.rss() > TIDY_BYTES) globalThis.gc?.()
}

// The first diagram takes ten times as long as the next, so one is drawn before anybody waits.
const WARM: DrawOutcome = await drawJob({
  kind: 'diagram',
  source: 'flowchart LR\nA[(a)] -->|b| B{c}\nsubgraph s\nB -.-> A\nend',
})
if ('png' in WARM) say({ ready: true })
else say({ error: 'the first diagram was not drawn' })

/** The error's type and place without its message, which may quote what somebody wrote. */
function where(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return [error.constructor.name, ...frames.slice(0, 6).map((line) => line.trim())].join(' ')
}

import type { Drawn, Job, Reply } from './job.ts'

/**
 * The process that draws. What people write is read, laid out and painted here, so that a diagram that takes all
 * memory or never ends takes this process with it, not the bot.
 */

// Where a service manager or a terminal ends all processes at once, the bot has something to finish, and ends this one.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined)

/** Somewhat more than it takes with nothing drawn. */
const TIDY_BYTES = 200 * 1024 * 1024

const { drawJob } = await import('./draw.ts')

const say = (reply: Reply) => process.send?.(reply)

// Without the bot there is nobody to draw for.
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
 * Layout leaves 100 MB of garbage that V8 would keep until its heap is full, and what a picture takes comes on top: after
 * a dozen of them one of thirty boxes met the bound that is there for bombs.
 */
function tidy(): void {
  if (process.memoryUsage.rss() > TIDY_BYTES) globalThis.gc?.()
}

// The first diagram takes ten times as long as the next: what it warms up is warm before anybody waits.
const WARM: Drawn = await drawJob({
  kind: 'diagram',
  source: 'flowchart LR\nA[(a)] -->|b| B{c}\nsubgraph s\nB -.-> A\nend',
})
if ('png' in WARM) say({ ready: true })
else say({ error: 'the first diagram was not drawn' })

/** What went wrong and where, without the message: that may quote what somebody wrote. */
function where(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return [error.constructor.name, ...frames.slice(0, 6).map((line) => line.trim())].join(' ')
}

import './app/loading.ts'
import type { Logger } from 'pino'
import type { Bot } from './app/start.ts'

/** Time for running events to end before the process exits regardless. */
const STOP_LIMIT_MS = 10_000

let log: Logger | undefined
let starting: Promise<Bot> | undefined
let isStopping = false

// First of all: loading takes its time, and the first process of a container has no default action for signals.
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The state is unknown after that, so the supervisor has to start a fresh process.
process.on('unhandledRejection', fail)
process.on('uncaughtException', fail)

await main()

async function main(): Promise<void> {
  // By `import()`, after the imports above have set how modules are loaded.
  const { messageForOperator } = await import('./app/needs-operator.ts')
  try {
    const { readConfig } = await import('./app/config.ts')
    const config = readConfig()
    const { createLog } = await import('./app/log.ts')
    const { readableLines, terminalOf } = await import('./app/terminal.ts')
    const terminal = terminalOf(process.stdout)
    const to = terminal && (await readableLines(terminal, process.stdout.hasColors()))
    const logger = createLog(config.logLevel, to)
    log = logger
    const { startBot } = await import('./app/start.ts')
    const onLost = (reason: string) => {
      // The supervisor starts a new process, which tells the operator if there is something to correct.
      logger.fatal({ reason }, 'the connection is lost for good')
      process.exit(1)
    }
    starting = startBot(config, logger, onLost, { terminal })
    await starting
  } catch (error) {
    const message = await messageForOperator(error)
    if (message !== undefined) {
      process.stderr.write(`${message}\n`)
      process.exit(2)
    }
    if (log) log.fatal({ err: error }, 'the bot could not start')
    else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  }
}

function stop(signal: NodeJS.Signals): void {
  if (isStopping) return
  isStopping = true
  log?.info({ signal }, 'stopping')
  // Nothing has been opened yet.
  if (!starting) process.exit(0)
  setTimeout(() => {
    log?.error('not everything ended in time')
    process.exit(1)
  }, STOP_LIMIT_MS).unref()
  starting
    .then((bot) => bot.stop())
    .then(
      () => {
        log?.info('stopped')
        process.exit(0)
      },
      (err: unknown) => {
        log?.error({ err }, 'stopping failed')
        process.exit(1)
      },
    )
}

function fail(error: unknown): void {
  if (log) log.fatal({ err: error }, 'an uncaught error')
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}

import type { Logger } from 'pino'
import { readConfig } from './app/config.ts'
import { createLog } from './app/log.ts'
import { type Bot, startBot } from './app/start.ts'
import { ContentError } from './content/errors.ts'
import { ConfigError } from './db/config-error.ts'

/** Time for running events to end before the process goes regardless. */
const STOP_LIMIT_MS = 10_000

/** Ends with 2 where an operator has to mend something, and says what in plain sentences. */
function giveUp(error: unknown, log?: Logger): never {
  if (error instanceof ConfigError || error instanceof ContentError) {
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
  if (log) log.fatal({ err: error }, 'the bot could not start')
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}

async function main(): Promise<void> {
  let log: Logger | undefined
  try {
    const config = readConfig()
    const logger = createLog(config.logLevel)
    log = logger
    const onLost = (reason: string) => {
      // The supervisor starts a fresh process, which says what is wrong and whether it can be mended.
      logger.fatal({ reason }, 'the connection is lost for good')
      process.exit(1)
    }
    const starting = startBot(config, logger, onLost)
    endWell(starting, logger)
    await starting
  } catch (error) {
    giveUp(error, log)
  }
}

/** From the first moment on: a start takes seconds, and as the first process of a container no signal has a default. */
function endWell(starting: Promise<Bot>, log: Logger): void {
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => {
      log.error('not everything ended in time')
      process.exit(1)
    }, STOP_LIMIT_MS).unref()
    starting
      .then((bot) => bot.stop())
      .then(
        () => {
          log.info('stopped')
          process.exit(0)
        },
        (err: unknown) => {
          log.error({ err }, 'stopping failed')
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // A state nobody thought of: the supervisor starts a fresh process.
  const fault = (err: unknown) => {
    log.fatal({ err }, 'a fault that nothing caught')
    process.exit(1)
  }
  process.on('unhandledRejection', fault)
  process.on('uncaughtException', fault)
}

await main()

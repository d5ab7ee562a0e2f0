import type { Logger } from 'pino'
import { loadCachedContent } from '../content/cached.ts'
import { ping } from '../db/client.ts'
import { createAttempts } from '../durable/attempts.ts'
import { loadClock } from '../durable/clock.ts'
import { readStoredAccess } from '../durable/lease/lease.ts'
import { openSession } from '../durable/lease/session.ts'
import { createPictures, type Pictures } from '../pictures/pictures.ts'
import { loadTexts } from '../texts/catalogue.ts'
import { addressOf, inUrl } from './address.ts'
import { CACHE } from './cache-folder.ts'
import { defineCommands, loadCommands } from './commands.ts'
import type { Config } from './config.ts'
import { createConnections } from './connections.ts'
import { openDatabase } from './database.ts'
import { type Context, createFeatures } from './features.ts'
import { serveHttp } from './http.ts'
import { createMetrics } from './metrics.ts'
import { createPictureRenderer } from './pictures.ts'
import { openPlatforms } from './platforms.ts'
import { createReadiness } from './readiness.ts'
import { createRecovery } from './recovery.ts'
import { createRouter } from './router.ts'
import { sayAddress, type Terminal } from './terminal.ts'
import { wordKinds } from './word-kinds.ts'
import { startWorkers } from './workers.ts'

export type Bot = Readonly<{ stop(): Promise<void> }>

const COMMANDS = new URL('../../commands/', import.meta.url)
const CONTENT = new URL('../../content/', import.meta.url)

type StartOptions = Readonly<{
  /** Where the operator reads along. */
  terminal?: Terminal | undefined
  /** For tests, whose bots may share a drawing process. */
  openPictures?: (log: Logger) => Pictures
}>

/** Builds the bot from its parts, starts it, and returns when it is ready. */
export async function startBot(
  config: Config,
  log: Logger,
  onLost: (reason: string) => void,
  { terminal, openPictures = (logger) => createPictures({ log: logger }) }: StartOptions = {},
): Promise<Bot> {
  const { content, template } = await loadCachedContent(CONTENT, new URL('content', CACHE))
  const texts = loadTexts()
  const commands = await loadCommands<Context>(COMMANDS)
  const definitions = defineCommands(commands, texts, wordKinds(content))
  /** Parts to stop, in reverse order. */
  const started = new AsyncDisposableStack()
  try {
    const database = await openDatabase(config.database, log)
    started.defer(database.close)
    const { db, listen } = database
    const session = await openSession(database)
    started.defer(session.close)
    const clock = await loadClock(db, config.clock)
    const metrics = createMetrics()
    const opened = await openPlatforms({ config, database, clock, texts, content, log })
    const connections = createConnections({
      platforms: opened.byName,
      stored: await readStoredAccess(db),
      session,
      listen,
      log,
      onState: (platform, state) => {
        metrics.connected.set({ platform }, state === 'connected' ? 1 : 0)
        announceReady()
      },
      onLost,
    })
    const { platforms } = connections
    for (const platform of platforms.keys()) metrics.connected.set({ platform }, 0)
    const pictures = openPictures(log)
    // Stops after the workers, which may be waiting for a picture.
    started.defer(pictures.close)
    const renderer = createPictureRenderer(pictures, texts)
    const attempts = createAttempts({
      db,
      log,
      onSetAside: (platform) => metrics.setAside.inc({ platform }),
    })
    const features = createFeatures({
      db,
      attempts,
      listen,
      clock,
      content,
      template,
      texts,
      platforms,
      renderer,
      log,
    })
    const recovery = createRecovery(features.catchUp, log)
    const readiness = createReadiness(() => ping(db), connections)
    await features.reconcile()
    const handle = createRouter({
      db,
      texts,
      commands,
      features,
      attempts,
      log,
      onConnection: (platform, up) => {
        readiness.onConnection(platform, up)
        if (up) recovery.connected(platform)
      },
      onMissed: recovery.missed,
      onLost: ({ reason }) => onLost(reason),
      onHandled: (kind, outcome, tookMs) => metrics.events.observe({ kind, outcome }, tookMs / 1000),
    })
    const http = await serveHttp({
      ...config.http,
      metrics: metrics.registry,
      mounts: opened.mounts,
      notReady: readiness.problems,
    })
    started.defer(http.stop)

    let announced = false
    const announceReady = () => {
      if (announced || connections.in('connecting').length > 0) return
      announced = true
      const standby = connections.in('standby')
      const page = opened.page && `${addressOf(config.http, http.port)}${opened.page}`
      const about = {
        platforms: [...platforms.keys()],
        http: `http://${inUrl(config.http.host)}:${http.port}`,
        clockSpeed: clock.speed,
        ...(page && { playground: page }),
        ...(standby.length > 0 && { standby }),
      }
      if (page && terminal) sayAddress(terminal, texts, Intl.DateTimeFormat().resolvedOptions().locale, page)
      log.info(about, 'ready')
    }

    const workers = startWorkers({ database, session, clock, platforms, renderer, features, metrics, log })
    started.use(workers)
    started.defer(recovery.stop)
    started.defer(connections.close)
    await connections.open(definitions, handle)
    if (platforms.size === 0) log.warn(config.playground === 'exposed' ? EXPOSED : NO_PLATFORM)
    announceReady()
  } catch (error) {
    // The first error is the one to report.
    await started.disposeAsync().catch((err: unknown) => log.error({ err }, 'stopping failed'))
    throw error
  }
  return { stop: () => started.disposeAsync() }
}

const NO_PLATFORM =
  'no platform is configured, so nobody can talk to the bot: set DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README.md says where they come from), or PLAYGROUND=on to try it on a web page, and start again'
const EXPOSED =
  'the playground is off: other machines reach this HOST, and whoever reaches the playground may do everything there. Set PLAYGROUND=on to have it all the same, or leave HOST out'

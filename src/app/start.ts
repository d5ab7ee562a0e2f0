import type { Logger } from 'pino'
import type { PlatformName } from '#bot'
import { loadCachedContent } from '../content/cached.ts'
import { ping } from '../db/client.ts'
import { pruneUploads } from '../db/playground/index.ts'
import { startAlarms } from '../durable/alarms.ts'
import { loadClock } from '../durable/clock.ts'
import { pruneFormDrafts } from '../durable/form-drafts.ts'
import { pruneEvents } from '../durable/inbound.ts'
import { readStoredAccess } from '../durable/lease/lease.ts'
import { openSession } from '../durable/lease/session.ts'
import { pruneDeliveries, startDeliveries } from '../durable/outbox/index.ts'
import { createPictures } from '../pictures/pictures.ts'
import { loadTexts } from '../texts/catalogue.ts'
import { addressOf, inUrl } from './address.ts'
import { CACHE } from './cache-folder.ts'
import { defineCommands, loadCommands } from './commands.ts'
import type { Config } from './config.ts'
import { createConnections } from './connections.ts'
import { type Database, openDatabase } from './database.ts'
import { openDiscord } from './discord.ts'
import { type Context, createFeatures } from './features.ts'
import { serveHttp } from './http.ts'
import { createMetrics } from './metrics.ts'
import { createPictureRenderer } from './pictures.ts'
import { openPlayground } from './playground.ts'
import { createRecovery } from './recovery.ts'
import { createRouter } from './router.ts'
import { openSlack } from './slack.ts'

export type Bot = Readonly<{ stop(): Promise<void> }>

const COMMANDS = new URL('../../commands/', import.meta.url)
const CONTENT = new URL('../../content/', import.meta.url)
/** Connections are renewed now and then; for so long that is nothing to report. */
const RENEWAL_MS = 60_000
const DAY = 24 * 60 * 60_000

/** Builds the bot from its parts, starts it, and returns when it is ready. */
export async function startBot(config: Config, log: Logger, onLost: (reason: string) => void): Promise<Bot> {
  const { content, template } = await loadCachedContent(CONTENT, new URL('content', CACHE))
  const texts = loadTexts()
  const commands = await loadCommands<Context>(COMMANDS)
  const definitions = defineCommands(commands, texts)
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step()
  }
  try {
    const database = await openDatabase(config.database, log)
    stops.push(database.close)
    const { db, listen } = database
    const session = await openSession(database)
    stops.push(session.close)
    const clock = await loadClock(db, config.clock)
    const metrics = createMetrics()
    const playground = openPlayground({ config, database, clock, texts, content, log })
    const discord = await openDiscord(config, database, texts, log)
    const slack = await openSlack(config, texts, log)
    const configured = [discord, slack, playground].filter((platform) => platform !== undefined)
    const connections = createConnections({
      platforms: new Map(configured.map((platform) => [platform.name, platform])),
      learnt: await readStoredAccess(db),
      session,
      listen,
      log,
      onState: (platform, state) => {
        metrics.connected.set({ platform }, state === 'connected' ? 1 : 0)
        sayReady()
      },
      onLost,
    })
    const { platforms } = connections
    for (const platform of platforms.keys()) metrics.connected.set({ platform }, 0)
    const pictures = createPictures({ log })
    // Before what sends is stopped nothing is taken from it.
    stops.push(pictures.close)
    const renderer = createPictureRenderer(pictures, texts)
    const features = createFeatures({
      db,
      listen,
      clock,
      content,
      template,
      texts,
      platforms,
      renderer,
      log,
    })
    /** Since when a connection has been lost, in real time. */
    const renewing = new Map<PlatformName, number>()
    const recovery = createRecovery(features.catchUp, log)
    await features.reconcile()
    const handle = createRouter({
      db,
      texts,
      commands,
      features,
      log,
      onConnection: (platform, up) => {
        if (up) {
          renewing.delete(platform)
          recovery.connected(platform)
        } else if (!renewing.has(platform)) renewing.set(platform, Date.now())
      },
      onMissed: recovery.missed,
      onLost: ({ reason }) => onLost(reason),
      onHandled: (kind, outcome, tookMs) => metrics.events.observe({ kind, outcome }, tookMs / 1000),
    })

    const isConnected = (name: PlatformName) => connections.in('connected').includes(name)
    const http = await serveHttp({
      ...config.http,
      metrics: metrics.registry,
      mounts: [playground?.mount, slack?.mount].filter((mount) => mount !== undefined),
      notReady: async () => [
        ...(await ping(db).then(
          () => [],
          () => ['the database does not answer'],
        )),
        ...connections.in('connecting').map((name) => `${name} is not connected`),
        ...[...renewing]
          .filter(([name, since]) => isConnected(name) && Date.now() - since > RENEWAL_MS)
          .map(([name]) => `${name} has lost its connection`),
      ],
    })
    stops.push(http.stop)
    const page = playground && `${addressOf(config.http, http.port)}${playground.mount.path}`
    const about = {
      platforms: [...platforms.keys()],
      http: `http://${inUrl(config.http.host)}:${http.port}`,
      clockSpeed: clock.speed,
      ...(page && { playground: page }),
    }
    let said = false
    const sayReady = () => {
      if (said || connections.in('connecting').length > 0) return
      said = true
      const standby = connections.in('standby')
      log.info({ ...about, ...(standby.length > 0 && { standby }) }, 'ready')
      // Among lines of JSON a newcomer would not find it.
      if (page && process.stdout.isTTY) process.stdout.write(`\nPlay a whole study group: ${page}\n\n`)
    }

    const deliveries = startDeliveries({
      db,
      listen,
      platforms,
      log,
      renderer,
      session,
      onDeadLetter: features.onDeadLetter,
      onOutcome: (outcome, kind, platform, waitedMs) => {
        metrics.deliveries.inc({ outcome, kind, platform })
        if (outcome === 'sent') metrics.deliveryWait.observe(waitedMs / 1000)
      },
    })
    stops.push(deliveries.stop)
    const alarms = startAlarms({
      db,
      listen,
      clock,
      log,
      handlers: features.alarms,
      onHandled: (_, lateMs) => metrics.alarmLateness.observe(lateMs / 1000),
    })
    stops.push(alarms.stop)
    for (const worker of features.startWorkers()) stops.push(worker.stop)
    // What is due earlier now must not wait for a timer of before.
    clock.onChange(alarms.wake)
    const unfollow = clock.follow(listen, log)
    stops.push(async () => unfollow())
    stops.push(pruneDaily(database, log))
    stops.push(recovery.stop)

    stops.push(connections.close)
    await connections.open(definitions, handle)
    if (platforms.size === 0) log.warn(config.playground === 'exposed' ? EXPOSED : NO_PLATFORM)
    sayReady()
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

const NO_PLATFORM =
  'no platform is configured, so nobody can talk to the bot: set DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README.md says where they come from), or PLAYGROUND=on to try it on a web page, and start again'
const EXPOSED =
  'the playground is off: other machines reach this HOST, and whoever reaches the playground may do everything there. Set PLAYGROUND=on to have it all the same, or leave HOST out'

/** Forgets what is kept only for a while, now and every day. */
function pruneDaily({ db }: Database, log: Logger): () => Promise<void> {
  const prune = () =>
    Promise.all([pruneEvents(db), pruneDeliveries(db), pruneFormDrafts(db), pruneUploads(db)]).catch(
      (err: unknown) => log.warn({ err }, 'pruning failed'),
    )
  let running = prune()
  const timer = setInterval(() => {
    running = prune()
  }, DAY)
  return async () => {
    clearInterval(timer)
    await running
  }
}

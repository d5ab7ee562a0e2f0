import type { Logger } from 'pino'
import { type Platform, PlatformError, type PlatformName } from '#bot'
import { createApp } from './app.ts'
import { defineCommands, loadCommands } from './commands.ts'
import type { Config } from './config.ts'
import { loadContent } from './content/load.ts'
import { loadTexts, type Texts } from './content/texts.ts'
import { type Database, openDatabase } from './database.ts'
import { ping } from './db/client.ts'
import { ConfigError } from './db/config-error.ts'
import { startAlarms } from './durable/alarms.ts'
import { loadClock } from './durable/clock.ts'
import { pruneDeliveries, startDeliveries } from './durable/deliveries.ts'
import { createFormDrafts, pruneFormDrafts } from './durable/form-drafts.ts'
import { pruneEvents } from './durable/inbound.ts'
import { createMocks, type MockFlow } from './features/mock/flow.ts'
import { createSettings, type SettingsFlow } from './features/settings/flow.ts'
import { serveHttp } from './http.ts'
import { createMetrics } from './metrics.ts'
import { createDiscord, type DiscordWordsOf } from './platforms/discord/index.ts'

export type Bot = Readonly<{ stop(): Promise<void> }>

const COMMANDS = new URL('../commands/', import.meta.url)
const CONTENT = new URL('../content/', import.meta.url)
const DAY = 24 * 60 * 60_000

/** Builds the bot from its parts, starts it, and returns when it is ready. */
export async function startBot(config: Config, log: Logger, onLost: (reason: string) => void): Promise<Bot> {
  const content = loadContent(CONTENT)
  const texts = loadTexts()
  const commands = await loadCommands<Readonly<{ mocks: MockFlow; settings: SettingsFlow }>>(COMMANDS)
  const definitions = defineCommands(commands, texts)
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step()
  }
  try {
    const database = await openDatabase(config.database, log)
    stops.push(database.close)
    const { db, sql } = database
    const clock = await loadClock(db, config.clock)
    const metrics = createMetrics()
    const platforms = createPlatforms(config, database, texts, log)
    const settings = createSettings({ db, texts })
    const mocks = createMocks({ db, clock, content, texts, settings, platforms, log })
    const handle = createApp({
      commands,
      context: { mocks, settings },
      features: [mocks],
      listeners: [mocks],
      groupAt: settings.groupAt,
      texts,
      log,
      onLost: ({ reason }) => onLost(reason),
      onHandled: (kind, outcome, tookMs) => metrics.events.observe({ kind, outcome }, tookMs / 1000),
    })

    const started = new Set<PlatformName>()
    const http = await serveHttp({
      ...config.http,
      metrics: metrics.registry,
      notReady: async () => [
        ...(await ping(db).then(
          () => [],
          () => ['the database does not answer'],
        )),
        ...[...platforms.keys()]
          .filter((name) => !started.has(name))
          .map((name) => `${name} is not connected`),
      ],
    })
    stops.push(http.stop)

    const deliveries = startDeliveries({
      db,
      sql,
      platforms,
      log,
      onDead: (stream, delivery, error) => mocks.onDead(stream, delivery, error),
      onOutcome: (outcome, kind, platform, waitedMs) => {
        metrics.deliveries.inc({ outcome, kind, platform })
        if (outcome === 'sent') metrics.deliveryWait.observe(waitedMs / 1000)
      },
    })
    stops.push(deliveries.stop)
    const alarms = startAlarms({
      db,
      sql,
      clock,
      log,
      handlers: mocks.alarms,
      onHandled: (_, lateMs) => metrics.alarmLateness.observe(lateMs / 1000),
    })
    stops.push(alarms.stop)
    stops.push(pruneDaily(database, log))

    for (const platform of platforms.values()) {
      await platform.start(definitions, handle).catch(explained)
      stops.push(() => platform.stop())
      started.add(platform.name)
      metrics.connected.set({ platform: platform.name }, 1)
    }
    if (platforms.size === 0) log.warn(NO_PLATFORM)
    const address = `http://${config.http.host}:${http.port}`
    log.info({ platforms: [...platforms.keys()], http: address, clockSpeed: clock.speed }, 'ready')
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** What the service refuses is the operator's to mend; what it fails at may go away by itself. */
function explained(error: unknown): never {
  if (error instanceof PlatformError && error.kind !== 'later')
    throw new ConfigError(error.message, { cause: error })
  throw error
}

const NO_PLATFORM =
  'no platform is configured, so nobody can talk to the bot: set DISCORD_TOKEN (README.md, "Create the Discord app", says where it comes from) and start again'

function createPlatforms(
  { discord }: Config,
  { db }: Database,
  texts: Texts,
  log: Logger,
): ReadonlyMap<PlatformName, Platform> {
  const platforms = new Map<PlatformName, Platform>()
  if (discord) {
    const { token, apiUrl, guildId } = discord
    const drafts = createFormDrafts(db)
    const words = discordWords(texts)
    platforms.set(
      'discord',
      createDiscord({
        token,
        apiUrl,
        ...(guildId && { guildId }),
        log: log.child({ platform: 'discord' }),
        drafts,
        words,
      }),
    )
  }
  return platforms
}

function discordWords(texts: Texts): DiscordWordsOf {
  return (language) => {
    const t = texts.in(language)
    return {
      choose: t('form.choose'),
      back: t('form.back'),
      next: t('form.next'),
      missing: (labels) => t('form.missing', { fields: labels.join(t('list.comma')) }),
      submitted: t('form.submitted'),
      closed: t('form.closed'),
    }
  }
}

/** Forgets what is kept only for a while, now and every day. */
function pruneDaily({ db }: Database, log: Logger): () => Promise<void> {
  const prune = () =>
    Promise.all([pruneEvents(db), pruneDeliveries(db), pruneFormDrafts(db)]).catch((err: unknown) =>
      log.warn({ err }, 'pruning failed'),
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

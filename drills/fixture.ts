import type { ConnectionSource } from '../src/db/client.ts'
import { botEnv } from '../test/support/bot.ts'
import { openSql, type Sql } from '../test/support/sql.ts'
import { type Bot, superviseBot } from './bot.ts'
import { asking, type Postgres } from './postgres.ts'
import type { Service } from './service.ts'

/** Where a drill takes place: a service such as Discord, a database, and one bot or several. */
export type Fixture<S extends Service = Service> = Readonly<{
  service: S
  sql: Sql
  source: ConnectionSource
  bots: readonly Bot[]
  speed: number
  /** Bot time now, in milliseconds. */
  now(): number
  /** Real time, in milliseconds since the epoch, of a moment of bot time. */
  realOf(bot: number): number
  /** How long people try before they call it broken. */
  patienceMs: number
  addBot(): Promise<Bot>
  close(): Promise<void>
}>

export type FixtureOptions<S extends Service> = Readonly<{
  open(): Promise<S>
  postgres: Postgres
  name: string
  speed: number
  bots?: number
  patienceMs: number
}>

export async function openFixture<S extends Service>(options: FixtureOptions<S>): Promise<Fixture<S>> {
  const { open, postgres, name, speed, bots = 1, patienceMs } = options
  const source = await postgres.newDatabase(`drill_${name}`)
  const service = await open()
  const running: Bot[] = []
  const addBot = async () => {
    const env = { ...service.envOf(running.length), CLOCK_SPEED: String(speed) }
    const bot = superviseBot(botEnv(source, env))
    running.push(bot)
    await bot.ready()
    return bot
  }
  // One after the other: the first registers the commands.
  for (let i = 0; i < bots; i++) await addBot()
  const { sql, close } = openSql(source, 2)
  const [anchor] = await asking(
    sql,
    (ask) => ask<{ real: number; bot: number }[]>`
    select real_ms::float8 as real, bot_ms::float8 as bot from clock_anchor`,
  )
  if (!anchor) throw new Error('the clock has no anchor')
  return {
    service,
    sql,
    source,
    bots: running,
    speed,
    now: () => anchor.bot + (Date.now() - anchor.real) * speed,
    realOf: (bot) => anchor.real + (bot - anchor.bot) / speed,
    patienceMs,
    addBot,
    async close() {
      await Promise.all(running.map((bot) => bot.stop()))
      await service.stop()
      await close()
    },
  }
}

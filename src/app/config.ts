import { z } from 'zod'
import { ConfigError } from '../db/config-error.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

const text = z.string().trim().min(1)
const url = (name: string) =>
  z.url({ protocol: /^https?$/u, error: `${name} must be an http or https address` })

/** Slack's tokens are easily confused. */
const token = (name: string, start: string) =>
  z
    .string()
    .trim()
    .regex(new RegExp(`^${start}[\\x21-\\x7e]+$`, 'u'), `${name} must be a token that starts with ${start}`)
    .optional()

const schema = z.object({
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/u,
      error: 'DATABASE_URL must look like postgres://user:password@host/name',
    })
    .optional(),
  DATA_DIR: text.default('.loopmate'),
  DISCORD_TOKEN: text.optional(),
  DISCORD_API_URL: url('DISCORD_API_URL').default('https://discord.com/api'),
  DISCORD_GUILD_ID: z
    .string()
    .regex(/^\d{1,20}$/u, "DISCORD_GUILD_ID must be the server's id, digits only")
    .optional(),
  SLACK_BOT_TOKEN: token('SLACK_BOT_TOKEN', 'xoxb-'),
  SLACK_APP_TOKEN: token('SLACK_APP_TOKEN', 'xapp-'),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_API_URL: url('SLACK_API_URL').default('https://slack.com/api/'),
  PLAYGROUND: z.enum(['on', 'off'], { error: 'PLAYGROUND must be on or off' }).optional(),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce
    .number({ error: 'PORT must be a number' })
    .int('PORT must be a whole number')
    .min(0, 'PORT must be 0 to 65535')
    .max(65535, 'PORT must be 0 to 65535')
    .default(3000),
  CLOCK_SPEED: z.coerce
    .number({ error: 'CLOCK_SPEED must be a number' })
    .positive('CLOCK_SPEED must be greater than 0')
    .max(10_000, 'CLOCK_SPEED must be at most 10000')
    .optional(),
  CLOCK_START: z.iso
    .datetime({ offset: true, error: 'CLOCK_START must be an ISO time such as 2026-03-28T22:00:00Z' })
    .transform((iso) => Date.parse(iso))
    .optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
})

export type Config = Readonly<{
  database: Readonly<{ url?: string | undefined; dataDir: string }>
  discord?: Readonly<{ token: string; apiUrl: string; guildId?: string | undefined }>
  slack?: Readonly<{
    botToken: string
    inbound: Readonly<{ appToken: string }> | Readonly<{ signingSecret: string }>
    apiUrl: string
    /** Between two messages of a channel, as Slack wants unless given; no variable sets it. */
    paceMs?: number
  }>
  /** `exposed`: off since other machines could reach it and it was not requested, though no platform is configured. */
  playground: 'on' | 'off' | 'exposed'
  http: Readonly<{ host: string; port: number; loopback: boolean }>
  /** Bot time, see durable/clock.ts; `start` in milliseconds since the epoch. */
  clock: Readonly<{ speed?: number | undefined; start?: number | undefined }>
  logLevel: z.infer<typeof schema>['LOG_LEVEL']
}>

/**
 * Reads the environment. An empty variable counts as unset.
 * @throws ConfigError with one sentence per mistake, which names the variable and never its value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = schema.safeParse(set)
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map(({ message }) => `${message}.`).join('\n'))
  const e = parsed.data
  const loopback = LOOPBACK.has(e.HOST)
  const slack = slackOf(e)
  return {
    database: { url: e.DATABASE_URL, dataDir: e.DATA_DIR },
    ...(e.DISCORD_TOKEN && {
      discord: {
        token: e.DISCORD_TOKEN,
        apiUrl: e.DISCORD_API_URL.replace(/\/+$/u, ''),
        guildId: e.DISCORD_GUILD_ID,
      },
    }),
    ...(slack && { slack }),
    playground: e.PLAYGROUND ?? (e.DISCORD_TOKEN || slack ? 'off' : loopback ? 'on' : 'exposed'),
    http: { host: e.HOST, port: e.PORT, loopback },
    clock: { speed: e.CLOCK_SPEED, start: e.CLOCK_START },
    logLevel: e.LOG_LEVEL,
  }
}

/** @throws ConfigError unless exactly one way is configured for Slack to reach the bot */
function slackOf(e: z.infer<typeof schema>): Config['slack'] {
  const botToken = e.SLACK_BOT_TOKEN
  const appToken = e.SLACK_APP_TOKEN
  const signingSecret = e.SLACK_SIGNING_SECRET
  const apiUrl = e.SLACK_API_URL
  if (!botToken) {
    if (!appToken && !signingSecret) return undefined
    const name = appToken ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET'
    throw new ConfigError(`SLACK_BOT_TOKEN is missing: ${name} is of no use without it.`)
  }
  if (appToken && signingSecret)
    throw new ConfigError(
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: leave one out, the first means Socket Mode, the second HTTP.',
    )
  if (appToken) return { botToken, apiUrl, inbound: { appToken } }
  if (signingSecret) return { botToken, apiUrl, inbound: { signingSecret } }
  throw new ConfigError(
    'SLACK_BOT_TOKEN is not enough: set SLACK_APP_TOKEN too for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
  )
}

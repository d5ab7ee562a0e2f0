import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/app/config.ts'
import { ConfigError } from '../../src/db/config-error.ts'

test('nothing has to be set', () => {
  expect(readConfig({})).toEqual({
    database: { url: undefined, dataDir: '.loopmate' },
    playground: 'on',
    http: { host: '127.0.0.1', port: 3000, loopback: true },
    clock: { speed: undefined, start: undefined },
    logLevel: 'info',
  })
})

const discord = (more: object) => ({
  discord: { token: 'a.b.c', apiUrl: 'https://discord.com/api', guildId: undefined, ...more },
})

test.each<[env: Record<string, string>, expected: object]>([
  [{ DATABASE_URL: 'postgres://a:b@host:5433/name' }, { database: { url: 'postgres://a:b@host:5433/name' } }],
  [{ DATABASE_URL: 'postgresql://host/name' }, { database: { url: 'postgresql://host/name' } }],
  [{ DATABASE_URL: 'postgres://a@%2Frun%2Fpg/name' }, { database: { url: 'postgres://a@%2Frun%2Fpg/name' } }],
  [{ DATA_DIR: '/var/lib/loopmate' }, { database: { dataDir: '/var/lib/loopmate' } }],
  [{ DISCORD_TOKEN: ' a.b.c\n' }, discord({})],
  [
    { DISCORD_TOKEN: 'a.b.c', DISCORD_API_URL: 'http://proxy:8080/api/' },
    discord({ apiUrl: 'http://proxy:8080/api' }),
  ],
  [{ DISCORD_TOKEN: 'a.b.c', DISCORD_GUILD_ID: '123456789' }, discord({ guildId: '123456789' })],
  [{ HOST: '0.0.0.0' }, { http: { host: '0.0.0.0', loopback: false } }],
  [{ HOST: '::1' }, { http: { host: '::1', loopback: true } }],
  [{ HOST: 'localhost' }, { playground: 'on' }],
  [{ HOST: '0.0.0.0' }, { playground: 'exposed' }],
  [{ HOST: '0.0.0.0', PLAYGROUND: 'on' }, { playground: 'on' }],
  [{ HOST: '0.0.0.0', PLAYGROUND: 'off' }, { playground: 'off' }],
  [{ DISCORD_TOKEN: 'a.b.c' }, { playground: 'off' }],
  [{ DISCORD_TOKEN: 'a.b.c', PLAYGROUND: 'on' }, { playground: 'on' }],
  [{ PLAYGROUND: 'off' }, { playground: 'off' }],
  [
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: ' xapp-1\n' },
    {
      slack: { botToken: 'xoxb-1', inbound: { appToken: 'xapp-1' }, apiUrl: 'https://slack.com/api/' },
      playground: 'off',
    },
  ],
  [
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'abc', SLACK_API_URL: 'http://proxy/api' },
    { slack: { botToken: 'xoxb-1', inbound: { signingSecret: 'abc' }, apiUrl: 'http://proxy/api' } },
  ],
  [{ PORT: '0' }, { http: { port: 0 } }],
  [{ PORT: '65535' }, { http: { port: 65535 } }],
  [{ PORT: '  ' }, { http: { port: 3000 } }],
  [{ CLOCK_SPEED: '60' }, { clock: { speed: 60 } }],
  [{ CLOCK_SPEED: '0.5' }, { clock: { speed: 0.5 } }],
  [{ CLOCK_START: '1970-01-01T00:00:01Z' }, { clock: { start: 1000 } }],
  [{ CLOCK_START: '1970-01-01T02:00:00+02:00' }, { clock: { start: 0 } }],
  [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
])('%o', (env, expected) => {
  expect(readConfig(env)).toMatchObject(expected)
})

test('without a token Discord stays off, whatever else is set', () => {
  expect(readConfig({ DISCORD_GUILD_ID: '123', DISCORD_TOKEN: '' })).not.toHaveProperty('discord')
})

test.each([
  ['DATABASE_URL', 'mysql://someone:hunter2@host/name'],
  ['DATABASE_URL', 'hunter2'],
  ['DISCORD_API_URL', 'ftp://hunter2@discord.com'],
  ['DISCORD_API_URL', 'hunter2'],
  ['DISCORD_GUILD_ID', 'hunter2'],
  ['DISCORD_GUILD_ID', '123456789012345678901'],
  ['SLACK_BOT_TOKEN', 'hunter2'],
  ['SLACK_BOT_TOKEN', 'xapp-hunter2'],
  ['SLACK_APP_TOKEN', 'xoxb-hunter2'],
  ['SLACK_API_URL', 'hunter2'],
  ['PLAYGROUND', 'hunter2'],
  ['PORT', 'hunter2'],
  ['PORT', '3000.5'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', 'Infinity'],
  ['CLOCK_SPEED', 'hunter2'],
  ['CLOCK_SPEED', '0'],
  ['CLOCK_SPEED', '-3'],
  ['CLOCK_SPEED', '10001'],
  ['CLOCK_START', 'hunter2'],
  ['CLOCK_START', '2026-03-28'],
  ['CLOCK_START', '2026-02-30T00:00:00Z'],
  ['LOG_LEVEL', 'hunter2'],
  ['LOG_LEVEL', 'INFO'],
])('%s=%s is refused in one sentence that names it and not its value', (name, value) => {
  const sentences = refusal({ [name]: value }).split('\n')
  expect(sentences).toEqual([expect.stringMatching(new RegExp(`^${name} .+[^.]\\.$`, 'u'))])
  expect(sentences[0]).not.toContain('hunter2')
})

test.each<[env: Record<string, string>, sentence: string]>([
  [
    { SLACK_BOT_TOKEN: 'xoxb-hunter2' },
    'SLACK_BOT_TOKEN is not enough: set SLACK_APP_TOKEN too for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
  ],
  [
    { SLACK_BOT_TOKEN: 'xoxb-hunter2', SLACK_APP_TOKEN: 'xapp-hunter2', SLACK_SIGNING_SECRET: 'hunter2' },
    'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set: leave one out, the first means Socket Mode, the second HTTP.',
  ],
  [
    { SLACK_APP_TOKEN: 'xapp-hunter2' },
    'SLACK_BOT_TOKEN is missing: SLACK_APP_TOKEN is of no use without it.',
  ],
  [
    { SLACK_SIGNING_SECRET: 'hunter2' },
    'SLACK_BOT_TOKEN is missing: SLACK_SIGNING_SECRET is of no use without it.',
  ],
])('Slack needs one way to be reached, and only one: %o', (env, sentence) => {
  expect(refusal(env)).toBe(sentence)
})

test('each wrong variable has its sentence', () => {
  const sentences = refusal({ PORT: 'x', LOG_LEVEL: 'x', HOST: '127.0.0.1' }).split('\n')
  expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL'])
})

function refusal(env: Readonly<Record<string, string>>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('it was not refused')
}

test('README.md lists each variable, and no others', () => {
  const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
  const known = [...read('src/app/config.ts').matchAll(/^ {2}([A-Z_]+): /gmu)].map(([, name]) => name)
  expect(known).toContain('DATABASE_URL')
  const table = read('README.md').split('## Environment')[1]?.split('\n## ')[0] ?? ''
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  const listed = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/gu)])
  expect(listed.map(([, name]) => name).toSorted()).toEqual(known.toSorted())
})

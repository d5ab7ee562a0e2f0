import { readFileSync } from 'node:fs'
import { PermissionFlagsBits } from 'discord.js'
import { describe, expect, test } from 'vitest'
import { judgeTables } from '../../src/bin/doctor/database.ts'
import { inviteUrl, judgeApplication, judgeGuild } from '../../src/bin/doctor/discord-rules.ts'
import { exitCodeOf, format, ok, problem, summarise, warning } from '../../src/bin/doctor/findings.ts'
import { checkContent, checkNode } from '../../src/bin/doctor/program.ts'
import { PERMISSION_BITS } from '../../src/platforms/discord/permissions.ts'

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('findings', () => {
  test('are a line each, with what to do below', () => {
    expect(format(ok('Fine'))).toBe('ok       Fine')
    expect(format(problem('Broken', 'Mend it.'))).toBe('problem  Broken\n         -> Mend it.')
  })

  test('only problems fail', () => {
    expect(exitCodeOf([ok('a'), warning('b')])).toBe(0)
    expect(exitCodeOf([ok('a'), problem('b')])).toBe(1)
    expect(summarise([ok('a')])).toBe('No problems.')
    expect(summarise([problem('a'), problem('b'), warning('c')])).toBe('2 problems to fix. 1 warning.')
  })
})

test.each([
  ['24.0.0', 'ok'],
  ['26.1.0', 'ok'],
  ['22.18.0', 'problem'],
  ['9.9.9', 'problem'],
])('Node.js %s: %s', (version, level) => {
  expect(checkNode(version)).toMatchObject({ level, text: expect.stringContaining(version) })
})

test('content that is not there is named by its file', () => {
  const found = checkContent(new URL('./no-content/', import.meta.url))
  expect(found.map(({ level }) => level)).not.toContain('ok')
  expect(found[0]?.text).toMatch(/framework\.yaml:1: this file is expected/u)
})

test.each([
  [0, false, 'ok', /up to date/u],
  [1, true, 'ok', /1 migration will run/u],
  [2, false, 'problem', /2 migrations must run, but the user may not create tables/u],
] as const)('%i pending migrations, may create tables: %s', (pending, mayCreate, level, text) => {
  const finding = judgeTables('Database', pending, mayCreate)
  expect(finding.level).toBe(level)
  expect(finding.text).toMatch(text)
})

describe('the application', () => {
  const judge = (flags: number, interactions_endpoint_url: string | null = null) =>
    judgeApplication({ flags, interactions_endpoint_url }).map(({ level }) => level)

  test('reads messages by either flag, that of small bots too', () => {
    expect(judge(1 << 18)).toEqual(['ok'])
    expect(judge(1 << 19)).toEqual(['ok'])
    expect(judge(1 << 15)).toEqual(['warning'])
  })

  test('with an endpoint of its own for interactions the bot would hear nothing', () => {
    expect(judge(1 << 18, 'https://example.org/interactions')).toEqual(['ok', 'problem'])
  })
})

describe('permissions', () => {
  const all = Object.values(PERMISSION_BITS).reduce((bits, bit) => bits | bit, 0n)
  const judge = (permissions: bigint) =>
    judgeGuild({ id: '1', name: 'Study group', permissions: `${permissions}` }, (name) => name)

  test('each that is missing is named alone', () => {
    for (const [name, bit] of Object.entries(PERMISSION_BITS))
      expect(judge(all & ~bit)).toMatchObject({ level: 'problem', text: expect.stringMatching(`: ${name}$`) })
  })

  test('an administrator lacks none', () => {
    expect(judge(PermissionFlagsBits.Administrator).level).toBe('ok')
    expect(judge(all).level).toBe('ok')
  })

  test('README.md invites with them all, and no others', () => {
    expect(README).toContain(inviteUrl('YOUR_APPLICATION_ID'))
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('./', import.meta.url))
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))

const isTest = (file: string) => file.endsWith('.test.ts')
const isUnit = (file: string) =>
  isTest(file) && !file.endsWith('.integration.test.ts') && !/^e2e(?:-browser)?\//u.test(file)

const holding = (pattern: RegExp, chosen: (file: string) => boolean) =>
  files.filter(({ file, text }) => chosen(file) && pattern.test(text)).map(({ file }) => file)

describe('the levels of tests', () => {
  it('keep the unit level free of databases and processes', () => {
    expect(files.filter(({ file }) => isUnit(file)).length).toBeGreaterThan(40)
    expect(holding(/from '(?:node:child_process|.*\/support\/(?:database|bot)\.ts)'/u, isUnit)).toEqual([])
  })

  it('have no hook that a shared module registers when it is imported, as only the first file would have it', () => {
    expect(holding(/^(?:before|after)(?:Each|All)\(/mu, (file) => !isTest(file))).toEqual([])
  })
})

import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { CACHE } from '../../src/app/cache-folder.ts'

const ROOT = new URL('../../', import.meta.url)

/** Loads the bot as src/main.ts does, and prints the addresses of all modules. */
const PROGRAM = `
  import { registerHooks } from 'node:module'
  const loaded = []
  registerHooks({ load(url, context, nextLoad) { loaded.push(url); return nextLoad(url, context) } })
  await import('./src/app/loading.ts')
  await import('./src/app/start.ts')
  console.log(JSON.stringify(loaded))
`

function loadedModules(): readonly string[] {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: fileURLToPath(ROOT),
    encoding: 'utf8',
  })
  return JSON.parse(output) as readonly string[]
}

test('the start loads drizzle-orm as CommonJS, and no platform or drawing library before it is needed', () => {
  const loaded = loadedModules()
  const from = (name: string) => loaded.filter((url) => url.includes(`/node_modules/${name}/`))
  const drizzle = from('drizzle-orm')
  expect(drizzle.length).toBeGreaterThan(10)
  expect(drizzle.filter((url) => !url.endsWith('.cjs'))).toEqual([])
  for (const name of [
    'discord.js',
    'hono',
    '@slack/bolt',
    '@slack/web-api',
    'mermaid',
    'elkjs',
    'echarts',
    '@resvg/resvg-js',
  ])
    expect(from(name), name).toEqual([])
})

test('an image can be built with its caches filled', () => {
  execFileSync(process.execPath, ['src/bin/fill-caches.ts'], { cwd: fileURLToPath(ROOT) })
  expect(statSync(new URL('content', CACHE)).size).toBeGreaterThan(100_000)
  expect(statSync(new URL('compiled', CACHE)).isDirectory()).toBe(true)
})

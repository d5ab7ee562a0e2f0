import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CODE, loadCachedContent } from '../../src/content/cached.ts'
import { loadContent, loadTemplate } from '../../src/content/load.ts'
import { ContentError } from '../../src/content/mistakes.ts'
import { copySmallContent } from './small-content.ts'

let folder: string
let dir: URL
let cache: URL
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loopmate-content-'))
  copySmallContent(join(folder, 'content'))
  dir = pathToFileURL(join(folder, 'content/'))
  cache = pathToFileURL(join(folder, 'cached'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('the cached content is the content', async () => {
  const parsed = { content: loadContent(dir), template: loadTemplate(dir) }
  expect(await loadCachedContent(dir, cache)).toEqual(parsed)
  const written = await stat(cache)
  expect(await loadCachedContent(dir, cache)).toEqual(parsed)
  // Only what has been parsed is written.
  expect((await stat(cache)).mtimeMs).toBe(written.mtimeMs)
})

test('a changed file is read again', async () => {
  await loadCachedContent(dir, cache)
  const file = new URL('problems/fraud-detection/en.md', dir)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^title: .*$/mu, 'title: Another title'))
  const { content } = await loadCachedContent(dir, cache)
  expect(content.problems.get('fraud-detection')?.en.title).toBe('Another title')
})

test('a mistake is told at every start, also after a start without one', async () => {
  await loadCachedContent(dir, cache)
  appendFileSync(new URL('rubric.yaml', dir), 'unknown: 1\n')
  await expect(loadCachedContent(dir, cache)).rejects.toThrow(ContentError)
  await expect(loadCachedContent(dir, cache)).rejects.toThrow(ContentError)
})

test('a damaged cache is replaced', async () => {
  const loaded = await loadCachedContent(dir, cache)
  const whole = await readFile(cache)
  await writeFile(cache, whole.subarray(0, 1000))
  expect(await loadCachedContent(dir, cache)).toEqual(loaded)
  expect((await readFile(cache)).length).toBe(whole.length)
})

test('the key covers the code that reads content', () => {
  const folders = new Set<string>(['#bot'])
  for (const name of CODE.folders) folders.add(`../${name}/`)
  const source = new URL('../../src/content/', import.meta.url)
  const imported = readdirSync(source).flatMap((file) =>
    [...readFileSync(new URL(file, source), 'utf8').matchAll(/^import (?!type ).*?from '([^']+)'/gmsu)].map(
      ([, from = '']) => from,
    ),
  )
  const covered = (from: string) =>
    from.startsWith('./') ||
    from.startsWith('node:') ||
    // The content folder itself is part of the key.
    from.startsWith('../../content/') ||
    folders.has(from.replace(/[^/]+\.ts$/u, '')) ||
    (CODE.packages as readonly string[]).includes(from)
  expect(imported.length).toBeGreaterThan(30)
  expect(imported.filter((from) => !covered(from))).toEqual([])
})

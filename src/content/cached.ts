import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Localized } from '#bot'
import { readCache, writeCache } from '../kit/file-cache.ts'
import type { Content } from './schema.ts'

export type LoadedContent = Readonly<{
  content: Content
  /** A problem to copy, one text per language. */
  template: Localized
}>

/** The code on which the result depends: all of src from which src/content imports more than types, and packages. */
export const CODE = {
  folders: ['bot', 'content', 'kit', 'markdown'],
  packages: ['marked', 'opencc-js', 'yaml', 'zod'],
} as const

/**
 * Loads all content and the template, from the cache if no file and no parser has changed since: parsing and
 * conversion take a second.
 * @param dir the content folder
 * @param cache the cache's file, in a folder where only those may write who may change the code
 * @throws ContentError with every mistake in every file
 */
export async function loadCachedContent(dir: URL, cache: URL): Promise<LoadedContent> {
  const file = fileURLToPath(cache)
  const key = keyOf(dir)
  const cached = await readCache(file, key)
  // The key says that this same code has written it.
  if (cached) return cached as LoadedContent
  const { loadContent, loadTemplate } = await import('./load.ts')
  const loaded = { content: loadContent(dir), template: loadTemplate(dir) }
  await writeCache(file, key, loaded)
  return loaded
}

/** Identifies what the result depends on: the content, the code that reads it, and the serialisation format. */
function keyOf(dir: URL): string {
  const hash = createHash('sha256').update(process.version)
  const folders = [dir, ...CODE.folders.map((name) => new URL(`../${name}/`, import.meta.url))]
  const files = [
    ...folders.flatMap((folder) => filesIn(fileURLToPath(folder))),
    ...CODE.packages.flatMap((name) => findPackageJSON(name, import.meta.url) ?? []),
  ]
  for (const file of files) {
    const bytes = readFileSync(file)
    hash.update(`\n${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A change of one place in the sources, wherever below the folder that place is. */
export type Patch = Readonly<{
  /** Relative to the root of the project. */
  folder: string
  find: RegExp
  /** As `String.replace` takes it: `$1` is the first group. */
  replace: string
}>

/**
 * Applies a patch in a copy of the project.
 * @throws Error unless the sources match it in exactly one place: then the seeded bug has to be written anew
 */
export async function applyPatch(root: string, patch: Patch): Promise<void> {
  const { file, text } = await locatePatch(root, patch)
  await writeFile(join(root, file), text)
}

/** @returns the file that the patch changes, and its text afterwards. @throws Error as `applyPatch` */
export async function locatePatch(
  root: string,
  { folder, find, replace }: Patch,
): Promise<Readonly<{ file: string; text: string }>> {
  const every = new RegExp(find.source, find.flags.includes('g') ? find.flags : `${find.flags}g`)
  const names = await readdir(join(root, folder), { recursive: true })
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name))
  const found: { file: string; text: string }[] = []
  for (const file of files) {
    const source = await readFile(join(root, file), 'utf8')
    for (const _ of source.matchAll(every)) found.push({ file, text: source.replace(every, replace) })
  }
  const [only, another] = found
  if (only && !another) return only
  const where = found.map(({ file }) => file).join(', ')
  throw new Error(`${found.length} places below ${folder} match ${find}${where && `: ${where}`}`)
}

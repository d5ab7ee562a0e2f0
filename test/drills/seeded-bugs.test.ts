import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyPatch, locatePatch, type Patch } from '../../drills/patch.ts'
import { seededBugs } from '../../drills/seeded-bugs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe.each(seededBugs)('the seeded bug "$name"', ({ patches }) => {
  it.each(patches)('changes one place below $folder that matches $find', async (patch) => {
    const { file, text } = await locatePatch(ROOT, patch)
    expect(text).not.toBe(await readFile(join(ROOT, file), 'utf8'))
  })
})

describe('a patch', () => {
  let root: string
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'loopmate-patch-'))
    await mkdir(join(root, 'src/deep'), { recursive: true })
    await writeFile(join(root, 'src/one.ts'), 'guard(a)\nwork(a)\n')
    await writeFile(join(root, 'src/deep/two.ts'), 'work(b)\n')
  })
  afterAll(() => rm(root, { recursive: true }))
  const patch = (find: RegExp): Patch => ({ folder: 'src', find, replace: 'ignore($1)' })

  it('is applied in whichever file its place is', async () => {
    await applyPatch(root, patch(/guard\((\w)\)/u))
    expect(await readFile(join(root, 'src/one.ts'), 'utf8')).toBe('ignore(a)\nwork(a)\n')
  })

  it.each([
    ['matches nothing', /gone\((\w)\)/u, '0 places below src match /gone\\((\\w)\\)/u'],
    ['matches two places', /work\((\w)\)/u, /^2 places below src match .*: src\/.*, src\//u],
  ])('is refused when it %s', async (_, find, why) => {
    await expect(applyPatch(root, patch(find))).rejects.toThrow(why)
  })
})

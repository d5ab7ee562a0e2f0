import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCache, writeCache } from '../../src/kit/file-cache.ts'

const VALUE = { names: new Map([['a', ['x', undefined]]]), at: 3 }

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loopmate-cache-'))
  file = join(folder, 'below', 'cached')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a cache in a file', () => {
  test('returns what was written under the key', async () => {
    await writeCache(file, 'one', VALUE)
    expect(await readCache(file, 'one')).toEqual(VALUE)
  })

  test('has nothing before something was written', async () => {
    expect(await readCache(file, 'one')).toBeUndefined()
  })

  test('has nothing for another key, and nothing for the former key after a new one', async () => {
    await writeCache(file, 'one', VALUE)
    expect(await readCache(file, 'two')).toBeUndefined()
    await writeCache(file, 'two', 2)
    expect(await readCache(file, 'one')).toBeUndefined()
    expect(await readCache(file, 'two')).toBe(2)
  })

  test('notices one changed byte anywhere, and a file that was cut short', async () => {
    await writeCache(file, 'one', VALUE)
    const whole = await readFile(file)
    for (const at of whole.keys()) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      await writeFile(file, damaged)
      expect(await readCache(file, 'one'), `byte ${at}`).toBeUndefined()
      await writeFile(file, whole.subarray(0, at))
      expect(await readCache(file, 'one'), `${at} bytes`).toBeUndefined()
    }
  })

  test('keeps nothing where it can not write, and says nothing', async () => {
    await writeFile(join(folder, 'below'), 'a file in the place of the folder')
    await writeCache(file, 'one', VALUE)
    expect(await readCache(file, 'one')).toBeUndefined()
  })

  test('several writers leave one whole file and nothing else', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => writeCache(file, 'one', n)))
    expect(await readCache(file, 'one')).toBeTypeOf('number')
    expect(await readdir(join(folder, 'below'))).toEqual(['cached'])
  })
})

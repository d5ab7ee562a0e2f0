import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { deserialize, serialize } from 'node:v8'

const DIGEST_BYTES = 32

/**
 * Reads a value that was kept under this key; undefined where there is none, or the file is damaged.
 * @param file in a folder in which nobody may write who may not change the code: the value is not checked
 */
export async function readCache(file: string, key: string): Promise<unknown> {
  try {
    const bytes = await readFile(file)
    const payload = bytes.subarray(DIGEST_BYTES)
    return digestOf(key, payload).equals(bytes.subarray(0, DIGEST_BYTES)) ? deserialize(payload) : undefined
  } catch {
    return undefined
  }
}

/** Keeps a value in place of the file's former one. Where that fails, such as on a read-only disk, nothing is kept. */
export async function writeCache(file: string, key: string, value: unknown): Promise<void> {
  const payload = serialize(value)
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(unfinished, Buffer.concat([digestOf(key, payload), payload]))
    // At once, so that another process reads either the former file or the whole new one.
    await rename(unfinished, file)
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}

/** Covers the key, so that the value of another key does not fit. */
function digestOf(key: string, payload: Uint8Array): Buffer {
  return createHash('sha256').update(`${key.length} ${key}`).update(payload).digest()
}

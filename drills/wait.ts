import { setTimeout as sleep } from 'node:timers/promises'

export function pause(ms: number): Promise<void> {
  return sleep(ms)
}

const LOOK_MS = 20

/** Looks until something is there; undefined when the time is over. */
export async function seen<T>(
  look: () => T | Promise<T>,
  limitMs: number,
): Promise<Exclude<T, undefined | null | false> | undefined> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== null && found !== false)
      return found as Exclude<T, undefined | null | false>
    if (Date.now() > deadline) return undefined
    await sleep(LOOK_MS)
  }
}

/** Looks until something is there. @throws Error naming what was waited for */
export async function must<T>(look: () => T | Promise<T>, limitMs: number, what: string) {
  const found = await seen(look, limitMs)
  if (found === undefined) throw new Error(`waited ${limitMs} ms in vain for ${what}`)
  return found
}

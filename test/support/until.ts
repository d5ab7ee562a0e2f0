import { setTimeout as sleep } from 'node:timers/promises'

type Nothing = undefined | null | false

/** Resolves with the first value that is something; looks every 10 ms, for a minute: a busy machine takes its time. */
export async function until<T>(look: () => T | Nothing | Promise<T | Nothing>, limitMs = 60_000): Promise<T> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== null && seen !== false) return seen
    if (Date.now() > deadline) throw new Error(`not so within ${limitMs} ms: ${look}`)
    await sleep(10)
  }
}

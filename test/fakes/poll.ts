export type PollOptions = Readonly<{ timeoutMs?: number; what?: string | (() => string) }>

/**
 * Looks again and again until something true is found, for a minute unless told otherwise, and gives it back.
 * @throws Error naming `what` when the time is over
 */
export async function poll<T>(
  look: () => T | Promise<T>,
  { timeoutMs = 60_000, what = 'the condition' }: PollOptions = {},
): Promise<Exclude<T, undefined | null | false | 0 | ''>> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found) return found as Exclude<T, undefined | null | false | 0 | ''>
    if (Date.now() > end)
      throw new Error(`waited ${timeoutMs} ms in vain for ${typeof what === 'function' ? what() : what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

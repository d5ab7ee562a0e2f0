const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export type Ids = Readonly<{
  /** An id as Slack's, such as C0000000001 for `C`. */
  next(prefix: string): string
  /** A message's timestamp: seconds and microseconds, never the same twice. */
  ts(): string
}>

export function createIds(): Ids {
  let last = 0
  let lastMicros = 0
  return {
    next(prefix) {
      last++
      let rest = last
      let digits = ''
      for (let i = 0; i < 10; i++) {
        digits = (LETTERS[rest % LETTERS.length] ?? '0') + digits
        rest = Math.floor(rest / LETTERS.length)
      }
      return prefix + digits
    },
    ts() {
      // Always later than the one before, so that the order of messages is the order of their timestamps.
      lastMicros = Math.max(Date.now() * 1000, lastMicros + 100)
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`
    },
  }
}

export function isTs(text: string): boolean {
  return /^\d{10}\.\d{6}$/.test(text)
}

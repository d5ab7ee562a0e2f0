import type { Clock } from '../../src/durable/clock.ts'

export type ManualClock = Clock & Readonly<{ advance(ms: number): void; set(at: number): void }>

/** A clock that stands still until it is moved; who waits for it looks again every 20 ms. */
export function manualClock(start: number): ManualClock {
  let at = start
  return {
    speed: 1,
    now: () => at,
    botTime: (real) => real,
    realDelay: (until) => (until <= at ? 0 : 20),
    advance: (ms) => {
      at += ms
    },
    set: (ms) => {
      at = ms
    },
  }
}

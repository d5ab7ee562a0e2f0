import type { Random } from './random.ts'
import { pause } from './wait.ts'

/** Something that goes wrong. Resolves when the next may strike. */
export type Blow = Readonly<{ name: string; strike(): Promise<void> | void }>

export type Storm = Readonly<{
  /** Faults so far, by kind. */
  counts: ReadonlyMap<string, number>
  readonly over: boolean
  done: Promise<void>
}>

export type StormOptions = Readonly<{
  random: Random
  blows: readonly Blow[]
  /** Strikes in all; each blow has its turn before any comes again. */
  times: number
  /** Real time between one and the next. */
  gapMs: readonly [number, number]
  /** The first strikes after this. */
  after: Promise<void>
  /** Whether there is time for another. */
  mayStrike(): boolean
  say(line: string): void
}>

/** Strikes one blow after the other at seeded moments. */
export function startStorm({ random, blows, times, gapMs, after, mayStrike, say }: StormOptions): Storm {
  const counts = new Map<string, number>()
  let over = false
  const run = async () => {
    await after
    let turn: readonly Blow[] = []
    for (let i = 0; i < times && mayStrike(); i++) {
      await pause(random.between(...gapMs))
      if (turn.length === 0) turn = random.shuffled(blows)
      const [blow, ...rest] = turn
      turn = rest
      if (!blow) break
      say(`${i + 1}/${times} ${blow.name}`)
      counts.set(blow.name, (counts.get(blow.name) ?? 0) + 1)
      await blow.strike()
    }
  }
  return {
    counts,
    get over() {
      return over
    },
    done: run().finally(() => {
      over = true
    }),
  }
}

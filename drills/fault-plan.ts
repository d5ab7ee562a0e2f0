import type { Random } from './random.ts'
import { pause } from './wait.ts'

/** A fault; `strike` resolves when the next one may follow. */
export type Fault = Readonly<{ name: string; strike(): Promise<void> | void }>

export type FaultRun = Readonly<{
  /** Faults so far, by kind. */
  counts: ReadonlyMap<string, number>
  readonly over: boolean
  done: Promise<void>
}>

export type FaultPlan = Readonly<{
  random: Random
  faults: readonly Fault[]
  /** The number of strikes; each fault has its turn before any comes again. */
  times: number
  /** Real time between one and the next. */
  gapMs: readonly [number, number]
  /** The first strikes after this. */
  after: Promise<void>
  /** Whether there is time for another. */
  mayStrike(): boolean
  say(line: string): void
}>

/** Runs a fault plan: one fault after the other at seeded moments. */
export function startFaults({ random, faults, times, gapMs, after, mayStrike, say }: FaultPlan): FaultRun {
  const counts = new Map<string, number>()
  let over = false
  const run = async () => {
    await after
    let turn: readonly Fault[] = []
    for (let i = 0; i < times && mayStrike(); i++) {
      await pause(random.between(...gapMs))
      if (turn.length === 0) turn = random.shuffled(faults)
      const [fault, ...rest] = turn
      turn = rest
      if (!fault) break
      say(`${i + 1}/${times} ${fault.name}`)
      counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1)
      await fault.strike()
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

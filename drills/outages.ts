import type { Fault } from './fault-plan.ts'
import { pause } from './wait.ts'

/** An API that is away for a while, or whose requests meet faults until they are cleared. */
type Api = Readonly<{ outage(ms: number): void; faults: Readonly<{ clear(): void }> }>

export type Trouble = Readonly<{ name: string; add(): void }>

/** An outage, and each kind of trouble for a while, whether or not anything is sent meanwhile. */
export function outageFaults(
  { outage, faults }: Api,
  durations: Readonly<{ outageMs: number; troubleMs: number }>,
  troubles: readonly Trouble[],
): readonly Fault[] {
  const { outageMs, troubleMs } = durations
  return [
    {
      name: `outage of ${outageMs / 1000} s`,
      async strike() {
        outage(outageMs)
        await pause(outageMs)
      },
    },
    ...troubles.map(({ name, add }) => ({
      name,
      async strike() {
        add()
        await pause(troubleMs)
        faults.clear()
      },
    })),
  ]
}

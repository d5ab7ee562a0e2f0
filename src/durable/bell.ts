export type Bell = Readonly<{
  /** Wakes who waits, else who waits next. */
  ring(): void
  /** Until the bell rings, or so many milliseconds have passed. For one at a time. */
  wait(ms: number): Promise<void>
}>

export function createBell(): Bell {
  let rung = false
  let wake: () => void = () => undefined
  return {
    ring() {
      rung = true
      wake()
    },
    async wait(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
      wake = () => undefined
    },
  }
}

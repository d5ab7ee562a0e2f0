export type Notifier = Readonly<{
  /** Wakes who waits, else who waits next. */
  notify(): void
  /** Until it is notified, or so many milliseconds have passed. For one at a time. */
  wait(ms: number): Promise<void>
}>

export function createNotifier(): Notifier {
  let notified = false
  let wake: () => void = () => undefined
  return {
    notify() {
      notified = true
      wake()
    },
    async wait(ms) {
      if (!notified) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      notified = false
      wake = () => undefined
    },
  }
}

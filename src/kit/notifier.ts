export type Notifier = Readonly<{
  /** Ends the wait under way, or else the next one. */
  notify(): void
  /** Waits for a notification, at most this long. Only one caller may wait at a time. */
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

/** What goes wrong with a request: once, unless `times` says otherwise. */
export type Fault = Readonly<{
  method?: string
  /** Of the path without the API's base, such as /channels\/\d+\/messages$/. */
  path?: RegExp
  times?: number
}> &
  (
    | Readonly<{ status: 429 /** Seconds. */; retryAfter: number; global?: boolean }>
    | Readonly<{ status: 500 | 502 | 503 }>
    /** Does what is asked and never answers: the client's time-out comes after Discord accepted. */
    | Readonly<{ hang: true }>
    /** Breaks the connection; with `applied` after having done what was asked. */
    | Readonly<{ reset: true; applied?: boolean }>
    /** Does what is asked and answers late. */
    | Readonly<{ delayMs: number }>
  )

export type Faults = Readonly<{
  add(fault: Fault): void
  clear(): void
  /** The fault for this request, used up by asking. */
  take(method: string, path: string): Fault | undefined
}>

export function createFaults(): Faults {
  let queue: { fault: Fault; left: number }[] = []
  return {
    add(fault) {
      queue.push({ fault, left: fault.times ?? 1 })
    },
    clear() {
      queue = []
    },
    take(method, path) {
      const entry = queue.find(
        ({ fault }) => (fault.method ?? method) === method && (fault.path?.test(path) ?? true),
      )
      if (!entry) return undefined
      entry.left--
      queue = queue.filter(({ left }) => left > 0)
      return entry.fault
    },
  }
}

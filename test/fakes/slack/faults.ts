/** A fault of a call: once, unless `times` says otherwise. */
export type Fault = Readonly<{
  /** Matches the method's name, such as /^chat\.postMessage$/; `response_url` and `upload` stand for those addresses. */
  method?: RegExp
  /** Matches the arguments as JSON. */
  body?: RegExp
  times?: number
}> &
  (
    | Readonly<{ status: 429 /** Seconds. */; retryAfter: number }>
    | Readonly<{ status: 500 | 502 | 503 }>
    /** Answers `ok: false` with this error, without doing anything. */
    | Readonly<{ error: string }>
    /** Does what is asked and never answers: the client's time-out comes after Slack accepted. */
    | Readonly<{ hang: true }>
    /** Breaks the connection; with `applied` after having done what was asked. */
    | Readonly<{ reset: true; applied?: boolean }>
    /** Does what is asked and answers late. */
    | Readonly<{ delayMs: number }>
    /** Waits until released, before or after having done what is asked. */
    | Readonly<{ hold: 'before' | 'after'; until: Promise<unknown>; onHeld?(): void }>
  )

export type Faults = Readonly<{
  add(fault: Fault): void
  clear(): void
  /** The fault for this call, used up by asking. */
  take(method: string, body: unknown): Fault | undefined
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
    take(method, body) {
      const entry = queue.find(
        ({ fault }) =>
          (fault.method?.test(method) ?? true) && (fault.body?.test(JSON.stringify(body) ?? '') ?? true),
      )
      if (!entry) return undefined
      entry.left--
      queue = queue.filter(({ left }) => left > 0)
      return entry.fault
    },
  }
}

/** A fault of a request: once, unless `times` says otherwise. */
export type Fault = Readonly<{
  method?: string
  /** Matches the path without the API's base, such as /channels\/\d+\/messages$/. */
  path?: RegExp
  /** Matches the body as it was sent. */
  body?: RegExp
  times?: number
}> &
  (
    | Readonly<{ status: 429 /** Seconds. */; retryAfter: number; global?: boolean }>
    | Readonly<{ status: 401 | 500 | 502 | 503 }>
    /** Answers with a page and this status, as something between the client and Discord may. */
    | Readonly<{ page: 400 | 403 | 404 | 413 }>
    /** Does what is asked and never answers: the client's time-out comes after Discord accepted. */
    | Readonly<{ hang: true }>
    /** Breaks the connection; with `applied` after having done what was asked. */
    | Readonly<{ reset: true; applied?: boolean }>
    /** Does what is asked and answers late. */
    | Readonly<{ delayMs: number }>
    /** Waits until released, before or after having done what is asked. */
    | Readonly<{ hold: 'before' | 'after'; until: Promise<unknown>; onHeld?(): void }>
    /** Refuses the body, as Discord refuses what it will never accept. */
    | Readonly<{ refuse: true }>
  )

export type Faults = Readonly<{
  add(fault: Fault): void
  clear(): void
  /** The fault for this request, used up by asking. */
  take(method: string, path: string, body?: unknown): Fault | undefined
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
    take(method, path, body) {
      const entry = queue.find(
        ({ fault }) =>
          (fault.method ?? method) === method &&
          (fault.path?.test(path) ?? true) &&
          (fault.body?.test(JSON.stringify(body) ?? '') ?? true),
      )
      if (!entry) return undefined
      entry.left--
      queue = queue.filter(({ left }) => left > 0)
      return entry.fault
    },
  }
}

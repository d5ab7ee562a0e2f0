import type { LiveMessage } from '../wire.ts'

/** The part of a WebSocket that is used. */
export type Socket = Readonly<{
  addEventListener: (
    type: 'open' | 'message' | 'close',
    listener: (event: Readonly<{ data?: unknown }>) => void,
  ) => void
  close: () => void
}>

export type LiveOptions = Readonly<{
  /** Opens a connection that continues after the page's last change. */
  open: () => Socket
  onMessage: (message: LiveMessage) => void
  /** @param retryInMs the time until the next attempt */
  onLost: (retryInMs: number) => void
  onTrying: () => void
}>

export type Live = Readonly<{
  /** Tries at once instead of waiting. */
  retry: () => void
  /** Reconnects, such as with another language. */
  reopen: () => void
  stop: () => void
}>

const FIRST_MS = 500
const LONGEST_MS = 5000

/** The delay before the next attempt after `failures` failed ones, in milliseconds. */
export function backOff(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** failures)
}

/** Keeps a connection open as long as the page is open. */
export function stayConnected({ open, onMessage, onLost, onTrying }: LiveOptions): Live {
  let socket: Socket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  function connect(): void {
    clearTimeout(timer)
    timer = undefined
    onTrying()
    const mine = open()
    socket = mine
    mine.addEventListener('message', ({ data }) => {
      if (socket !== mine) return
      failures = 0
      onMessage(JSON.parse(String(data)) as LiveMessage)
    })
    mine.addEventListener('close', () => {
      if (socket !== mine) return
      socket = undefined
      const wait = backOff(failures++)
      timer = setTimeout(connect, wait)
      onLost(wait)
    })
  }

  function leave(): void {
    clearTimeout(timer)
    timer = undefined
    const before = socket
    socket = undefined
    before?.close()
  }

  connect()
  return {
    retry() {
      if (timer !== undefined) connect()
    },
    reopen() {
      leave()
      connect()
    },
    stop: leave,
  }
}

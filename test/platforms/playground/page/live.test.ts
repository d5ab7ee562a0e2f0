import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backOff, type Socket, stayConnected } from '../../../../src/platforms/playground/page/live.ts'

type Listener = (event: Readonly<{ data?: unknown }>) => void

function fakeSocket() {
  const listeners = new Map<string, Listener>()
  let closed = false
  const socket: Socket = {
    addEventListener: (type, listener) => void listeners.set(type, listener),
    close: () => {
      closed = true
    },
  }
  const fire = (type: string, data?: unknown) => listeners.get(type)?.({ data })
  return { socket, fire, isClosed: () => closed }
}

function connect() {
  const sockets: ReturnType<typeof fakeSocket>[] = []
  const heard: unknown[] = []
  const waits: number[] = []
  const live = stayConnected({
    open() {
      const next = fakeSocket()
      sockets.push(next)
      return next.socket
    },
    onMessage: (message) => heard.push(message),
    onLost: (wait) => waits.push(wait),
    onTrying: () => undefined,
  })
  return { live, sockets, heard, waits }
}

describe('the live connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('waits from half a second to five', () => {
    expect([0, 1, 2, 3, 4, 40].map(backOff)).toEqual([500, 1000, 2000, 4000, 5000, 5000])
  })

  it('tries again by itself, for as long as it takes, and begins with short waits after a success', () => {
    const { sockets, waits, heard } = connect()
    for (let failures = 0; failures < 6; failures++) {
      sockets.at(-1)?.fire('close')
      vi.advanceTimersByTime(5000)
    }
    expect(sockets).toHaveLength(7)
    sockets.at(-1)?.fire('message', '{"kind":"bot","ready":true}')
    sockets.at(-1)?.fire('close')
    expect(heard).toEqual([{ kind: 'bot', ready: true }])
    expect(waits).toEqual([500, 1000, 2000, 4000, 5000, 5000, 500])
  })

  it('tries at once when asked, and only once', () => {
    const { live, sockets } = connect()
    live.retry()
    expect(sockets).toHaveLength(1)
    sockets[0]?.fire('close')
    live.retry()
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(2)
  })

  it('hears nothing more of a connection that it left', () => {
    const { live, sockets, heard, waits } = connect()
    live.reopen()
    expect(sockets[0]?.isClosed()).toBe(true)
    sockets[0]?.fire('message', '{"kind":"bot","ready":false}')
    sockets[0]?.fire('close')
    vi.advanceTimersByTime(10_000)
    expect([heard, waits, sockets.length]).toEqual([[], [], 2])
    live.stop()
    sockets[1]?.fire('close')
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(2)
  })
})

import type { Delivered, Outgoing, Send } from './delivery.ts'
import { sendByHttp, verifyUrl } from './http-delivery.ts'
import type { World } from './world.ts'

/** Requests that Slack does not retry. */
type Repeated = 'slash_commands' | 'interactive'

export type AppLink = Readonly<{
  send: Send
  /** Whether everything goes over HTTP. */
  readonly isHttp: boolean
  useHttp(urls: readonly string[]): Promise<void>
  /** Sends the next command or interaction twice, as Slack sometimes does; the first answer counts. */
  repeatNext(kind: Repeated): void
  /** From now on asks whether a command or interaction is sent twice. Undefined ends it. */
  repeatWhen(twice: ((kind: Repeated) => boolean) | undefined): void
}>

/** The way to the app: Socket Mode, until it has request URLs. @param isDown whether Slack is away now */
export function createAppLink(world: World, bySocket: Send, isDown: () => boolean): AppLink {
  let urls: readonly string[] = []
  let turn = 0
  let repeated: Repeated | undefined
  let asked: ((kind: Repeated) => boolean) | undefined

  function sendOnce(outgoing: Outgoing): Promise<Delivered> {
    const url = urls[turn++ % urls.length]
    return url === undefined ? bySocket(outgoing) : sendByHttp(world, url, outgoing)
  }

  function isTwice(kind: Outgoing['kind']): boolean {
    if (kind === 'events_api') return false
    if (kind !== repeated) return asked?.(kind) ?? false
    repeated = undefined
    return true
  }

  return {
    get isHttp() {
      return urls.length > 0
    },
    async send(outgoing) {
      if (isDown()) return { ok: false, reason: 'outage' }
      if (!isTwice(outgoing.kind)) return sendOnce(outgoing)
      const [first] = await Promise.all([sendOnce(outgoing), sendOnce(outgoing)])
      return first
    },
    async useHttp(own) {
      for (const url of own) await verifyUrl(world, url)
      urls = own
    },
    repeatNext(kind) {
      repeated = kind
    },
    repeatWhen(twice) {
      asked = twice
    },
  }
}

import type { Delivered, Outgoing, Send } from './delivery.ts'
import { sendByHttp, verifyUrl } from './http-delivery.ts'
import type { World } from './world.ts'

export type AppLink = Readonly<{
  send: Send
  /** Whether everything goes over HTTP. */
  readonly isHttp: boolean
  useHttp(urls: readonly string[]): Promise<void>
  /** Sends the next command or interaction twice, as Slack sometimes does; the first answer counts. */
  repeatNext(kind: 'slash_commands' | 'interactive'): void
}>

/** The way to the app: Socket Mode, until it has request URLs. @param isDown whether Slack is away now */
export function createAppLink(world: World, bySocket: Send, isDown: () => boolean): AppLink {
  let urls: readonly string[] = []
  let turn = 0
  let repeated: string | undefined

  function sendOnce(outgoing: Outgoing): Promise<Delivered> {
    const url = urls[turn++ % urls.length]
    return url === undefined ? bySocket(outgoing) : sendByHttp(world, url, outgoing)
  }

  return {
    get isHttp() {
      return urls.length > 0
    },
    async send(outgoing) {
      if (isDown()) return { ok: false, reason: 'outage' }
      if (outgoing.kind !== repeated) return sendOnce(outgoing)
      repeated = undefined
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
  }
}

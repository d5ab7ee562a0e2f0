import { SimpleShardingStrategy, type WebSocketManager, type WebSocketShard } from '@discordjs/ws'
import { GatewayDispatchEvents, GatewayOpcodes } from 'discord.js'
import { z } from 'zod'
import { logUnhandled } from '../handling.ts'
import type { Log } from '../log.ts'

const head = z.object({ op: z.number(), t: z.string().nullish() })
const dispatch = z.object({ t: z.string(), s: z.number() })
const ready = dispatch.extend({ d: z.object({ session_id: z.string(), resume_gateway_url: z.string() }) })
const hello = z.object({ d: z.object({ heartbeat_interval: z.int().min(1) }) })
const invalidSession = z.object({ d: z.boolean() })

/** @throws ZodError for a frame that the library could not read */
function check(frame: unknown): void {
  const { op, t } = head.parse(frame)
  switch (op) {
    case GatewayOpcodes.Dispatch:
      return void (t === GatewayDispatchEvents.Ready ? ready : dispatch).parse(frame)
    case GatewayOpcodes.Hello:
      return void hello.parse(frame)
    case GatewayOpcodes.InvalidSession:
      return void invalidSession.parse(frame)
    default:
      return
  }
}

/**
 * The library's way to connect, which also checks frames before the library reads them: it does so in an asynchronous
 * listener, whose failure would end the process. The library has no public place for this.
 */
export function checkFrames(log: Log) {
  return (manager: WebSocketManager) => new CheckingStrategy(manager, log)
}

type Unpack = (data: unknown, isBinary: boolean) => Promise<unknown>

class CheckingStrategy extends SimpleShardingStrategy {
  readonly #log: Log

  constructor(manager: WebSocketManager, log: Log) {
    super(manager)
    this.#log = log
  }

  override async spawn(ids: number[]): Promise<void> {
    await super.spawn(ids)
    const shards: ReadonlyMap<number, WebSocketShard> = Reflect.get(this, 'shards')
    for (const shard of shards.values()) {
      const unpack: Unpack = Reflect.get(shard, 'unpackMessage').bind(shard)
      const unpackMessage: Unpack = async (data, isBinary) => {
        // Nothing but text was asked for.
        const frame = isBinary ? undefined : await unpack(data, false)
        try {
          check(frame)
          return frame
        } catch (error) {
          logUnhandled(this.#log, error, {})
          return null
        }
      }
      Object.assign(shard, { unpackMessage })
    }
  }
}

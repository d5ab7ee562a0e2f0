import { INTENT } from './intents.ts'
import type { Dispatch } from './model.ts'
import { botMay } from './permissions.ts'
import { applicationFlags } from './routes/application.ts'
import { guildCreateJson, userJson } from './wire.ts'
import type { World } from './world.ts'

export type Packet = Readonly<{ op: number; d: unknown; s: number | null; t: string | null }>

/** The session that an IDENTIFY starts. It outlives its connection, so that a RESUME gets the missed events. */
export class Session {
  readonly id: string
  readonly intents: number
  #sequence = 0
  readonly #sent: Packet[] = []
  #deliver: ((packet: Packet) => void) | undefined

  constructor(id: string, intents: number) {
    this.id = id
    this.intents = intents
  }

  get sequence(): number {
    return this.#sequence
  }

  get connected(): boolean {
    return this.#deliver !== undefined
  }

  attach(deliver: (packet: Packet) => void): void {
    this.#deliver = deliver
  }

  detach(): void {
    this.#deliver = undefined
  }

  push(t: string, d: unknown): void {
    this.#sequence++
    // A copy: what was sent does not change with the world.
    const packet = { op: 0, t, s: this.#sequence, d: structuredClone(d) }
    this.#sent.push(packet)
    this.#deliver?.(packet)
  }

  /** The dispatches after a sequence number, in order. */
  since(sequence: number): readonly Packet[] {
    return this.#sent.filter((packet) => (packet.s ?? 0) > sequence)
  }

  /** Whether this session may hear of an event. */
  hears(event: Dispatch): boolean {
    if (event.intents !== 0 && (this.intents & event.intents) === 0) return false
    if (event.guild && !event.guild.joined && event.t !== 'GUILD_DELETE') return false
    // Guild channels themselves are told of even where the bot can't look into them.
    if (event.t.startsWith('CHANNEL_')) return true
    return !event.channel || event.channel.kind === 'dm' || botMay(event.channel, 'VIEW_CHANNEL')
  }
}

/** READY, and then the guilds one after the other. */
export function greet(world: World, session: Session): void {
  const guilds = [...world.guilds.values()].filter((guild) => guild.joined)
  session.push('READY', {
    v: 10,
    user: { ...userJson(world.bot), mfa_enabled: true, verified: true, email: null },
    guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: world.origin.replace('http', 'ws'),
    shard: [0, 1],
    application: { id: world.bot.id, flags: applicationFlags(world) },
    private_channels: [],
    relationships: [],
    presences: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    user_settings: {},
    _trace: [],
  })
  if ((session.intents & INTENT.guilds) === 0) return
  for (const guild of guilds) session.push('GUILD_CREATE', guildCreateJson(world, guild))
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type PollOptions, poll } from '../poll.ts'
import { dmWith } from './channels.ts'
import { createFaults, type Faults } from './faults.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { FakeGuild, type NewGuild } from './guild.ts'
import { createSnowflakes } from './ids.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Command, Member, User } from './model.ts'
import { createRest, type RecordedRequest } from './rest.ts'
import { createWorld, type Settings } from './world.ts'

export type { Component } from './components.ts'
export type { FakeGuild } from './guild.ts'
export type { FakeMessage } from './message.ts'
export type { FakeModal } from './modal.ts'
export type { Channel as FakeChannel } from './model.ts'
export type { FakeMember } from './people.ts'
export { allPermissionsBut } from './permissions.ts'
export type { InteractionResult } from './result.ts'

export type FakeDiscord = Readonly<{
  /** The REST base without version. */
  apiUrl: string
  /** The same for a client of this name, whose requests are recorded under it. */
  apiUrlFor(client: string): string
  token: string
  bot: User
  /** Every REST request so far. */
  requests: readonly RecordedRequest[]
  faults: Faults
  gateway: Gateway
  addGuild(guild: NewGuild): FakeGuild
  /** The bot's commands for all guilds. */
  readonly commands: readonly Command[]
  /** The channel of the bot's direct messages with a person. */
  dm(member: Member): Channel
  /** The messages that are in it now. */
  dms(member: Member): readonly FakeMessage[]
  /** Refuses REST and new gateway connections for a time, and drops those there are. */
  outage(ms: number): void
  /** Ends the life of all interaction tokens at once, as 15 minutes would. */
  expireTokens(): void
  waitFor<T>(look: () => T | Promise<T>, options?: PollOptions): ReturnType<typeof poll<T>>
  stop(): Promise<void>
}>

/** Starts a Discord on a port of its own, for one application with one bot. */
export async function startFakeDiscord(options: Partial<Settings> = {}): Promise<FakeDiscord> {
  const settings: Settings = {
    token: 'fake.discord.token',
    messageContent: true,
    ackDeadlineMs: 3000,
    heartbeatMs: 41_250,
    ...options,
  }
  const world = createWorld(settings, createSnowflakes())
  const faults = createFaults()
  let downUntil = 0
  const isDown = () => Date.now() < downUntil
  const rest = createRest(world, faults, isDown)
  const gateway = createGateway(world, isDown)
  const server = createServer((request, response) => {
    rest.handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.on('upgrade', gateway.handleUpgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    apiUrl: `${world.origin}/api`,
    apiUrlFor: (client) => `${world.origin}/as-${client}/api`,
    token: settings.token,
    bot: world.bot,
    requests: rest.requests,
    faults,
    gateway,
    addGuild: (guild) => new FakeGuild(world, guild),
    get commands() {
      return world.commands.global
    },
    dm: (member) => dmWith(world, member),
    dms: (member) => dmWith(world, member).messages,
    outage(ms) {
      downUntil = Date.now() + ms
      gateway.drop()
    },
    expireTokens() {
      for (const interaction of world.interactions.values()) interaction.expired = true
    },
    waitFor: poll,
    async stop() {
      gateway.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

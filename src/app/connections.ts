import type { Logger } from 'pino'
import {
  type BotEvent,
  type CommandDefinition,
  type Outcome,
  type Platform,
  PlatformError,
  type PlatformName,
} from '#bot'
import type { Listen } from '../db/client.ts'
import { ConfigError } from '../db/config-error.ts'
import { keepLease, type Lease, type LeaseState } from '../durable/lease/lease.ts'
import type { Session } from '../durable/lease/session.ts'
import { openEverywhere, type SharedOpening } from './open-everywhere.ts'

export type ConnectionsOptions = Readonly<{
  platforms: ReadonlyMap<PlatformName, Platform>
  /** Earlier findings of the connections' holders, see `Platform.readsMessages`. */
  stored: ReadonlyMap<PlatformName, boolean>
  session: Session
  listen: Listen
  log: Logger
  onState(platform: PlatformName, state: LeaseState): void
  /** A connection is lost for good, or can't be closed. */
  onLost(reason: string): void
}>

export type Connections = Readonly<{
  /** The platforms as features see them: all replicas know what only the holder of a connection finds. */
  platforms: ReadonlyMap<PlatformName, Platform>
  /**
   * Connects the platforms that every replica listens to, and those that no other replica holds. It is on standby for
   * the others.
   * @throws ConfigError if the operator has to correct something
   */
  open(commands: readonly CommandDefinition[], onEvent: (event: BotEvent) => Promise<Outcome>): Promise<void>
  /** The platforms that are in this state now. */
  in(state: LeaseState): readonly PlatformName[]
  close(): Promise<void>
}>

/** Closing a connection waits for the events that are being handled, but not longer than this. */
const CLOSE_LIMIT_MS = 60_000

/** The inbound connections. An exclusive one is open in one replica at a time, and another takes over after its death. */
export function createConnections(options: ConnectionsOptions): Connections {
  const { platforms, stored, session, listen, log, onState, onLost } = options
  const leases = new Map<PlatformName, Lease>()
  const openings = new Map<PlatformName, SharedOpening>()
  const readsMessages = (platform: Platform) =>
    platform.inbound === 'shared'
      ? platform.readsMessages
      : (leases.get(platform.name)?.readsMessages() ?? stored.get(platform.name) ?? platform.readsMessages)

  const stateOf = (name: PlatformName): LeaseState =>
    openings.get(name)?.isOpen() ? 'connected' : (leases.get(name)?.state() ?? 'connecting')
  const openShared = (platform: Platform, ...start: Parameters<Platform['start']>) =>
    openEverywhere({
      platform: platform.name,
      open: () => platform.start(...start),
      close: () => closeInTime(platform, onLost),
      log,
      onOpen: () => onState(platform.name, 'connected'),
      onLost,
    })

  return {
    platforms: new Map(
      [...platforms].map(([name, platform]) => [
        name,
        {
          ...platform,
          get readsMessages() {
            return readsMessages(platform)
          },
        },
      ]),
    ),
    in: (state) => [...platforms.keys()].filter((name) => stateOf(name) === state),
    async open(commands, onEvent) {
      for (const platform of platforms.values()) {
        const { name } = platform
        if (platform.inbound === 'shared') {
          openings.set(name, openShared(platform, commands, onEvent))
          continue
        }
        const handle = async (event: BotEvent): Promise<Outcome> => {
          // After a stall another replica may have the connection.
          if (event.kind !== 'lost' && !lease.holds()) return 'fault'
          return onEvent(event)
        }
        const lease = keepLease({
          platform: name,
          guarded: {
            open: () => platform.start(commands, handle),
            close: () => closeInTime(platform, onLost),
            readsMessages: () => platform.readsMessages,
          },
          session,
          listen,
          log,
          onState: (state) => onState(name, state),
          onLost,
        })
        leases.set(name, lease)
      }
      await Promise.all([...leases.values(), ...openings.values()].map(({ tried }) => tried.catch(explained)))
    },
    async close() {
      await Promise.all([...leases.values(), ...openings.values()].map((each) => each.stop()))
    },
  }
}

async function closeInTime(platform: Platform, onLost: ConnectionsOptions['onLost']): Promise<void> {
  const limit = setTimeout(() => onLost(`${platform.name} could not be closed`), CLOSE_LIMIT_MS)
  try {
    await platform.stop()
  } finally {
    clearTimeout(limit)
  }
}

/** A refusal of the service is the operator's to correct; other failures may pass. */
function explained(error: unknown): never {
  if (error instanceof PlatformError && error.kind !== 'later')
    throw new ConfigError(error.message, { cause: error })
  throw error
}

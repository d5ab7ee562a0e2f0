import { GatewayCloseCodes } from 'discord.js'
import { PlatformError } from '#bot'
import { isUnauthorized } from './errors.ts'
import { connect, type Gateway, type GatewayOptions } from './gateway.ts'

const NO_CONTENT =
  "Discord does not let this bot read what people write, so answers typed in threads can't be collected. " +
  'To allow it, switch on "Message Content Intent" in the Developer Portal under Bot, then restart.'
export const BAD_TOKEN =
  'Discord refused the bot token: put the one from the Developer Portal (Bot, Reset Token) into DISCORD_TOKEN.'

export type Connection = Readonly<{
  /** False when the privileged intent is switched off. */
  readsContent(): boolean
  /**
   * Resolves when Discord has accepted the session.
   * @throws PlatformError of one sentence for the operator: `forbidden` when the token is refused
   */
  open(): Promise<void>
  close(): Promise<void>
}>

export type ConnectionOptions = GatewayOptions &
  Readonly<{
    /** The connection is closed and stays so. */
    onLost(reason: string): void
  }>

/** Holds the connection to the gateway, without message content if Discord refuses it. */
export function createConnection(options: ConnectionOptions): Connection {
  let gateway: Gateway | undefined
  let readsContent = true
  let wanted = false

  async function open(): Promise<void> {
    wanted = true
    gateway = connect(options, readsContent, (code) => void lost(code))
    try {
      await gateway.ready
    } catch (error) {
      const code = gateway.closedWith()
      await gateway.destroy()
      if (!mayGoWithout(code)) throw explain(error, code)
      await openWithoutContent()
    }
  }

  const mayGoWithout = (code: number | undefined) =>
    wanted && readsContent && code === GatewayCloseCodes.DisallowedIntents

  function openWithoutContent(): Promise<void> {
    readsContent = false
    options.log.warn({}, NO_CONTENT)
    return open()
  }

  /** Handles that Discord closed for good at run time: the intent was switched off, or the token withdrawn. */
  async function lost(code: number): Promise<void> {
    try {
      await gateway?.destroy()
      if (!mayGoWithout(code)) throw explain(undefined, code)
      options.onReconnecting()
      await openWithoutContent()
    } catch (error) {
      options.onLost(error instanceof Error ? error.message : String(error))
    }
  }

  return {
    readsContent: () => readsContent,
    open,
    async close() {
      wanted = false
      await gateway?.destroy()
      gateway = undefined
    },
  }
}

function explain(error: unknown, code: number | undefined): Error {
  if (code === GatewayCloseCodes.AuthenticationFailed || isUnauthorized(error))
    return new PlatformError('forbidden', BAD_TOKEN)
  const reason = error instanceof Error ? error.message : 'no reason given'
  return new PlatformError(
    'later',
    `Discord could not be reached: ${code === undefined ? reason : `closed with ${code}`}.`,
  )
}

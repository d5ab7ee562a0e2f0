import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { BotEvent, CommandDefinition, Outcome, Platform } from '#bot'
import { createEmit, createUnderWay } from '../handling.ts'
import { GREETING_CHANNEL, refOfPlace, SPACE } from './channels.ts'
import { createInteractions } from './interactions.ts'
import { createLive } from './live.ts'
import type { PlaygroundOptions } from './options.ts'
import { createRoutes } from './routes.ts'
import { createSending } from './sending.ts'
import { createServer, ICON_PATH } from './server.ts'
import { createTalking } from './talking.ts'
import { createUpgrade } from './upgrade.ts'
import type { Person, Root } from './wire.ts'

export type { PlaygroundClock, PlaygroundOptions } from './options.ts'

/** The requests that the HTTP server passes on: those below `path`, and upgrades to WebSockets. */
type Mount = Readonly<{
  path: Root
  request(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}>

export type Playground = Platform &
  Readonly<{ mount: Mount; iconMount: Readonly<{ path: string; request: Mount['request'] }> }>

const PEOPLE: readonly Person[] = [
  { id: 'ana', name: 'Ana', admin: false },
  { id: 'ben', name: 'Ben', admin: false },
  { id: 'cai', name: 'Cai', admin: false },
  { id: 'dee', name: 'Dee', admin: false },
  { id: 'olga', name: 'Olga', admin: true },
]

/**
 * A chat service on a web page, on which one person can play a whole group. The page names the person and there are
 * no passwords, so only people who may do everything may reach it.
 */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { storage, log } = options
  let commands: readonly CommandDefinition[] = []
  let handler: ((event: BotEvent) => Promise<Outcome>) | undefined
  let stopping = false
  let greeted = false
  const underWay = createUnderWay()
  const emit = createEmit(() => handler, log)

  /** The bot introduces itself when the first page connects, once. */
  async function greet(locale: string): Promise<void> {
    if (greeted) return
    greeted = true
    const channel = refOfPlace({ channel: GREETING_CHANNEL, thread: null })
    greeted = (await emit({ kind: 'joined', id: 'joined', channel, spaceLocale: locale })) === 'done'
  }

  const isStarted = () => handler !== undefined && !stopping
  const live = createLive(options, () => commands)
  const interactions = createInteractions({ ...options, commands: () => commands, emit })
  const talking = createTalking({ ...options, emit, background: underWay.add })

  const listener = createServer(
    options,
    createRoutes({ options, interactions, talking, isStarted, background: underWay.add }),
  )

  const request = (incoming: IncomingMessage, response: ServerResponse) => void listener(incoming, response)

  return {
    name: SPACE.platform,
    inbound: 'shared',
    showsPrivateImages: true,
    readsMessages: true,
    async start(definitions, onEvent) {
      await storage.settle(PEOPLE)
      await live.start()
      commands = definitions
      handler = onEvent
      stopping = false
      await emit({ kind: 'connected', platform: SPACE.platform })
    },
    async stop() {
      stopping = true
      await live.stop()
      await underWay.settled()
      handler = undefined
    },
    ...createSending(storage),
    iconMount: { path: ICON_PATH, request },
    mount: {
      path: '/playground/',
      request,
      upgrade: createUpgrade({
        options,
        live,
        isStarted,
        onGreeted: (locale) => underWay.add(greet(locale)),
      }),
    },
  }
}

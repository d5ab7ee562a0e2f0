import type { WebSocket } from 'ws'
import type { CommandDefinition } from '#bot'
import { createQueues } from '../../kit/queues.ts'
import { isVisible, type Viewer, viewerOf } from './channels.ts'
import { greeting, wireClock } from './greeting.ts'
import type { PlaygroundOptions } from './options.ts'
import type { Change } from './storage.ts'
import type { LiveMessage } from './wire.ts'

export type Live = Readonly<{
  /**
   * Greets a page and sends it changes; an unknown person becomes the first one. Never rejects: resolves false if
   * the page could not be greeted.
   */
  join(socket: WebSocket, wanted: string, since: number | undefined): Promise<boolean>
  /** Starts to listen for changes. */
  start(): Promise<void>
  /** Informs the pages, and closes their connections. */
  stop(): Promise<void>
}>

type Page = { readonly socket: WebSocket; readonly viewer: Viewer; change: number; answers: boolean }

const BATCH = 200
const LOOK_MS = 5_000
/** The time limit for an answer of the database. */
const LATE_MS = 3_000
const PING_MS = 30_000
/** The time for pages to close their connections before these are cut. */
const GOODBYE_MS = 1_000
const RETRY_MS = 1_000
/** A page with more unsent bytes is cut off; it reconnects by itself. */
const MOST_UNSENT = 16 * 1024 * 1024

/** Sends changes to pages. They are read from the storage, so it does not matter which replica made them. */
export function createLive(options: PlaygroundOptions, commands: () => readonly CommandDefinition[]): Live {
  const { storage, clock, log, lookMs = LOOK_MS } = options
  const pages = new Set<Page>()
  /** All connections, including pages that were not greeted yet. */
  const sockets = new Set<WebSocket>()
  const inTurn = createQueues()
  let due = new Set<Change>()
  /** The last change that was sent to all pages. */
  let told = 0
  let ready = true
  let stopped = true
  let retry: NodeJS.Timeout | undefined
  let look: NodeJS.Timeout | undefined
  let pinging: NodeJS.Timeout | undefined
  let unlisten: (() => void) | undefined

  const tellAll = (message: LiveMessage) => {
    for (const page of pages) tell(page, message)
  }
  const setReady = (now: boolean) => {
    if (ready === now) return
    ready = now
    if (ready) log.info({}, 'the playground can be read again')
    tellAll({ kind: 'bot', ready })
  }

  /** Reads changes, one reading at a time. Its result shows whether the database answers. */
  const reading = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn('reading', async () => {
      const late = setTimeout(() => setReady(false), LATE_MS)
      try {
        const done = await work()
        setReady(true)
        return done
      } catch (err) {
        if (ready) log.warn({ err }, 'the playground could not be read; trying again')
        setReady(false)
        throw err
      } finally {
        clearTimeout(late)
      }
    })

  const wake = (change: Change) => {
    due.add(change)
    reading(catchUp).catch(() => {
      if (stopped) return
      clearTimeout(retry)
      retry = setTimeout(() => wake(change), RETRY_MS)
    })
  }

  async function catchUp(): Promise<void> {
    const wanted = due
    due = new Set()
    // Without pages there is nothing to send: a new page is greeted with the current state.
    if (wanted.size === 0 || pages.size === 0) return
    try {
      if (wanted.has('people')) tellAll({ kind: 'people', people: await storage.people() })
      if (wanted.has('messages')) await tellChanges()
    } catch (error) {
      for (const change of wanted) due.add(change)
      throw error
    }
  }

  async function tellChanges(): Promise<void> {
    for (;;) {
      const messages = await storage.changes(told, BATCH)
      const last = messages.at(-1)
      if (!last) return
      told = last.change
      for (const page of pages) {
        const fresh = messages.filter(({ change }) => change > page.change)
        const visible = fresh.filter((message) => isVisible(message, page.viewer))
        if (visible.length > 0) tell(page, { kind: 'messages', messages: visible, change: told })
        page.change = Math.max(page.change, told)
      }
    }
  }

  function tell({ socket }: Page, message: LiveMessage): void {
    if (socket.bufferedAmount > MOST_UNSENT) socket.terminate()
    else socket.send(JSON.stringify(message))
  }

  /** Finds dead connections: a page on a sleeping machine never closes its own. */
  function checkPages(): void {
    for (const page of pages) {
      if (!page.answers) page.socket.terminate()
      page.answers = false
      page.socket.ping()
    }
  }

  clock.onChange(() => tellAll({ kind: 'clock', clock: wireClock(clock), now: Date.now() }))

  return {
    async join(socket, wanted, since) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      try {
        return await reading(async () => {
          const people = await storage.people()
          const person = people.find(({ id }) => id === wanted) ?? people[0]
          if (!person) throw new Error('there are no people')
          const viewer = viewerOf(person.id)
          const hello = await greeting(options, commands(), people, viewer, since)
          if (socket.readyState !== socket.OPEN) return false
          if (pages.size === 0) told = hello.change
          const page: Page = { socket, viewer, change: hello.change, answers: true }
          pages.add(page)
          socket.on('close', () => pages.delete(page))
          socket.on('pong', () => {
            page.answers = true
          })
          tell(page, hello)
          tell(page, { kind: 'bot', ready: true })
          return true
        })
      } catch {
        socket.close(1011)
        return false
      }
    },
    async start() {
      stopped = false
      unlisten = storage.listen(wake)
      look = setInterval(() => wake('messages'), lookMs)
      pinging = setInterval(checkPages, PING_MS)
    },
    async stop() {
      stopped = true
      clearInterval(look)
      clearInterval(pinging)
      clearTimeout(retry)
      unlisten?.()
      tellAll({ kind: 'bot', ready: false })
      await Promise.all([...sockets].map(sayGoodbye))
      pages.clear()
    },
  }
}

/** 1012: the service restarts. */
async function sayGoodbye(socket: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.close(1012)
  const cut = setTimeout(() => socket.terminate(), GOODBYE_MS)
  await closed
  clearTimeout(cut)
}

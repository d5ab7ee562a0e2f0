import { Registry } from 'prom-client'
import { serveHttp } from '../../../src/app/http.ts'
import type { Database } from '../../../src/db/client.ts'
import { createPlaygroundStorage } from '../../../src/db/playground/index.ts'
import { createFormDrafts } from '../../../src/durable/form-drafts.ts'
import {
  createPlayground,
  type Playground,
  type PlaygroundClock,
  type PlaygroundOptions,
} from '../../../src/platforms/playground/index.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { localized } from '../../support/localized.ts'

export type Served = Readonly<{
  playground: Playground
  /** Such as `http://127.0.0.1:40123`. */
  base: string
  logged: readonly string[]
  stop(): Promise<void>
}>

/** Bot time that is real time, at any speed that is asked for. */
export function testClock(changeable = true): PlaygroundClock {
  const listeners: (() => void)[] = []
  let speed = 1
  return {
    read: () => ({ real: 1_790_000_000_000, bot: 1_790_000_000_000, speed }),
    changeable,
    async change(next) {
      speed = next
      for (const listener of listeners) listener()
    },
    onChange: (listener) => void listeners.push(listener),
  }
}

/** The playground on the real HTTP server and a real database, not started yet. */
export async function servePlayground(
  { db, listen }: Pick<Database, 'db' | 'listen'>,
  more: Partial<PlaygroundOptions> = {},
): Promise<Served> {
  const logged: string[] = []
  const note = (_: object, message: string) => void logged.push(message)
  const playground = createPlayground({
    storage: createPlaygroundStorage({ db, listen }),
    drafts: createFormDrafts(db),
    translate: loadTexts().in,
    pageWords: localized({ greeting: 'Hello' }, { greeting: '你好' }),
    clock: testClock(),
    emoji: ['1️⃣', '2️⃣', '3️⃣', '👍'],
    hosts: ['rehearsal.example'],
    log: { info: note, warn: note, error: note },
    ...more,
  })
  const http = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    metrics: new Registry(),
    notReady: async () => [],
    mounts: [playground.mount],
  })
  return {
    playground,
    base: `http://127.0.0.1:${http.port}`,
    logged,
    async stop() {
      await playground.stop()
      await http.stop()
    },
  }
}

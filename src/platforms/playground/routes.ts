import { viewerOf } from './channels.ts'
import type { createInteractions } from './interactions.ts'
import { placeFor } from './interactions.ts'
import type { PlaygroundOptions } from './options.ts'
import { Refusal } from './refusal.ts'
import { type Bodies, bodies, MAX_NAME_LENGTH } from './schemas.ts'
import type { Routes } from './server.ts'
import type { createTalking } from './talking.ts'
import type { Api, Person } from './wire.ts'

type Handlers = { [K in keyof Api]: (person: Person, body: Bodies[K]) => Promise<Api[K][1]> }

type RoutesContext = Readonly<{
  options: PlaygroundOptions
  interactions: ReturnType<typeof createInteractions>
  talking: ReturnType<typeof createTalking>
  isStarted(): boolean
  /** Work that a stop waits for. */
  background(work: Promise<unknown>): void
}>

const PAGE = 50
const SPEEDS: ReadonlySet<number> = new Set([1, 10, 60])

/** The API: checks a request, finds its person, and passes it on. */
export function createRoutes({
  options,
  interactions,
  talking,
  isStarted,
  background,
}: RoutesContext): Routes {
  const { storage, clock } = options

  const handlers: Handlers = {
    ...interactions,
    ...talking,
    async rename(_, body) {
      const name = body.name
        .toWellFormed()
        .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
        .trim()
      if (name === '' || [...name].length > MAX_NAME_LENGTH)
        throw new Refusal(400, 'playground.server.badName', { limit: MAX_NAME_LENGTH })
      await storage.rename((await personBy(body.person)).id, name)
      return {}
    },
    async speed(_, { speed }) {
      if (!clock.changeable || !SPEEDS.has(speed)) throw new Refusal(400, 'playground.server.speedFixed')
      await clock.change(speed)
      return {}
    },
    async history(person, body) {
      const place = await placeFor(storage, person, body)
      const found = await storage.page(viewerOf(person.id), place, body.before, PAGE + 1)
      return { messages: found.slice(-PAGE), more: found.length > PAGE }
    },
  }

  async function personBy(id: string): Promise<Person> {
    const person = (await storage.people()).find((each) => each.id === id)
    if (!person) throw new Refusal(400, 'playground.server.unknownPerson')
    return person
  }

  function checkStarted(): void {
    if (!isStarted()) throw new Refusal(503, 'playground.server.notReady')
  }

  async function run<K extends keyof Api>(name: K, body: unknown): Promise<Api[K][1]> {
    const parsed = bodies[name].safeParse(body)
    if (!parsed.success) throw new Refusal(400, 'playground.server.unreadable')
    const data = parsed.data as Bodies[K]
    return handlers[name](await personBy(data.as), data)
  }

  return {
    async call(name, body) {
      if (!isApi(name)) throw new Refusal(404, 'playground.server.notFound')
      checkStarted()
      const work = run(name, body)
      background(work)
      return work
    },
    async upload(as, name, mediaType, bytes) {
      checkStarted()
      return talking.upload(await personBy(as), name, mediaType, bytes)
    },
  }
}

function isApi(name: string): name is keyof Api {
  return Object.hasOwn(bodies, name)
}

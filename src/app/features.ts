import type { Block, PlatformError, PlatformName } from '#bot'
import type { AlarmHandler } from '../durable/alarms.ts'
import type { Delivery } from '../durable/outbox/index.ts'
import type { Worker } from '../durable/worker.ts'
import { answers } from '../features/answers/index.ts'
import type { Caller } from '../features/caller.ts'
import { challenge } from '../features/challenge/index.ts'
import type { ActionHandler, FeatureDeps, FormHandler, Listener, Offers } from '../features/feature.ts'
import { groups } from '../features/groups/index.ts'
import { guide } from '../features/guide/index.ts'
import { learn } from '../features/learn/index.ts'
import { mock } from '../features/mock/index.ts'
import type { Peers } from '../features/peers.ts'
import { problems } from '../features/problems/index.ts'
import { review } from '../features/review/index.ts'
import { schedule } from '../features/schedule/index.ts'
import { settings } from '../features/settings/index.ts'
import { whiteboard } from '../features/whiteboard/index.ts'

/** The features' apis by name, and the caller: the context of a command. */
export type Context = Apis & Readonly<{ caller: Caller }>

type Apis = { readonly [Name in keyof Created]: Created[Name]['api'] }
type Created = ReturnType<typeof createAll>

/** All that the features offer, merged. */
export type Features = Readonly<{
  apis: Apis
  actions: ReadonlyMap<string, ActionHandler>
  forms: ReadonlyMap<string, FormHandler>
  alarms: Readonly<Record<string, AlarmHandler>>
  /** Tells each feature in turn. */
  tell(call: (listener: Partial<Listener>) => Promise<void> | undefined): Promise<void>
  /** The features' parts of the bot's page, one below the other. */
  home(caller: Caller): Promise<readonly Block[]>
  catchUp(platform: PlatformName, stopping: AbortSignal): Promise<void>
  onDeadLetter(stream: string, delivery: Delivery, error: PlatformError): Promise<void>
  reconcile(): Promise<void>
  startWorkers(): readonly Worker[]
  housekeeping(): Promise<void>
}>

/** In the order in which they hear events and stand on the bot's page. */
function createAll(deps: FeatureDeps) {
  return {
    groups: groups.create(deps),
    answers: answers.create(deps),
    review: review.create(deps),
    mock: mock.create(deps),
    challenge: challenge.create(deps),
    problems: problems.create(deps),
    guide: guide.create(deps),
    learn: learn.create(deps),
    schedule: schedule.create(deps),
    settings: settings.create(deps),
    whiteboard: whiteboard.create(deps),
  }
}

/**
 * Creates all features and joins what they offer.
 * @throws Error at boot when two features answer to one name
 */
export function createFeatures(deps: Omit<FeatureDeps, 'peers'>): Features {
  const peers: Peers = {
    get mock() {
      return created.mock.api
    },
    get challenge() {
      return created.challenge.api
    },
    get schedule() {
      return created.schedule.api
    },
  }
  const created = createAll({ ...deps, peers })
  return { apis: apisOf(created), ...merge(Object.values(created)) }
}

function apisOf(created: Created): Apis {
  const entries = Object.entries(created).map(([name, { api }]) => [name, api])
  // The entries of an object lose the names in its type.
  return Object.fromEntries(entries) as Apis
}

/** @throws Error when two features answer to one name */
export function merge(all: readonly Offers<unknown>[]): Omit<Features, 'apis'> {
  return {
    actions: merged(
      'action',
      all.map(({ actions }) => actions),
    ),
    forms: merged(
      'form',
      all.map(({ forms }) => forms),
    ),
    alarms: Object.fromEntries(
      merged(
        'alarm',
        all.map(({ alarms }) => alarms),
      ),
    ),
    async tell(call) {
      for (const { listener } of all) if (listener) await call(listener)
    },
    async home(caller) {
      const parts: (readonly Block[])[] = []
      for (const offers of all) parts.push((await offers.home?.(caller)) ?? [])
      return parts
        .filter((part) => part.length > 0)
        .flatMap((part, index): readonly Block[] => (index > 0 ? [{ type: 'divider' }, ...part] : part))
    },
    async catchUp(platform, stopping) {
      await Promise.all(all.map((offers) => offers.catchUp?.(platform, stopping)))
    },
    async onDeadLetter(stream, delivery, error) {
      for (const offers of all) await offers.onDeadLetter?.(stream, delivery, error)
    },
    async reconcile() {
      await Promise.all(all.map((offers) => offers.reconcile?.()))
    },
    startWorkers: () => all.flatMap((offers) => offers.startWorkers?.() ?? []),
    async housekeeping() {
      await Promise.all(all.map((offers) => offers.housekeeping?.()))
    },
  }
}

function merged<H>(
  what: string,
  parts: readonly (Readonly<Record<string, H>> | undefined)[],
): ReadonlyMap<string, H> {
  const all = new Map<string, H>()
  for (const [name, handler] of parts.flatMap((part) => Object.entries(part ?? {}))) {
    if (all.has(name)) throw new Error(`two features handle the ${what} ${name}`)
    all.set(name, handler)
  }
  return all
}

import { pino } from 'pino'
import type { ActionEvent, FormEvent, Reply } from '#bot'
import { createAttempts } from '../../src/durable/attempts.ts'
import { type Caller, callerOf } from '../../src/features/caller.ts'
import type { Feature, FeatureDeps, Listener, Offers } from '../../src/features/feature.ts'
import type { Peers } from '../../src/features/peers.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { manualClock } from './clock.ts'
import { content as ourContent } from './content.ts'
import { localized } from './localized.ts'
import { NO_PICTURES } from './no-pictures.ts'

const nothing = async () => undefined
const silent = pino({ level: 'silent' })

/** Peers without mocks, challenges and schedules. */
export const NO_PEERS: Peers = {
  mock: {
    open: nothing,
    stageIn: nothing,
    underWay: async () => new Set(),
    channelsOf: async () => [],
  },
  challenge: {
    open: async () => {
      throw new Error('no challenge is expected')
    },
    underWay: async () => new Set(),
    channelsOf: async () => [],
  },
  schedule: {
    nextOf: nothing,
    nextIn: nothing,
    ownerOf: nothing,
    postingsOf: async () => [],
    onTimeZone: nothing,
  },
}

type Required = 'db' | 'listen'

/** The dependencies of a feature: the given parts; the rest is the product's own or does nothing. */
export function featureDeps(parts: Pick<FeatureDeps, Required> & Partial<FeatureDeps>): FeatureDeps {
  return {
    clock: manualClock(0),
    content: parts.content ?? ourContent,
    texts: loadTexts(),
    template: localized('', ''),
    platforms: new Map(),
    renderer: NO_PICTURES,
    log: silent,
    peers: NO_PEERS,
    attempts: createAttempts({ db: parts.db, log: silent, onSetAside: () => undefined }),
    ...parts,
  }
}

/** A member who reads English and is no organiser. */
export function callerFixture(): Caller {
  const user = { platform: 'playground', space: 's', user: 'ana' } as const
  return {
    user,
    actor: { ...user, name: 'Ana', admin: false },
    group: {
      id: '00000000-0000-4000-8000-000000000001',
      language: 'en',
      timeZone: 'UTC',
      defaultMinutes: 45,
    },
    organiser: false,
    language: 'en',
    t: loadTexts().in('en'),
  }
}

/** A feature that tests drive without router and platform: everything it offers in one object. */
export type Driven<Api> = Api &
  Listener &
  Readonly<{
    actions: NonNullable<Offers<Api>['actions']>
    forms: NonNullable<Offers<Api>['forms']>
    alarms: NonNullable<Offers<Api>['alarms']>
    home: NonNullable<Offers<Api>['home']>
    catchUp: NonNullable<Offers<Api>['catchUp']>
    onDeadLetter: NonNullable<Offers<Api>['onDeadLetter']>
    reconcile: NonNullable<Offers<Api>['reconcile']>
    startWorkers: NonNullable<Offers<Api>['startWorkers']>
    /** Runs the handler of a button or form as the router does. */
    run(event: ActionEvent | FormEvent): Promise<Reply>
  }>

export function drive<Api extends object>(feature: Feature<Api>, deps: FeatureDeps): Driven<Api> {
  const { api, listener, ...offers } = feature.create(deps)
  const { actions = {}, forms = {} } = offers
  return {
    ...api,
    onMessage: nothing,
    onReaction: nothing,
    onReactionsCleared: nothing,
    onGone: nothing,
    onJoined: nothing,
    ...listener,
    alarms: {},
    home: async () => [],
    catchUp: nothing,
    onDeadLetter: nothing,
    reconcile: nothing,
    startWorkers: () => [],
    ...offers,
    actions,
    forms,
    async run(event) {
      const caller = await callerOf(deps, event)
      const { name } = event.action
      const done =
        event.kind === 'action' ? actions[name]?.run(event, caller) : forms[name]?.run(event, caller)
      if (done === undefined && !(event.kind === 'action' ? actions : forms)[name])
        throw new Error(`nobody handles ${name}`)
      return done
    },
  }
}

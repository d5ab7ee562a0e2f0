import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Platform, PlatformName } from '#bot'
import { alarms, deliveries } from '../../../src/db/schema.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import { createEngine, type Engine } from '../../../src/features/mock/engine.ts'
import type { MockInput } from '../../../src/features/mock/rules/state.ts'
import { newMock } from '../../../src/features/mock/rules/step.ts'
import { getMock, insertMock } from '../../../src/features/mock/store.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { manualClock } from '../../support/clock.ts'
import { content } from '../../support/content.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'
import { ana, ben, cai, PLAN, T0 } from './fixtures.ts'

const texts = loadTexts()
const platforms: ReadonlyMap<PlatformName, Platform> = new Map([['discord', scriptedPlatform('discord')]])

let database: TestDatabase
let engine: Engine
const clock = manualClock(T0)

beforeAll(async () => {
  database = await testDatabase()
  engine = createEngine({ db: database.db, clock, content, texts, platforms })
})
afterAll(() => database?.close())

let channels = 0

/** A lobby of Ana's in a channel of its own. */
async function openMock(): Promise<string> {
  const { db } = database
  const { id: groupId } = await groupAt(db, ana.user)
  const channel = { platform: 'discord', space: 's', channel: `c${++channels}` } as const
  const state = newMock(ana.user, PLAN, T0)
  const mock = {
    groupId,
    channel,
    problem: 'fraud-detection',
    own: null,
    language: 'en',
    minutes: 45,
    state,
  } as const
  const id = await db.transaction((tx) => insertMock(tx, mock, T0))
  if (id === undefined) throw new Error('no mock')
  return id
}

type Event = Readonly<{ id: string; input: MockInput }>

const someone = fc.constantFrom(ana, ben, cai)
const wish = fc.oneof(
  fc.record({
    kind: fc.constant('take' as const),
    role: fc.constantFrom('candidate' as const, 'interviewer' as const, 'observer' as const),
    by: someone,
  }),
  fc.record({ kind: fc.constantFrom('start' as const, 'cancel' as const, 'reveal' as const), by: someone }),
  fc.record({
    kind: fc.constantFrom(
      'next' as const,
      'extend' as const,
      'pause' as const,
      'resume' as const,
      'end' as const,
    ),
    by: someone,
    revision: fc.integer({ min: 1, max: 4 }),
  }),
)

const events = fc
  .array(wish, { minLength: 3, maxLength: 14 })
  .map((wishes) => wishes.map((each, i): Event => ({ id: String(i), input: { ...each, at: T0 + i * 1000 } })))

async function play(sequence: readonly Event[], run: string): Promise<string> {
  const mock = await openMock()
  for (const { id, input } of sequence)
    await engine.advance(mock, () => input, { event: { platform: 'discord', id: `${run}:${id}` } })
  return mock
}

/** All that a run leaves behind, without what names the run. */
async function traces(mock: string) {
  const { db } = database
  const sent = (await db.select().from(deliveries).orderBy(deliveries.id)).filter(
    ({ stream }) => stream === mock,
  )
  const set = (await db.select().from(alarms).orderBy(alarms.dueAt)).filter(({ key }) => key === mock)
  const neutral = (value: unknown) => JSON.stringify(value).replaceAll(mock, 'mock')
  return {
    state: (await getMock(db, mock))?.state,
    sent: sent.map(({ kind, slot, payload }) => neutral([kind, slot, payload])),
    alarms: set.map(({ dueAt }) => dueAt),
  }
}

describe('an event that comes again', () => {
  it('changes nothing, however late and in whatever order the repetitions come', async () => {
    let runs = 0
    const repeats = fc.array(fc.record({ what: fc.nat(), where: fc.nat() }), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(events, repeats, async (sequence, again) => {
        const noisy = [...sequence]
        for (const { what, where } of again) {
          const event = sequence[what % sequence.length]
          if (!event) continue
          const first = noisy.indexOf(event)
          noisy.splice(first + 1 + (where % (noisy.length - first)), 0, event)
        }
        const once = await traces(await play(sequence, `once${++runs}`))
        const repeated = await traces(await play(noisy, `again${runs}`))
        expect(repeated).toEqual(once)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a step', () => {
  it('leaves nothing behind when its transaction fails', async () => {
    const mock = await openMock()
    const before = await traces(mock)
    const failing = engine.advance(mock, () => ({ kind: 'start', by: ana, at: T0 }), {
      event: { platform: 'discord', id: 'fails once' },
      also: async () => {
        throw new Error('the power goes')
      },
    })
    await expect(failing).rejects.toThrow('the power goes')
    expect(await traces(mock)).toEqual(before)
    await engine.advance(mock, () => ({ kind: 'start', by: ana, at: T0 }), {
      event: { platform: 'discord', id: 'fails once' },
    })
    expect((await getMock(database.db, mock))?.state.phase).toBe('running')
  })

  it('runs alone, however many come at once', async () => {
    const mock = await openMock()
    await engine.advance(mock, () => ({ kind: 'start', by: ana, at: T0 }))
    const presses = Array.from({ length: 20 }, () =>
      engine.advance(mock, () => ({ kind: 'next', by: ana, at: T0 + 1000, revision: 1 })),
    )
    const outcomes = await Promise.all(presses)
    expect(outcomes.filter((stepped) => stepped?.outcome.refused === undefined).length).toBe(1)
    expect((await getMock(database.db, mock))?.state).toMatchObject({ revision: 2, timeline: { stage: 1 } })
  })

  it('does not know what it never heard of', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect(await engine.advance(nobody, () => ({ kind: 'start', by: ana, at: T0 }))).toBeUndefined()
  })
})

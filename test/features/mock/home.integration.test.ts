import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, Block, Platform, PlatformName } from '#bot'
import { answerOfMock } from '../../../src/features/answers/store.ts'
import { callerOf } from '../../../src/features/caller.ts'
import type { FeatureDeps } from '../../../src/features/feature.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import { createEngine, type Engine } from '../../../src/features/mock/engine.ts'
import { mock as feature, type MockApi } from '../../../src/features/mock/index.ts'
import type { MockInput, Person } from '../../../src/features/mock/rules/state.ts'
import { newMock } from '../../../src/features/mock/rules/step.ts'
import { insertMock } from '../../../src/features/mock/store.ts'
import { saveScores } from '../../../src/features/review/store.ts'
import { settings } from '../../../src/features/settings/index.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { manualClock } from '../../support/clock.ts'
import { content } from '../../support/content.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { type Driven, drive, featureDeps } from '../../support/features.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'
import { ana, ben, cai, PLAN, T0 } from './fixtures.ts'

const texts = loadTexts()
const platforms: ReadonlyMap<PlatformName, Platform> = new Map([['discord', scriptedPlatform('discord')]])

let database: TestDatabase
let engine: Engine
let deps: FeatureDeps
let mocks: Driven<MockApi>

beforeAll(async () => {
  database = await testDatabase()
  deps = featureDeps({ ...database, clock: manualClock(T0), content, texts, platforms })
  engine = createEngine(deps)
  mocks = drive(feature, deps)
})
afterAll(() => database.close())

const actor = (person: Person, locale = 'en-US'): Actor => ({
  ...person.user,
  name: person.user.user,
  admin: person === cai,
  locale,
})

/** The texts, and the labels of the buttons. */
const shown = (blocks: readonly Block[] = []) =>
  blocks
    .flatMap((block) => {
      if (block.type === 'buttons') return block.buttons.map(({ label }) => `[${label}]`)
      return 'text' in block ? [block.text] : []
    })
    .join('\n')
const homeOf = async (person: Person, locale?: string) =>
  shown(await mocks.home(await callerOf(deps, { actor: actor(person, locale) })))

let channels = 0
async function open(...inputs: readonly MockInput[]): Promise<string> {
  const { db } = database
  const { id: groupId } = await groupAt(db, ana.user)
  const channel = { platform: 'discord', space: 's', channel: `c${++channels}` } as const
  const mock = {
    groupId,
    channel,
    problem: 'fraud-detection',
    own: null,
    language: 'en',
    minutes: 45,
  } as const
  const id = await db.transaction((tx) => insertMock(tx, { ...mock, state: newMock(ana.user, PLAN, T0) }, T0))
  if (id === undefined) throw new Error('no mock')
  for (const input of inputs) await engine.advance(id, () => input)
  return id
}

const start: readonly MockInput[] = [
  { kind: 'take', role: 'interviewer', by: ben, at: T0 },
  { kind: 'start', by: ana, at: T0 },
]

test('without a mock it says how to begin one', async () => {
  expect(await homeOf(ana)).toContain('Type `/mock fraud-detection` in a channel')
  expect(await homeOf(ana, 'zh-CN')).toContain('在频道里输入 `/mock fraud-detection`')
})

test('each sees their own mocks, and what they can do with them', async () => {
  await open(...start)
  const over = T0 + 60 * MINUTE
  const scoring = await open(...start, { kind: 'tick', at: over })
  await open()
  expect(await homeOf(ana)).toMatch(
    /Fraud[^\n]* · Candidate\nNow: Requirements, until[\s\S]*· Candidate\n[\s\S]*\[Start\]\n\[Cancel\]\nWaiting for your score\n[\s\S]* · Candidate\n[\s\S]*\[Score\]$/u,
  )
  const seenByBen = await homeOf(ben)
  expect(seenByBen).toMatch(
    / · Interviewer\nNow: [\s\S]*\[Console\]\n\[Take a note\]\n[\s\S]*\[Score\]\n\[Reveal\]$/u,
  )
  expect(await homeOf(cai)).toContain('Nothing is running.')

  const { db } = database
  const answer = await answerOfMock(db, scoring)
  if (!answer) throw new Error('no answer')
  const [first = '', second = ''] = content.rubric.criteria.map(({ id }) => id)
  await saveScores(db, answer.id, ben.user, { levels: { [first]: 2, [second]: 3 }, comment: '' }, over)
  await saveScores(db, answer.id, ana.user, { levels: { [first]: 4 }, comment: '' }, over)
  await engine.advance(scoring, () => ({ kind: 'reveal', by: ben, at: over }))
  const after = await homeOf(ana)
  expect(after).not.toContain('Waiting for your score')
  expect(after).toMatch(/Your latest results\n- \*\*[^\n]+\*\*, ⟦time \d+ date⟧: median 2\.5, by 1 peer$/u)
})

test('settings are offered to who may change them', async () => {
  const { home } = drive(settings, deps)
  const of = async (person: Person) => shown(await home(await callerOf(deps, { actor: actor(person) })))
  expect(await of(ana)).toBe('[What I can do]')
  expect(await of(cai)).toBe('[What I can do]\n[Settings]')
})

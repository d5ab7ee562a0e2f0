import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Interaction } from '#bot'
import { parseProblem } from '../../../src/content/problem.ts'
import { callerOf } from '../../../src/features/caller.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import { mock as feature } from '../../../src/features/mock/index.ts'
import { getMock, listOpen } from '../../../src/features/mock/store.ts'
import { addProblem } from '../../../src/features/problems/add.ts'
import { removeProblem, replaceProblem } from '../../../src/features/problems/store.ts'
import { DAY } from '../../../src/kit/durations.ts'
import { drive, featureDeps } from '../../support/features.ts'
import { type ChallengeFixture, openChallengeFixture } from '../challenge/fixture.ts'
import { readable } from '../challenge/reading.ts'
import { commandBy, newGroup, openDesk, wordsOf } from '../schedule/fixtures.ts'
import { openProblemFixture, type ProblemFixture, personOf, refusal, T0, template } from './fixture.ts'

const SLUG = 'delivery-eta'
const wording = (groupId: string, text: string = template.en) => ({
  groupId,
  slug: SLUG,
  language: 'zh' as const,
  source: text,
  problem: parseProblem(text, 'eta.md'),
  createdAt: T0,
  createdBy: personOf('olga'),
})
const second = template.en.replace('Delivery Time Promise', 'Second')

describe('a mock of an own problem', () => {
  let fixture: ProblemFixture
  beforeAll(async () => {
    fixture = await openProblemFixture()
  })
  afterAll(() => fixture?.close())

  const asked = (space = 's'): Interaction => ({
    id: `mock-${space}`,
    actor: personOf('ana', space),
    channel: { platform: 'discord', space, channel: 'c' },
    missing: [],
    threads: true,
    defer: async () => undefined,
    reply: async () => undefined,
    tell: async () => undefined,
    openForm: async () => undefined,
  })

  it('keeps the wording that it began with, in its language, through edits, removal and a start', async () => {
    const { database, clock, content } = fixture
    const { db } = database
    const deps = featureDeps({ ...database, clock, content })
    const mocks = drive(feature, deps)
    const play = async (event: Interaction) =>
      mocks.open(event, await callerOf(deps, event), { problem: SLUG })
    const groupId = await fixture.groupId()
    await db.transaction((tx) => addProblem(tx, wording(groupId)))
    expect(await refusal(play(asked('other')))).toBe('error.unknownProblem')
    await play(asked())
    const [mock] = await listOpen(db, { platform: 'discord', space: 's' })
    expect(mock).toMatchObject({
      problem: SLUG,
      language: 'zh',
      own: { problem: { title: 'Delivery Time Promise' } },
    })
    expect(await mocks.underWay(groupId)).toEqual(new Set([SLUG]))

    await db.transaction((tx) => replaceProblem(tx, 1, wording(groupId, second)))
    await removeProblem(db, { groupId, slug: SLUG, version: 2, at: T0 })
    // A mock of the content's that is gone is ended; the other goes on.
    await database.sql`insert into mocks (group_id, platform, space, channel, problem, language, minutes, phase, revision, candidate, state, created_at)
      select group_id, platform, space, channel, 'gone', language, minutes, phase, revision, 'ben', state, created_at from mocks`
    await mocks.reconcile()
    const open = await listOpen(db, { platform: 'discord', space: 's' })
    expect(open.map(({ problem }) => problem)).toEqual([SLUG])
    expect((await getMock(db, mock?.id ?? ''))?.own?.problem.title).toBe('Delivery Time Promise')
    expect(await refusal(play({ ...asked(), id: 'again' }))).toBe('error.unknownProblem')
  })
})

describe('a challenge of an own problem', () => {
  let fixture: ChallengeFixture
  beforeAll(async () => {
    fixture = await openChallengeFixture()
  })
  afterAll(() => fixture?.close())

  it('is posted, kept and closed with the wording that stood when it was posted', async () => {
    const { db } = fixture.database
    const [group] = await fixture.database.sql<{ id: string }[]>`select id from groups`
    const groupId = group?.id ?? ''
    await db.transaction((tx) => addProblem(tx, wording(groupId)))
    const id = await fixture.open({ problem: SLUG })
    const [card] = [...fixture.shown().values()]
    expect(card && readable(card)).toContain('We deliver food from restaurants')

    await db.transaction((tx) => replaceProblem(tx, 1, wording(groupId, second)))
    await removeProblem(db, { groupId, slug: SLUG, version: 2, at: T0 })
    await fixture.challenges.reconcile()
    await fixture.handIn('ana', id, 'quantiles')
    await fixture.pass(7 * DAY)
    await fixture.counted()
    await fixture.sent()
    const said = [...fixture.shown().values()].map(readable).join('\n')
    expect(said).toContain('The promise is made before payment, so it is a price')
    expect(said).not.toContain('Second')
    await expect(fixture.open({ problem: SLUG })).rejects.toThrow(`no problem ${SLUG}`)
  })
})

describe('a schedule', () => {
  let fixture: ProblemFixture
  beforeAll(async () => {
    fixture = await openProblemFixture()
  })
  afterAll(() => fixture?.close())

  it("takes the group's own problems in turn, by name too, and passes over what was removed", async () => {
    const { database, clock, content } = fixture
    const { db } = database
    const { schedules, wishes } = openDesk({ database, clock })
    const [here, elsewhere] = [newGroup(), newGroup()]
    const group = await groupAt(db, here.olga)
    await groupAt(db, elsewhere.olga)
    await db.transaction((tx) => addProblem(tx, wording(group.id)))
    const add = (by: typeof here, problems?: string, day: 'mon' | 'tue' = 'mon') =>
      schedules.add(commandBy(by.olga), { channel: 'challenges', day, time: '18:00', problems })
    const suggested = (actor: typeof here.olga) =>
      schedules.suggest({
        kind: 'autocomplete',
        actor,
        channel: { platform: 'discord', space: actor.space, channel: 'c' },
        name: 'schedule',
        subcommand: 'add',
        option: 'problems',
        typed: 'fraud-detection, deliv',
        suggest: async () => undefined,
      })

    const offered = { value: `fraud-detection, ${SLUG}`, label: `fraud-detection, ${SLUG}` }
    expect(await suggested(here.olga)).toEqual([offered])
    expect(await suggested(elsewhere.olga)).not.toContainEqual(offered)
    expect(await refusal(add(elsewhere, SLUG))).toBe('error.unknownProblem')

    expect(wordsOf(await add(here, `${SLUG}, fraud-detection`))).toContain(`fraud-detection, ${SLUG}`)
    const run = () => schedules.change(commandBy(here.olga), '#1', { kind: 'run' })
    await run()
    clock.advance(60_000)
    expect(wordsOf(await run())).toContain('Delivery Time Promise')
    expect(wishes.map(({ problem }) => problem)).toEqual(['fraud-detection', SLUG])

    await add(here, SLUG, 'tue')
    const listed = async () => wordsOf(await schedules.list(commandBy(here.olga)))
    expect(await listed()).not.toContain('removed')
    await removeProblem(db, { groupId: group.id, slug: SLUG, version: 1, at: T0 })
    const list = await listed()
    expect(list).toContain(`fraud-detection, ${SLUG} (removed)\n`)
    expect(list).toContain(`${SLUG} (removed), so all problems in turn\n`)
    expect(list).toContain(content.problems.get('fraud-detection')?.en.title)
    clock.advance(60_000)
    await run()
    expect(wishes.at(-1)?.problem).toBe('fraud-detection')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, UserError } from '#bot'
import { callerOf, readingLanguage, requireOrganiser } from '../../src/features/caller.ts'
import { addOrganiser, findGroup } from '../../src/features/groups/store.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())

const actorIn = (space: string, more: Partial<Actor> = {}): Actor => ({
  platform: 'discord',
  space,
  user: 'ana',
  name: 'Ana',
  admin: false,
  ...more,
})
const resolve = (actor: Actor, spaceLocale?: string) =>
  callerOf({ db: database.db, texts: loadTexts() }, { actor, ...(spaceLocale && { spaceLocale }) })

describe('the caller of an event', () => {
  it('is in the one group of the space, which first contact makes in the space’s language', async () => {
    const actor = actorIn('new')
    expect(await findGroup(database.db, actor)).toBeUndefined()
    const [first, second] = await Promise.all([resolve(actor, 'zh-CN'), resolve(actor, 'en-US')])
    expect(second.group).toEqual(first.group)
    expect(await findGroup(database.db, actor)).toEqual(first.group)
    expect((await resolve(actorIn('other'), 'zh-TW')).group).toMatchObject({
      language: 'zh-TW',
      timeZone: 'UTC',
    })
  })

  it('organises as an admin of the space or as a named organiser of this group, not of another', async () => {
    expect((await resolve(actorIn('a', { admin: true }))).organiser).toBe(true)
    const before = await resolve(actorIn('a'))
    expect(before.organiser).toBe(false)
    await addOrganiser(database.db, before.group.id, before.user)
    expect((await resolve(actorIn('a'))).organiser).toBe(true)
    expect((await resolve(actorIn('b'))).organiser).toBe(false)
  })

  it.each([
    ['zh-CN', 'en', 'zh'],
    ['zh-TW', 'en', 'zh-TW'],
    ['en-GB', 'zh', 'en'],
    ['fr', 'zh', 'zh'],
    [undefined, 'zh', 'zh'],
    ['fr', undefined, 'en'],
  ] as const)('with the locale %s in a group of %s reads %s', (locale, group, expected) => {
    const of = group && { id: '', language: group, timeZone: 'UTC', defaultMinutes: 45 }
    expect(readingLanguage({ ...(locale && { locale }) }, of)).toBe(expected)
  })

  it('is refused with the sentence of the command, unless they organise', async () => {
    const caller = await resolve(actorIn('c'))
    expect(() => requireOrganiser(caller, 'error.scheduleOrganisers')).toThrow(UserError)
    expect(() => requireOrganiser(caller, 'error.scheduleOrganisers')).toThrow('error.scheduleOrganisers')
    expect(() => requireOrganiser({ ...caller, organiser: true })).not.toThrow()
  })
})

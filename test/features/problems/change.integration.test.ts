import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { action } from '#bot'
import { standingProblem } from '../../../src/features/problems/store.ts'
import {
  actionsOf,
  isForm,
  openProblemFixture,
  type ProblemFixture,
  readable,
  refusal,
  T0,
  template,
} from './fixture.ts'

let fixture: ProblemFixture
beforeAll(async () => {
  fixture = await openProblemFixture()
  await fixture.submit('olga', ADD, mine('delivery-eta.md'))
})
afterAll(() => fixture?.close())

const ADD = action('problem.added')
const mine = (name: string, text = template.en) => ({ name, content: text })
const retitled = (title: string) => template.en.replace('Delivery Time Promise', title)

describe("a group's own problem", () => {
  it('gets a new wording, unless somebody else has changed it', async () => {
    const form = await fixture.command('olga', 'edit', 'delivery-eta')
    if (!isForm(form)) throw new Error('no form')
    const { db } = fixture.database
    const groupId = await fixture.groupId()
    const first = await standingProblem(db, groupId, 'delivery-eta')
    await fixture.submit('olga', form.action, mine('v2.md', retitled('Second')), {
      values: { language: 'zh' },
    })
    expect(await standingProblem(db, groupId, 'delivery-eta')).toMatchObject({
      version: 2,
      language: 'zh',
      problem: { title: 'Second' },
      createdAt: T0,
      createdBy: { platform: 'discord', space: 's', user: 'olga' },
    })
    expect(await refusal(fixture.submit('olga', form.action, mine('v2.md', retitled('Third'))))).toBe(
      'problem.refused.changed',
    )
    // Mocks and challenges keep the row that they began with.
    const [row] = await fixture.database
      .sql`select problem ->> 'title' as title from group_problems where id = ${first?.id ?? ''}`
    expect(row?.title).toBe('Delivery Time Promise')
  })

  it('can be changed, unlike those of the content', async () => {
    expect(await refusal(fixture.command('olga', 'edit', 'fraud-detection'))).toBe('problem.refused.notYours')
    expect(await refusal(fixture.command('olga', 'remove', 'fraud-detection'))).toBe(
      'problem.refused.notYours',
    )
    expect(await refusal(fixture.command('ana', 'remove', 'delivery-eta'))).toBe(
      'problem.refused.organisersOnly',
    )
  })

  it('is removed after a question that lists its uses', async () => {
    await fixture.submit('olga', ADD, mine('used.md'))
    const at = (channel: string, space = 's') => ({ platform: 'discord', space, channel }) as const
    const schedule = (number: number, problems: readonly string[] | null, pinned: string | null = null) => ({
      number,
      channel: at(`room-${number}`),
      problems,
      pinned,
    })
    const ask = () => fixture.command('olga', 'remove', 'used')
    expect(readable(await ask())).not.toContain('chedule #')
    expect(readable(await ask())).not.toContain('Running now')
    fixture.uses.set(`${await fixture.groupId()}/used`, {
      schedules: [
        schedule(1, null),
        schedule(2, ['used', 'fraud-detection']),
        schedule(3, ['used']),
        schedule(4, null, 'used'),
        schedule(5, ['fraud-detection']),
      ],
      challenges: [at('weekly')],
      mocks: [at('mocks'), at('far', 'other'), ...Array.from({ length: 7 }, (_, index) => at(`c${index}`))],
    })
    const asked = readable(await ask())
    expect(asked).toContain('Schedule #2 in ⟦channel room-2⟧ posts the other problems of its list')
    expect(asked).toContain('Schedule #3 in ⟦channel room-3⟧ posts nothing else: without it, all problems')
    expect(asked).toContain('Schedule #4 in ⟦channel room-4⟧ has it pinned')
    expect(asked).not.toMatch(/#[15] /u)
    expect(asked).toContain(
      'Running now: a challenge in ⟦channel weekly⟧, a mock in ⟦channel mocks⟧, a mock in another server or workspace, ',
    )
    expect(asked).toContain('⟦channel c2⟧, and 4 more.')
    const yes = actionsOf(await ask())['Yes, remove it']
    if (!yes) throw new Error('no button')
    const removed = readable(await fixture.press('olga', yes))
    expect(removed).toContain(
      'Schedule #3 in ⟦channel room-3⟧ posted nothing else: now all problems take turns',
    )
    expect(removed).not.toMatch(/#[1245] /u)
  })

  it('is removed after a question, once', async () => {
    const asked = await fixture.command('olga', 'remove', 'delivery-eta')
    const yes = actionsOf(asked)['Yes, remove it']
    if (!yes) throw new Error('no button')
    expect(readable(await fixture.command('ana', 'list'))).toContain('delivery-eta')
    expect(await refusal(fixture.press('ana', yes))).toBe('problem.refused.organisersOnly')
    await fixture.press('olga', yes)
    expect(readable(await fixture.command('ana', 'list'))).not.toContain('delivery-eta')
    expect(await refusal(fixture.press('olga', yes))).toBe('error.oldButton')
    // The slug is free again, and its versions continue.
    await fixture.submit('olga', ADD, mine('delivery-eta.md'))
    expect(await standingProblem(fixture.database.db, await fixture.groupId(), 'delivery-eta')).toMatchObject(
      {
        version: 3,
      },
    )
  })
})

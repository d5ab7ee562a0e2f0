import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { action } from '#bot'
import { standingProblem } from '../../../src/features/problems/store.ts'
import {
  actionsOf,
  fileIn,
  openProblemFixture,
  type ProblemFixture,
  readable,
  refusal,
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
  it('shows a candidate what they may know, and the source to organisers who ask for it', async () => {
    const card = await fixture.command('ana', 'show', 'delivery time promise')
    expect(readable(card)).toContain('We deliver food from restaurants')
    expect(readable(card)).toContain('The promise changes what it predicts')
    expect(readable(card)).toContain('point-in-time features')
    for (const secret of ['2,000,000 orders a day', 'billboard', 'pinball'])
      expect(readable(card)).not.toContain(secret)
    expect(Object.keys(actionsOf(card))).toEqual([])
    expect(await refusal(fixture.press('ana', action('problem.source', 'delivery-eta')))).toBe(
      'problem.refused.organisersOnly',
    )
    const theirs = await fixture.command('olga', 'show', 'delivery-eta')
    expect(fileIn(theirs)).toBeUndefined()
    const { Source } = actionsOf(theirs)
    if (!Source) throw new Error('no button Source')
    expect(fileIn(await fixture.press('olga', Source))).toBe(template.en)
  })

  it('hides its topics while the group works on it', async () => {
    fixture.underWay.add('delivery-eta')
    const card = readable(await fixture.command('ana', 'show', 'delivery-eta'))
    expect(card).toContain('We deliver food from restaurants')
    expect(card).not.toContain('point-in-time features')
    expect(card).not.toContain('The promise changes what it predicts')
    fixture.underWay.clear()
  })

  it('is unknown to other groups, in lists and by forged buttons', async () => {
    expect(readable(await fixture.command('olga', 'list', undefined, 'other'))).not.toContain('delivery-eta')
    expect(await fixture.suggest('show', 'deliv')).toEqual(['delivery-eta'])
    expect(await fixture.suggest('show', 'deliv', 'other')).not.toContain('delivery-eta')
    expect(await fixture.suggest('edit', '')).toEqual(['delivery-eta'])
    expect(await fixture.suggest('remove', '', 'other')).toEqual([])
    expect(await refusal(fixture.command('olga', 'show', 'delivery-eta', 'other'))).toBe(
      'error.unknownProblem',
    )
    expect(await refusal(fixture.command('olga', 'edit', 'delivery-eta', 'other'))).toBe(
      'problem.refused.none',
    )
    for (const name of ['source', 'edit', 'ask-remove', 'remove', 'show'])
      expect(
        await refusal(fixture.press('olga', action(`problem.${name}`, 'delivery-eta', 1), 'other')),
        name,
      ).toBe('error.oldButton')
    expect(
      await refusal(
        fixture.submit('olga', action('problem.edited', 'delivery-eta', 1), mine('x.md'), { space: 'other' }),
      ),
    ).toBe('problem.refused.changed')
    // Their own of the same name is another one.
    await fixture.submit('olga', ADD, mine('delivery-eta.md', retitled('Theirs')), { space: 'other' })
    const here = await standingProblem(fixture.database.db, await fixture.groupId(), 'delivery-eta')
    expect(here?.problem.title).toBe('Delivery Time Promise')
    await fixture.press('olga', action('problem.remove', 'delivery-eta', 1), 'other')
    expect(await standingProblem(fixture.database.db, await fixture.groupId(), 'delivery-eta')).toBeDefined()
  })

  it('has a template in the language of the reader', async () => {
    expect(fileIn(await fixture.command('ana', 'template'))).toBe(template.en)
    const { Template } = actionsOf(await fixture.command('ana', 'list'))
    if (!Template) throw new Error('no button Template')
    expect(fileIn(await fixture.press('ana', Template))).toBe(template.en)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { action, encodeAction } from '#bot'
import { addProblem } from '../../../src/features/problems/filing.ts'
import { problemsOf } from '../../../src/features/problems/library.ts'
import { standingProblem } from '../../../src/features/problems/store.ts'
import {
  actionsOf,
  fileIn,
  isForm,
  openProblemFixture,
  type ProblemFixture,
  personOf,
  readable,
  refusal,
  T0,
  template,
} from './fixture.ts'

let fixture: ProblemFixture
beforeAll(async () => {
  fixture = await openProblemFixture()
})
afterAll(() => fixture?.close())

const ADD = action('problem.added')
const mine = (name: string, text = template.en) => ({ name, content: text })
const retitled = (title: string) => template.en.replace('Delivery Time Promise', title)

describe("a group's own problem", () => {
  it('is added by organisers only, at every step', async () => {
    expect(await refusal(fixture.command('ana', 'add'))).toBe('problem.refused.organisersOnly')
    expect(await refusal(fixture.press('ana', action('problem.add')))).toBe('problem.refused.organisersOnly')
    expect(await refusal(fixture.submit('ana', ADD, mine('eta.md')))).toBe('problem.refused.organisersOnly')
    expect(
      await problemsOf({ db: fixture.database.db, content: fixture.content }, await fixture.groupId()),
    ).toHaveLength(fixture.content.problems.size)
  })

  it('takes a file, says what was read, and is listed for all', async () => {
    const form = await fixture.command('olga', 'add')
    expect(isForm(form) && form.fields.map(({ kind, required }) => [kind, required])).toEqual([
      ['file', true],
      ['text', false],
      ['choice', true],
    ])
    const receipt = await fixture.submit('olga', ADD, mine('Delivery ETA.md'))
    const read = readable(receipt)
    for (const [name, value] of [
      ['Stages', '8'],
      ['Facts', '12'],
      ['Questions', '24'],
      ['Curveballs', '6'],
      ['Diagrams', '2'],
    ])
      expect(read).toContain(`{"name":"${name}","value":"${value}"}`)
    expect(read).toContain('/mock delivery-eta')
    const list = readable(await fixture.command('ana', 'list'))
    expect(list).toContain('**Delivery Time Promise** (`delivery-eta`)')
    expect(list).toContain('(`fraud-detection`)')
  })

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

  it('keeps its topics closed while it is played', async () => {
    fixture.underWay.add('delivery-eta')
    const card = readable(await fixture.command('ana', 'show', 'delivery-eta'))
    expect(card).toContain('We deliver food from restaurants')
    expect(card).not.toContain('point-in-time features')
    expect(card).not.toContain('The promise changes what it predicts')
    fixture.underWay.clear()
  })

  it('is nothing to other groups: neither in lists nor by forged buttons', async () => {
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

  it.each([
    ['a name that is taken', 'delivery-eta', 'problem.refused.taken'],
    ['a name of ours', 'fraud-detection', 'problem.refused.ours'],
    ['a name with blanks', 'Ad click', 'problem.refused.slug'],
    ['a name that is too long', 'a'.repeat(41), 'problem.refused.slug'],
    ['a path', '../../etc/passwd', 'problem.refused.slug'],
  ])('is refused with %s', async (_, slug, key) => {
    expect(await refusal(fixture.submit('olga', ADD, mine('x.md'), { values: { slug } }))).toBe(key)
  })

  it.each([
    ['an empty file', '', 'problem.refused.empty'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'problem.refused.other'],
    ['a large file', new Uint8Array(300_000).fill(0x61), 'problem.refused.large'],
  ])('is refused with %s', async (_, content, key) => {
    expect(await refusal(fixture.submit('olga', ADD, { name: 'x.md', content }))).toBe(key)
  })

  it('needs a name where the file has none', async () => {
    expect(await refusal(fixture.submit('olga', ADD, mine('题目.md')))).toBe('problem.refused.noSlug')
  })

  it('is refused with a list of its mistakes, and the form is opened again as it was', async () => {
    const text = template.en.replace('title: Delivery', 'titel: Delivery').replace('## 3. Data', '## Data')
    const reply = await fixture.submit('olga', ADD, mine('x.md', text), {
      values: { slug: 'my-own', language: 'zh' },
    })
    expect(readable(reply)).toContain('**x.md** has 3 mistakes:')
    expect(readable(reply)).toContain('Line 7: titel: unknown key')
    expect(fileIn(reply)).toBeUndefined()
    const again = actionsOf(reply)['Try again']
    if (!again) throw new Error('no button Try again')
    const form = await fixture.press('olga', again)
    expect(isForm(form) && form.fields.map(({ value }) => value)).toEqual([undefined, 'my-own', 'zh'])
    expect(await standingProblem(fixture.database.db, await fixture.groupId(), 'my-own')).toBeUndefined()
  })

  it('takes its name from the next file, where only the file had named it', async () => {
    const text = template.en.replace('title: Delivery', 'titel: Delivery')
    const again = actionsOf(await fixture.submit('olga', ADD, mine('draft.md', text)))['Try again']
    if (!again) throw new Error('no button Try again')
    const form = await fixture.press('olga', again)
    expect(isForm(form) && form.fields.map(({ value }) => value)).toEqual([undefined, undefined, 'en'])
  })

  it('is refused in the language of who handed it in', async () => {
    const text = template.en.replace('stage: monitoring', 'stage: monitor')
    const reply = await fixture.submit('olga', ADD, mine('x.md', text), { locale: 'zh-CN' })
    expect(readable(reply)).toMatch(
      /第 \d+ 行：facts\[11\]\.stage: 应为：requirements, .*；现在：\\"monitor\\"/u,
    )
  })

  it('is refused with twenty mistakes in the answer, and all in a file', async () => {
    const matter = Array.from({ length: 40 }, (_, index) => `key${index}: x`).join('\n')
    const reply = await fixture.submit(
      'olga',
      ADD,
      mine('x.md', template.en.replace('---\n', `---\n${matter}\n`)),
    )
    expect(readable(reply)).toContain('has 40 mistakes')
    expect(readable(reply)).toContain('And 20 more')
    expect(fileIn(reply)?.trim().split('\n')).toHaveLength(40)
  })

  it('is stored once, however often its form is delivered', async () => {
    const send = () => fixture.submit('olga', ADD, mine('once.md'), { event: 'form-once' })
    expect(await send()).toBeDefined()
    expect(await send()).toBeUndefined()
    await fixture.press('olga', action('problem.remove', 'once', 1))
  })

  it('gets a new wording, unless somebody else was faster', async () => {
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
    // What is played keeps the row that it began with.
    const [row] = await fixture.database
      .sql`select problem ->> 'title' as title from group_problems where id = ${first?.id ?? ''}`
    expect(row?.title).toBe('Delivery Time Promise')
  })

  it('is ours to change only where it is the own: those of the content are left alone', async () => {
    expect(await refusal(fixture.command('olga', 'edit', 'fraud-detection'))).toBe('problem.refused.notYours')
    expect(await refusal(fixture.command('olga', 'remove', 'fraud-detection'))).toBe(
      'problem.refused.notYours',
    )
    expect(await refusal(fixture.command('ana', 'remove', 'delivery-eta'))).toBe(
      'problem.refused.organisersOnly',
    )
  })

  it('is removed after a question that names what uses it', async () => {
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
    // The name is free again, and its wordings are counted on.
    await fixture.submit('olga', ADD, mine('delivery-eta.md'))
    expect(await standingProblem(fixture.database.db, await fixture.groupId(), 'delivery-eta')).toMatchObject(
      {
        version: 3,
      },
    )
  })

  it('has a template to begin with, in the language of who asks', async () => {
    expect(fileIn(await fixture.command('ana', 'template'))).toBe(template.en)
    const { Template } = actionsOf(await fixture.command('ana', 'list'))
    if (!Template) throw new Error('no button Template')
    expect(fileIn(await fixture.press('ana', Template))).toBe(template.en)
  })

  it('carries ids that every service holds, whatever its name', () => {
    const slug = `${'a'.repeat(39)}b`
    for (const name of ['add', 'edit', 'show', 'source', 'ask-remove', 'remove', 'edited'])
      expect(() => encodeAction(action(`problem.${name}`, slug, 100_000))).not.toThrow()
  })
})

describe('many at once', () => {
  it('fifty, and not one more, however many come together', async () => {
    const { db } = fixture.database
    const groupId = await fixture.groupId('crowd')
    const source = await standingProblem(db, await fixture.groupId(), 'delivery-eta')
    if (!source) throw new Error('nothing to copy')
    const wording = (slug: string) => ({
      groupId,
      slug,
      language: 'en' as const,
      source: source.source,
      problem: source.problem,
      createdAt: T0,
      createdBy: personOf('olga', 'crowd'),
    })
    const add = (slug: string) => db.transaction((tx) => addProblem(tx, wording(slug)))
    for (let index = 0; index < 48; index++) await add(`p-${index}`)
    const last = await Promise.allSettled(['x', 'x', 'y', 'y', 'z'].map(add))
    expect(last.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect(await refusal(fixture.submit('olga', ADD, mine('one-more.md'), { space: 'crowd' }))).toBe(
      'problem.refused.full',
    )
    expect(await problemsOf({ db, content: fixture.content }, groupId)).toHaveLength(
      50 + fixture.content.problems.size,
    )
  })
})

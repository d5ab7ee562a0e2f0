import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { action, encodeAction } from '#bot'
import { addProblem } from '../../../src/features/problems/add.ts'
import { problemsOf } from '../../../src/features/problems/offered.ts'
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

describe("a group's new problem", () => {
  it('is added by organisers only, at every step', async () => {
    expect(await refusal(fixture.command('ana', 'add'))).toBe('problem.refused.organisersOnly')
    expect(await refusal(fixture.press('ana', action('problem.add')))).toBe('problem.refused.organisersOnly')
    expect(await refusal(fixture.submit('ana', ADD, mine('eta.md')))).toBe('problem.refused.organisersOnly')
    expect(
      await problemsOf({ db: fixture.database.db, content: fixture.content }, await fixture.groupId()),
    ).toHaveLength(fixture.content.problems.size)
  })

  it('is read from a file, with a receipt, and is listed for all', async () => {
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

  it('needs a slug where the name of the file gives none', async () => {
    expect(await refusal(fixture.submit('olga', ADD, mine('题目.md')))).toBe('problem.refused.noSlug')
  })

  it('is refused with a list of its mistakes, and the form opens again as it was filled in', async () => {
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

  it('takes its slug from the next file, where none was typed', async () => {
    const text = template.en.replace('title: Delivery', 'titel: Delivery')
    const again = actionsOf(await fixture.submit('olga', ADD, mine('draft.md', text)))['Try again']
    if (!again) throw new Error('no button Try again')
    const form = await fixture.press('olga', again)
    expect(isForm(form) && form.fields.map(({ value }) => value)).toEqual([undefined, undefined, 'en'])
  })

  it('is refused in the language of the organiser', async () => {
    const text = template.en.replace('stage: monitoring', 'stage: monitor')
    const reply = await fixture.submit('olga', ADD, mine('x.md', text), { locale: 'zh-CN' })
    expect(readable(reply)).toMatch(
      /第 \d+ 行：facts\[11\]\.stage: 应为：requirements, .*；现在：\\"monitor\\"/u,
    )
  })

  it('is refused with twenty mistakes in the message, and all in a file', async () => {
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

  it('has action ids that fit every platform, whatever its slug', () => {
    const slug = `${'a'.repeat(39)}b`
    for (const name of ['add', 'edit', 'show', 'source', 'ask-remove', 'remove', 'edited'])
      expect(() => encodeAction(action(`problem.${name}`, slug, 100_000))).not.toThrow()
  })
})

describe("a group's problems", () => {
  it('are limited to fifty, also when they are added concurrently', async () => {
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../support/until.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'
import { readable } from './reading.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { press, wordsOf, posts } = helpersOf(() => fixture)

describe('a withdrawn answer', () => {
  it('is told to its author, unless they did it', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('gus', id, 'moderated')
    await press('olga', 'challenge.withdraw', answer)
    await fixture.sent()
    expect(fixture.told('gus').at(-1)?.summary).toMatch(/Answer 1|answer 1/u)
    expect(fixture.told('gus')).toHaveLength(1)
    await fixture.handIn('gus', id, 'and again')
    await fixture.moderate(await fixture.headOf(answer))
    expect(fixture.told('gus')).toHaveLength(2)
    await fixture.handIn('gus', id, 'and once more')
    await press('gus', 'challenge.take-back', id)
    await fixture.sent()
    expect(fixture.told('gus')).toHaveLength(2)
  })

  it('says that its reactions are gone when it is posted anew', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'deleted by hand')
    await fixture.react('ben', answer, '3️⃣')
    await fixture.moderate(await fixture.headOf(answer))
    await press('olga', 'challenge.reopen', answer)
    await fixture.sent()
    const head = fixture.shown().get((await fixture.headOf(answer)).message)
    expect(wordsOf(head)).toMatch(/reactions/u)
  })

  it('is posted anew once, even if it is reopened while its withdrawal is being sent', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'deleted and reopened at once')
    const head = await fixture.headOf(answer)
    const gate = Promise.withResolvers<void>()
    let editing = false
    fixture.refuse(async (call) => {
      if (call.kind !== 'edit' || call.ref.message !== head.message) return
      editing = true
      await gate.promise
    })
    const moderated = fixture.moderate(head)
    await until(() => editing)
    await press('olga', 'challenge.reopen', answer)
    gate.resolve()
    await moderated
    await fixture.sent()
    fixture.refuse(() => undefined)
    expect(posts('deleted and reopened at once')).toHaveLength(2)
  })

  it('was deleted by a moderator; reopened it is posted anew', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'moderated away')
    const ref = await fixture.headOf(answer)
    await fixture.moderate(ref)
    expect((await fixture.submissions(id))[0]).toMatchObject({ state: 'withdrawn' })
    await press('olga', 'challenge.reopen', answer)
    await fixture.sent()
    const again = await fixture.headOf(answer)
    expect(again.message).not.toBe(ref.message)
    expect(readable(fixture.shown().get(again.message) ?? { summary: '', blocks: [] })).toContain(
      'moderated away',
    )
  })
})

it('a reopened answer has the votes of the reactions on it at that time', async () => {
  const id = await fixture.open()
  const answer = await fixture.handIn('ana', id, 'away for a while')
  await fixture.counted()
  await fixture.react('ben', answer, '3️⃣')
  await press('olga', 'challenge.withdraw', answer)
  await fixture.unreact('ben', answer, '3️⃣')
  await fixture.react('cai', answer, '2️⃣')
  await press('olga', 'challenge.reopen', answer)
  await fixture.counted()
  expect(await fixture.votes(answer)).toEqual(['cai overall 2'])
})

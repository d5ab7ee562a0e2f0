import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Message } from '#bot'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { press } = helpersOf(() => fixture)

describe('organisers', () => {
  it('reach each of forty answers and each running challenge', async () => {
    const id = await fixture.open()
    for (const n of Array(40).keys()) await fixture.handIn(`m${n}`, id, `number ${n}`)
    for (const _ of [1, 2, 3]) await fixture.handIn('ana', await fixture.open(), 'of another')
    const page = (await press('olga', 'challenge.mine')) as Message
    const choices = page.blocks.flatMap((block) => (block.type === 'select' ? block.choices : []))
    expect(page.blocks.every((block) => block.type !== 'select' || block.choices.length <= 25)).toBe(true)
    const numbers = new Set(choices.map(({ value }) => value))
    for (const submission of await fixture.submissions(id)) expect(numbers).toContain(submission.id)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChallengeFixture, DAY, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { posts, fileOf } = helpersOf(() => fixture)

describe('a message in the thread', () => {
  it('with a file that is too large is explained, and the others are read', async () => {
    const id = await fixture.open()
    const huge = fileOf('huge.md', 'x'.repeat(200_000))
    await fixture.say('ida', id, 'answer: as attached', fixture.clock.now(), 'huge', [huge])
    expect(fixture.told('ida').at(-1)?.summary).toMatch(/huge\.md/u)
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    expect(fixture.told('ida')).toHaveLength(1)
  })

  it('with several texts is one answer; files of other types are named', async () => {
    const id = await fixture.open()
    const [first, second] = [fileOf('a.md', 'part one'), fileOf('b.txt', 'part two')]
    await fixture.say('jan', id, 'answer:', fixture.clock.now(), 'two', [first, second])
    expect(posts('part one\\n\\npart two')).toHaveLength(1)
    const pdf = { id: 'x', name: 'design.pdf', bytes: 9, url: 'x:' }
    await fixture.say('kim', id, 'answer: see the file', fixture.clock.now(), 'pdf', [pdf])
    expect(fixture.told('kim').at(-1)?.summary).toMatch(/design\.pdf/u)
  })

  it('that was accepted does not need its file any more', async () => {
    const id = await fixture.open()
    await fixture.say('tom', id, 'answer:', fixture.clock.now(), 'taken', [fileOf('taken.md', 'all of it')])
    fixture.files.delete('taken.md')
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('tom')).toEqual([])
    expect((await fixture.submissions(id)).map(({ version }) => version)).toEqual([1])
  })

  it('is refused once, however long the challenge runs', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + 14 * DAY })
    await fixture.say('lea', id, 'answer:')
    await fixture.pass(4 * DAY)
    // Events are forgotten after three days.
    await fixture.database.sql`delete from inbound_events`
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('lea')).toHaveLength(1)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { type ChallengeFixture, openChallengeFixture, T0 } from './fixture.ts'
import { helpersOf } from './helpers.ts'
import { labels, readable } from './reading.ts'

let fixture: ChallengeFixture
let ids: Record<string, string> = {}
let challenge: string

beforeAll(async () => {
  fixture = await openChallengeFixture()
  challenge = await fixture.open()
})
afterAll(() => fixture?.close())

const { press, score, refusal } = helpersOf(() => fixture)

describe('a challenge', () => {
  it('is posted with its brief, its deadline and the legend', () => {
    const [card, opening] = [...fixture.shown().values()]
    expect(card && readable(card)).toContain('We process card payments')
    expect(card && readable(card)).toContain(`⟦time ${T0 + 7 * DAY} date⟧`)
    expect(labels(card)).toEqual(['Submit answer', 'My reviews'])
    const legend = opening ? readable(opening) : ''
    for (const emoji of ['1️⃣', '4️⃣', '🎯', '🏢', '🔄', '🛒', '🤹', '🤖', '🙈', '🔕'])
      expect(legend).toContain(emoji)
  })

  it('accepts an answer stage by stage, saved in between', async () => {
    await fixture.submit(
      'ana',
      { name: 'challenge.stage-saved', args: [challenge, '0'] },
      { text: 'goal first' },
    )
    await fixture.submit(
      'ana',
      { name: 'challenge.stage-saved', args: [challenge, '2'] },
      { text: 'labels are late' },
    )
    const panel = await press('ana', 'challenge.answer', challenge)
    expect(labels(panel as never)).toEqual(
      expect.arrayContaining(['✓ Requirements', '✓ Data', 'Metrics', 'Hand in']),
    )
    const form = await press('ana', 'challenge.stage', challenge, 2)
    expect(form).toMatchObject({ title: 'Data', fields: [{ value: 'labels are late' }] })
    await press('ana', 'challenge.hand-in', challenge)
    await fixture.sent()
    const [first] = await fixture.submissions(challenge)
    expect(first).toMatchObject({ author: 'ana', number: 1, version: 1, late: false })
    ids = { ana: first?.id ?? '' }
    const head = [...fixture.shown().values()].at(-1)
    expect(head && readable(head)).toContain(
      '## 1. Requirements\\n\\ngoal first\\n\\n## 3. Data\\n\\nlabels are late',
    )
    expect(head && readable(head)).toContain('Stages: Requirements, Data')
    expect(fixture.calls.filter(({ kind }) => kind === 'react')).toMatchObject(
      ['1️⃣', '2️⃣', '3️⃣', '4️⃣'].map((emoji) => ({ emoji })),
    )
  })

  it('accepts files, and messages that begin with the word for an answer', async () => {
    ids.ben = await fixture.handIn('ben', challenge, '# Requirements\nfile of ben')
    await fixture.say('cai', challenge, 'just talking')
    const said = await fixture.say('cai', challenge, 'answer: message of cai', fixture.clock.now(), 'cai-1')
    ids.cai = (await fixture.submissions(challenge)).find(({ author }) => author === 'cai')?.id ?? ''
    expect(await fixture.submissions(challenge)).toHaveLength(3)
    // An edit is a newer wording; heard again it changes nothing.
    fixture.clock.advance(1000)
    for (const _ of [1, 2])
      await fixture.say('cai', challenge, 'answer: far improved', fixture.clock.now(), said.ref.message)
    const cai = (await fixture.submissions(challenge)).find(({ author }) => author === 'cai')
    expect(cai).toMatchObject({ version: 2, number: 3 })
    const heads = [...fixture.shown().values()].map(readable)
    expect(heads.filter((text) => text.includes('far improved'))).toHaveLength(1)
    expect(heads.filter((text) => text.includes('message of cai'))).toHaveLength(0)
  })

  it.each([
    ['an empty answer', () => press('dan', 'challenge.hand-in', challenge), 'error.emptyAnswer'],
    ['41,000 characters', () => fixture.handIn('dan', challenge, 'x'.repeat(41_000)), 'challenge.tooLong'],
    ['a vote on nothing', () => score('dan', ids.ana ?? '', {}), 'error.nothingScored'],
    ['an unknown challenge', () => press('dan', 'challenge.answer', 'nonsense'), 'error.oldButton'],
    ['a stage beyond the seventh', () => press('dan', 'challenge.stage', challenge, 7), 'error.oldButton'],
    [
      'withdrawing as no organiser',
      () => press('dan', 'challenge.withdraw', ids.ana ?? ''),
      'error.organisersOnly',
    ],
  ])('%s is refused, and nothing is posted', async (_, doing, key) => {
    const before = fixture.calls.length
    expect(await refusal(doing())).toBe(key)
    await fixture.sent()
    expect(fixture.calls.length).toBe(before)
  })

  it('tells the author of an empty answer privately, once', async () => {
    const said = await fixture.say('dan', challenge, 'answer:')
    await fixture.say('dan', challenge, 'answer:', said.at, said.ref.message)
    expect(fixture.told('dan').map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/empty|nothing/iu),
    ])
  })

  it('asks every author for two reviews, with links, and lists them', async () => {
    await fixture.pass(2 * 60_000)
    for (const user of ['ana', 'ben', 'cai']) {
      const message = fixture.told(user).at(-1)
      expect(labels(message)).toHaveLength(2)
      expect(message?.blocks.flatMap((b) => (b.type === 'buttons' ? b.buttons : []))).toEqual([
        expect.objectContaining({ to: expect.objectContaining({ message: expect.any(String) }) }),
        expect.objectContaining({ to: expect.objectContaining({ message: expect.any(String) }) }),
      ])
    }
    expect(fixture.told('olga')).toEqual([])
    const list = await press('ana', 'challenge.reviews', challenge)
    expect(labels(list as never)).toEqual(['Answer 2', 'Score', 'Answer 3', 'Score', 'No reminders'])
  })

  it('counts reactions: the newest level, signals besides it, none of the author', async () => {
    const ana = ids.ana ?? ''
    await fixture.react('ben', ana, '2️⃣')
    await fixture.react('ben', ana, '4️⃣')
    await fixture.react('ben', ana, '🎯')
    await fixture.react('ana', ana, '4️⃣')
    await fixture.react('cai', ana, '👍')
    await fixture.react('cai', ana, '3️⃣')
    await fixture.react('cai', ana, '3️⃣')
    expect(await fixture.votes(ana)).toEqual(['ben overall 4', 'ben owns-problem 1', 'cai overall 3'])
    await fixture.unreact('ben', ana, '4️⃣')
    await fixture.counted()
    // The level below stands alone now.
    expect(await fixture.votes(ana)).toEqual(['ben overall 2', 'ben owns-problem 1', 'cai overall 3'])
  })

  it('recounts reactions that were not heard, and tells a voter whose levels conflict', async () => {
    const ben = ids.ben ?? ''
    await fixture.react('ana', ben, '1️⃣')
    await fixture.react('ana', ben, '3️⃣', 'unheard')
    await fixture.react('cai', ben, '2️⃣', 'unheard')
    await fixture.react('dan', ben, '1️⃣', 'unheard')
    await fixture.react('dan', ben, '4️⃣', 'unheard')
    await fixture.unreact('ben', ben, '4️⃣', 'unheard')
    for (const _ of [1, 2]) {
      await fixture.challenges.catchUp('discord', new AbortController().signal)
      await fixture.counted()
    }
    expect(await fixture.votes(ben)).toEqual(['ana overall 1', 'cai overall 2'])
    await fixture.sent()
    expect(
      fixture
        .told('dan')
        .map(({ summary }) => summary)
        .filter((text) => text.includes('several levels')),
    ).toHaveLength(1)
  })

  it('accepts sealed scores besides reactions, and a self-score apart', async () => {
    const ana = ids.ana ?? ''
    expect(await press('ana', 'challenge.score', ana)).toMatchObject({
      intro: expect.stringContaining('self-score'),
    })
    await score('ben', ana, { data: '3', model: '2' })
    await score('cai', ana, { data: '4', model: '2', comment: 'mind the base rate' })
    await score('dan', ana, { data: '3', model: '4' })
    await score('ana', ana, { data: '1' })
    expect(JSON.stringify(await press('ana', 'challenge.mine'))).not.toContain('mind the base rate')
    const list = readable((await press('ben', 'challenge.reviews', challenge)) as never)
    expect(list).toContain('Answer 1: reviewed')
  })

  it('reminds reviewers of missing reviews, unless they turned reminders off', async () => {
    await press('ben', 'challenge.reminders', challenge)
    const before = fixture.told('ben').length
    await fixture.pass(3.7 * DAY)
    expect(fixture.told('ana').at(-1)?.summary).toMatch(/still to be written/u)
    expect(fixture.told('ben').length).toBe(before)
    await press('ben', 'challenge.reminders', challenge)
  })

  it('withdraws an answer whose message was deleted, and an organiser reopens it', async () => {
    const { message } = await fixture.headOf(ids.cai ?? '')
    const thread = await fixture.threadOf(challenge)
    const ref = { ...thread, message: 'cai-1' }
    await fixture.challenges.onMessage({ kind: 'message', change: 'deleted', id: 'd1', ref })
    await fixture.sent()
    expect(fixture.shown().get(message)?.summary).toBe('Answer 3 was withdrawn.')
    expect(readable(fixture.shown().get(message) ?? { summary: '', blocks: [] })).not.toContain(
      'far improved',
    )
    expect(await refusal(score('dan', ids.cai ?? '', { data: '3' }))).toBe('challenge.scoreWithdrawn')
    await press('olga', 'challenge.reopen', ids.cai ?? '')
    await fixture.sent()
    expect(readable(fixture.shown().get(message) ?? { summary: '', blocks: [] })).toContain('far improved')
  })

  it('lets an author withdraw an answer and hand it in again', async () => {
    await press('ben', 'challenge.take-back', challenge)
    expect((await fixture.submissions(challenge))[1]).toMatchObject({ author: 'ben', state: 'withdrawn' })
    await fixture.handIn('ben', challenge, '# Requirements\nfile of ben')
    expect((await fixture.submissions(challenge))[1]).toMatchObject({ state: 'standing', version: 2 })
  })

  it('closes at the deadline after a last recount, with a digest', async () => {
    await fixture.react('ana', ids.cai ?? '', '🔕', 'unheard')
    await fixture.pass(4 * DAY)
    await until(async () => [...fixture.shown().values()].some(({ summary }) => summary.startsWith('Result')))
    await fixture.sent()
    const messages = [...fixture.shown().values()]
    const digest = messages.find(({ summary }) => summary.startsWith('Result'))
    const text = digest ? readable(digest) : ''
    expect(text).toContain('3 answers were handed in')
    expect(text).toContain('["Answer 1","⟦user ana⟧","3","3","2–4"]')
    expect(text).toContain('Provisional for answers 2, 3')
    expect(text).toContain('You agree on what is strong: **Data** (median 3, levels at most 1 apart)')
    expect(text).toContain('Talk about **Model**: on one answer your levels are 2 apart')
    expect(text).toContain('Practise **Model**: over all answers its median is the lowest, 2.')
    expect(text).toContain('🔕 1')
    expect(text).toContain('drawn: levels')
    expect(text).toContain(`The next challenge comes ⟦time ${T0 + 14 * DAY} date⟧`)
    expect(text).toMatch(/Thanks for reviewing: .*⟦user ben⟧/u)
    expect(labels(digest)).toEqual(['My answers', 'Open the thread'])
    const head = fixture.shown().get((await fixture.headOf(ids.ana ?? '')).message)
    expect(head && readable(head)).toContain('mind the base rate')
    expect(head && readable(head)).toContain('["Data","3","3","3–4","1"]')
    expect(labels(head)).toEqual([])
    expect(messages.some((m) => readable(m).includes('fraud-detection.en.md'))).toBe(true)
    expect(messages.some((m) => readable(m).includes('drawn: fraud-detection-2'))).toBe(true)
    expect(
      fixture.calls.filter((c) => c.kind === 'post' && c.message.summary.startsWith('Result')),
    ).toHaveLength(1)
  })

  it('leaves answers as they were at the deadline, and accepts late ones apart', async () => {
    expect(await refusal(fixture.handIn('ben', challenge, 'too late to change'))).toBe(
      'challenge.refused.closedEdit',
    )
    expect(await refusal(score('eve', ids.ana ?? '', { data: '4' }))).toBe('challenge.scoreClosed')
    await fixture.react('eve', ids.ana ?? '', '1️⃣')
    expect(await fixture.votes(ids.ana ?? '')).not.toContain('eve overall 1')
    const late = await fixture.handIn('eve', challenge, 'late but here')
    expect((await fixture.submissions(challenge)).at(-1)).toMatchObject({ author: 'eve', late: true })
    const head = fixture.shown().get((await fixture.headOf(late)).message)
    expect(head && readable(head)).toContain('Late: handed in after the deadline.')
    await score('ana', late, { data: '2' })
    expect(readable((await press('eve', 'challenge.mine')) as never)).toContain('["Data","2","1","2","–"]')
    await fixture.pass(8 * DAY)
    expect(await refusal(fixture.handIn('fay', challenge, 'much too late'))).toBe('challenge.refused.over')
  })
})

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Message, PlatformError, UserError } from '#bot'
import type { Call } from '../../support/scripted-platform.ts'
import { until } from '../../support/until.ts'
import { type ChallengeFixture, DAY, labels, openChallengeFixture, readable, T0 } from './fixture.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

/** Outbox attempts after which a message is given up. */
const ATTEMPTS = 44

const press = (user: string, name: string, ...args: readonly string[]) => fixture.act(user, { name, args })
const words = (reply: unknown) => readable(reply as Message)
/** The words of a message that has to be there. */
const wordsOf = (message: Message | undefined) =>
  message ? readable(message) : expect.unreachable('there is no such message')
const posts = (text: string) =>
  fixture.calls.flatMap((call) =>
    call.kind === 'post' && readable(call.message).includes(text) ? [call.message] : [],
  )
const results = (text: string) => posts(text).filter(({ summary }) => summary.startsWith('Result:'))
const cards = () => [...fixture.shown().values()].filter(({ summary }) => summary.startsWith('Challenge:'))
const refusal = async (doing: Promise<unknown>) => {
  const error: unknown = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof UserError ? error.key : expect.unreachable(`no refusal, but: ${String(error)}`)
}
/** The platform is away for as long as one message is tried. */
const awayFor = (concerns: (call: Call) => boolean) => {
  let left = ATTEMPTS
  fixture.refuse((call) => {
    if (concerns(call) && left-- > 0) throw new PlatformError('later', 'the service is down')
  })
}
const fileOf = (name: string, text: string) => {
  fixture.files.set(name, new TextEncoder().encode(text))
  return { id: name, name, bytes: text.length, url: 'x:' }
}
const closed = async (ms: number) => {
  const before = posts('Result:').length
  await fixture.pass(ms)
  await until(() => posts('Result:').length > before)
  await fixture.sent()
}

describe('where nothing was posted yet', () => {
  it('says when the first challenge comes', async () => {
    expect(words(await press('ana', 'challenge.running'))).toContain(`⟦time ${T0 + 3 * DAY} date⟧`)
  })
})

describe('a service that is away for longer than messages wait', () => {
  it('gets the challenge when it is back', async () => {
    awayFor(({ kind }) => kind === 'post')
    const id = await fixture.open()
    await until(() => posts('How to answer').length > 0)
    await fixture.sent()
    expect(await fixture.handIn('ana', id, 'after the outage')).toBeDefined()
    expect(cards()).toHaveLength(1)
    expect(posts('after the outage')).toHaveLength(1)
  })

  it('gets the result and an answer when it is back, each once', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    awayFor((call) => call.kind === 'post' && readable(call.message).includes('answer-1.md'))
    const answer = await fixture.handIn('ana', id, 'handed in meanwhile')
    await until(async () => fixture.headOf(answer).catch(() => undefined))
    await fixture.sent()
    awayFor((call) => call.kind === 'post' && call.message.summary.startsWith('Result'))
    await closed(DAY)
    const results = () =>
      [...fixture.shown().values()].filter(({ summary }) => summary.startsWith('Result')).length
    await until(() => results() > 0)
    await fixture.sent()
    expect(results()).toBe(1)
    fixture.refuse(() => undefined)
  })
})

describe('a challenge that can not be posted', () => {
  it('is shown as cancelled where its thread can not be opened, and the organiser is told', async () => {
    fixture.refuse(({ kind }) => {
      if (kind === 'thread') throw new PlatformError('forbidden', 'no threads here')
    })
    const id = await fixture.open()
    fixture.refuse(() => undefined)
    await until(() => fixture.told('olga').length > 0)
    await fixture.sent()
    expect(wordsOf(cards().at(-1))).toContain('Cancelled')
    expect(labels(cards().at(-1))).toEqual([])
    expect(await refusal(press('ana', 'challenge.answer', id))).toBe('challenge.refused.cancelled')
    const told = fixture.told('olga').at(-1)?.summary ?? ''
    expect(told).toContain('⟦channel c⟧')
    expect(told).toContain('#3')
  })
})

describe('a thread that was deleted', () => {
  it('says that the reactions went with it, and what is told twice does not end it', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'kept all the same')
    await fixture.react('ben', answer, '3️⃣')
    const thread = await fixture.threadOf(id)
    await Promise.all([fixture.challenges.onGone(thread), fixture.challenges.onGone(thread)])
    await fixture.sent()
    await fixture.challenges.onGone(thread)
    await fixture.sent()
    expect(posts('kept all the same')).toHaveLength(2)
    expect(wordsOf(posts('How to answer').at(-1))).toMatch(/deleted.*reactions/u)
    expect(await fixture.votes(answer)).toEqual([])
    await fixture.handIn('ben', id, 'it goes on')
    fixture.loseThread(await fixture.threadOf(id))
    await fixture.challenges.onGone(await fixture.threadOf(id))
    expect(await refusal(fixture.handIn('cai', id, 'nowhere to go'))).toBe('challenge.refused.cancelled')
  })

  it('leaves the worked design in the channel where it is gone at the close', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    fixture.loseThread(await fixture.threadOf(id))
    await closed(DAY)
    const designs = () =>
      fixture.calls.filter(
        (call) =>
          call.kind === 'post' &&
          call.to.thread === undefined &&
          readable(call.message).includes('fraud-detection.en.md'),
      )
    await until(() => designs().length > 0)
    expect(designs()).toHaveLength(1)
  })
})

describe('an answer that is taken out of review', () => {
  it('is told to its author, unless it was they', async () => {
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

  it('says where its reactions went when it is posted anew', async () => {
    const id = await fixture.open()
    const answer = await fixture.handIn('ana', id, 'deleted by hand')
    await fixture.react('ben', answer, '3️⃣')
    await fixture.moderate(await fixture.headOf(answer))
    await press('olga', 'challenge.reopen', answer)
    await fixture.sent()
    const head = fixture.shown().get((await fixture.headOf(answer)).message)
    expect(wordsOf(head)).toMatch(/reactions/u)
  })

  it('is posted anew once, also when it is reopened while its withdrawal is being shown', async () => {
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
})

test('an answer that is reopened has the reactions that stand on it then', async () => {
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

describe('after the close', () => {
  it('an answer that is reopened shows its scorecard again', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    const answer = await fixture.handIn('ana', id, 'scored and closed')
    await fixture.submit('ben', { name: 'challenge.scored', args: [answer] }, { data: '3' })
    await closed(DAY)
    const head = async () => fixture.shown().get((await fixture.headOf(answer)).message)
    const shown = async () => readable((await head()) ?? { summary: '', blocks: [] })
    expect(await shown()).toContain('["Data","3","1","3","–"]')
    await press('olga', 'challenge.withdraw', answer)
    await press('olga', 'challenge.reopen', answer)
    await fixture.sent()
    expect(await shown()).toContain('["Data","3","1","3","–"]')
  })

  it('an answer whose message nobody saw deleted is posted with its scorecard', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    const answer = await fixture.handIn('ana', id, 'gone without a word')
    await fixture.submit('ben', { name: 'challenge.scored', args: [answer] }, { data: '3' })
    const { message } = await fixture.headOf(answer)
    fixture.loseMessage(message)
    await closed(DAY)
    await until(async () => (await fixture.headOf(answer)).message !== message)
    const head = fixture.shown().get((await fixture.headOf(answer)).message)
    expect(wordsOf(head)).toContain('["Data","3","1","3","–"]')
  })

  it('what was on time stays, a late answer may be taken back and handed in again', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    await fixture.handIn('ana', id, 'on time')
    await closed(DAY)
    expect(await refusal(press('ana', 'challenge.take-back', id))).toBe('challenge.refused.closedEdit')
    await fixture.handIn('ben', id, 'late')
    expect(words(await press('ben', 'challenge.take-back', id))).not.toContain('until the deadline')
    await fixture.handIn('ben', id, 'late, and again')
    expect((await fixture.submissions(id)).at(-1)).toMatchObject({
      author: 'ben',
      late: true,
      state: 'standing',
    })
    const late = (await fixture.submissions(id)).at(-1)
    const receipt = await fixture.submit(
      'ana',
      { name: 'challenge.scored', args: [late?.id ?? ''] },
      { data: '3' },
    )
    expect(words(receipt)).not.toContain('Until the deadline')
    expect(words(await press('ana', 'challenge.reviews', id))).not.toContain('to be reviewed')
  })

  it('tells who gave several levels that none counted, not to choose', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    const answer = await fixture.handIn('ana', id, 'torn')
    await fixture.react('hal', answer, '1️⃣', 'unheard')
    await fixture.react('hal', answer, '4️⃣', 'unheard')
    await closed(DAY)
    expect(fixture.told('hal').at(-1)?.summary).toMatch(/several levels/u)
    expect(fixture.told('hal').at(-1)?.summary).not.toMatch(/Leave the one/u)
  })
})

describe('a message that can not be taken as it is', () => {
  it('a file that is too large is explained, and keeps nothing else from being read', async () => {
    const id = await fixture.open()
    const huge = fileOf('huge.md', 'x'.repeat(200_000))
    await fixture.say('ida', id, 'answer: as attached', fixture.clock.now(), 'huge', [huge])
    expect(fixture.told('ida').at(-1)?.summary).toMatch(/huge\.md/u)
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    expect(fixture.told('ida')).toHaveLength(1)
  })

  it('files of other kinds are named, several texts are one answer', async () => {
    const id = await fixture.open()
    const [first, second] = [fileOf('a.md', 'part one'), fileOf('b.txt', 'part two')]
    await fixture.say('jan', id, 'answer:', fixture.clock.now(), 'two', [first, second])
    expect(posts('part one\\n\\npart two')).toHaveLength(1)
    const pdf = { id: 'x', name: 'design.pdf', bytes: 9, url: 'x:' }
    await fixture.say('kim', id, 'answer: see the file', fixture.clock.now(), 'pdf', [pdf])
    expect(fixture.told('kim').at(-1)?.summary).toMatch(/design\.pdf/u)
  })

  it('what was taken needs its file no more', async () => {
    const id = await fixture.open()
    await fixture.say('tom', id, 'answer:', fixture.clock.now(), 'taken', [fileOf('taken.md', 'all of it')])
    fixture.files.delete('taken.md')
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('tom')).toEqual([])
    expect((await fixture.submissions(id)).map(({ version }) => version)).toEqual([1])
  })

  it('is explained once, however long the challenge runs', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + 14 * DAY })
    await fixture.say('lea', id, 'answer:')
    await fixture.pass(4 * DAY)
    // Events are forgotten after three days.
    await fixture.database.sql`delete from inbound_events`
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('lea')).toHaveLength(1)
  })

  it('nobody is asked to write messages where they are not taken', async () => {
    await fixture.open({ blind: true })
    expect(wordsOf(cards().at(-1))).not.toContain('or in the thread')
    fixture.readsMessages(false)
    await fixture.open()
    fixture.readsMessages(true)
    const opening = posts('How to answer').at(-1)
    expect(wordsOf(opening)).not.toContain('answer:')
    expect(wordsOf(cards().at(-1))).not.toContain('or in the thread')
  })
})

describe('a bot that was away at the deadline', () => {
  const written = async (id: string, user: string, at: number) => {
    const ref = { ...(await fixture.threadOf(id)), message: `unheard-${user}` }
    const author = { platform: 'discord', space: 's', user, name: user, bot: false } as const
    fixture.threads.push({ ref, author, text: `answer: by ${user}`, files: [], writtenAt: at, at })
  }

  it('takes what was written in time as on time, before it closes', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    await written(id, 'ned', fixture.clock.now() + DAY - 1)
    await written(id, 'ola', fixture.clock.now() + DAY + 1)
    await fixture.sleep(DAY + 60_000)
    await fixture.rung()
    expect(results('⟦user ned⟧')).toEqual([])
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await until(() => results('⟦user ned⟧').length > 0)
    expect((await fixture.submissions(id)).map(({ author, late }) => [author, late])).toEqual([
      ['ned', false],
      ['ola', true],
    ])
  })

  it('reads on for a week after the close: late answers and what was said about them', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    await fixture.say('pam', id, 'answer: on time')
    await closed(DAY)
    await written(id, 'quin', fixture.clock.now() + 1)
    for (const _ of [1, 2]) await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(
      (await fixture.submissions(id)).map(({ author, late, version }) => [author, late, version]),
    ).toEqual([
      ['pam', false, 1],
      ['quin', true, 1],
    ])
    // Nothing is wrong with what was handed in on time, however often it is read.
    expect(fixture.told('pam')).toEqual([])
    const late = (await fixture.submissions(id)).at(-1)?.id ?? ''
    await fixture.react('pam', late, '3️⃣', 'unheard')
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.counted()
    expect(await fixture.votes(late)).toEqual(['pam overall 3'])
  })

  it('notices in a blind challenge too what was written, and that the thread is gone', async () => {
    const id = await fixture.open({ blind: true })
    await written(id, 'rob', fixture.clock.now())
    const answer = await fixture.handIn('sue', id, 'blind and kept')
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect(fixture.told('rob').at(-1)?.summary).toMatch(/Fraud Detection.*blind/u)
    const { message } = await fixture.headOf(answer)
    fixture.loseThread(await fixture.threadOf(id))
    await fixture.challenges.catchUp('discord', new AbortController().signal)
    await fixture.sent()
    expect((await fixture.headOf(answer)).message).not.toBe(message)
  })

  it('closes all the same where it can not read', async () => {
    const id = await fixture.open({ deadlineAt: fixture.clock.now() + DAY })
    const phase = async () => {
      const [row] = await fixture.database.sql`select phase from challenges where id = ${id}`
      return row?.phase
    }
    await fixture.sleep(DAY + 60_000)
    await fixture.rung()
    expect(await phase()).toBe('open')
    await closed(60_000)
    expect(await phase()).toBe('closed')
  })
})

describe('organisers', () => {
  it('reach each of forty answers, of each running challenge', async () => {
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

describe('a problem that is no longer in the content', () => {
  it('leaves lists readable, and ends what runs with a word', async () => {
    const id = await fixture.open()
    await fixture.handIn('ana', id, 'of a problem that goes')
    await fixture.database.sql`update challenges set problem = 'moved-away'`
    expect(words(await press('ana', 'challenge.mine'))).toContain('moved-away')
    expect(words(await press('olga', 'challenge.mine'))).toContain('moved-away')
    await fixture.challenges.reconcile()
    await fixture.sent()
    expect(await refusal(press('ana', 'challenge.answer', id))).toBe('challenge.refused.cancelled')
    const card = cards().at(-1)
    expect(wordsOf(card)).toContain('Cancelled')
    expect(words(await press('ana', 'challenge.mine'))).toContain('moved-away')
  })
})

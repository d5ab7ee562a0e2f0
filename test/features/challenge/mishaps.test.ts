import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Message, PlatformError, UserError } from '#bot'
import type { Call } from '../../support/scripted-platform.ts'
import { until } from '../../support/until.ts'
import { DAY, labels, openTown, readable, T0, type Town } from './town.ts'

let town: Town

beforeAll(async () => {
  town = await openTown()
})
afterAll(() => town?.close())

/** Outbox attempts after which a message is given up. */
const ATTEMPTS = 44

const press = (user: string, name: string, ...args: readonly string[]) => town.act(user, { name, args })
const words = (reply: unknown) => readable(reply as Message)
/** The words of a message that has to be there. */
const wordsOf = (message: Message | undefined) =>
  message ? readable(message) : expect.unreachable('there is no such message')
const posts = (text: string) =>
  town.calls.flatMap((call) =>
    call.kind === 'post' && readable(call.message).includes(text) ? [call.message] : [],
  )
const results = (text: string) => posts(text).filter(({ summary }) => summary.startsWith('Result:'))
const cards = () => [...town.shown().values()].filter(({ summary }) => summary.startsWith('Challenge:'))
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
  town.refuse((call) => {
    if (concerns(call) && left-- > 0) throw new PlatformError('later', 'the service is down')
  })
}
const fileOf = (name: string, text: string) => {
  town.files.set(name, new TextEncoder().encode(text))
  return { id: name, name, bytes: text.length, url: 'x:' }
}
const closed = async (ms: number) => {
  const before = posts('Result:').length
  await town.pass(ms)
  await until(() => posts('Result:').length > before)
  await town.sent()
}

describe('where nothing was posted yet', () => {
  it('says when the first challenge comes', async () => {
    expect(words(await press('ana', 'challenge.running'))).toContain(`⟦time ${T0 + 3 * DAY} date⟧`)
  })
})

describe('a service that is away for longer than messages wait', () => {
  it('gets the challenge when it is back', async () => {
    awayFor(({ kind }) => kind === 'post')
    const id = await town.open()
    await until(() => posts('How to answer').length > 0)
    await town.sent()
    expect(await town.handIn('ana', id, 'after the outage')).toBeDefined()
    expect(cards()).toHaveLength(1)
    expect(posts('after the outage')).toHaveLength(1)
  })

  it('gets the result and an answer when it is back, each once', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    awayFor((call) => call.kind === 'post' && readable(call.message).includes('answer-1.md'))
    const answer = await town.handIn('ana', id, 'handed in meanwhile')
    await until(async () => town.headOf(answer).catch(() => undefined))
    await town.sent()
    awayFor((call) => call.kind === 'post' && call.message.summary.startsWith('Result'))
    await closed(DAY)
    const results = () =>
      [...town.shown().values()].filter(({ summary }) => summary.startsWith('Result')).length
    await until(() => results() > 0)
    await town.sent()
    expect(results()).toBe(1)
    town.refuse(() => undefined)
  })
})

describe('a challenge that can not be posted', () => {
  it('is shown as cancelled where its thread can not be opened, and the organiser is told', async () => {
    town.refuse(({ kind }) => {
      if (kind === 'thread') throw new PlatformError('forbidden', 'no threads here')
    })
    const id = await town.open()
    town.refuse(() => undefined)
    await until(() => town.told('olga').length > 0)
    await town.sent()
    expect(wordsOf(cards().at(-1))).toContain('Cancelled')
    expect(labels(cards().at(-1))).toEqual([])
    expect(await refusal(press('ana', 'challenge.answer', id))).toBe('challenge.refused.cancelled')
    const told = town.told('olga').at(-1)?.summary ?? ''
    expect(told).toContain('⟦channel c⟧')
    expect(told).toContain('#3')
  })
})

describe('a thread that was deleted', () => {
  it('says that the reactions went with it, and what is told twice does not end it', async () => {
    const id = await town.open()
    const answer = await town.handIn('ana', id, 'kept all the same')
    await town.react('ben', answer, '3️⃣')
    const thread = await town.threadOf(id)
    await Promise.all([town.challenges.onGone(thread), town.challenges.onGone(thread)])
    await town.sent()
    await town.challenges.onGone(thread)
    await town.sent()
    expect(posts('kept all the same')).toHaveLength(2)
    expect(wordsOf(posts('How to answer').at(-1))).toMatch(/deleted.*reactions/u)
    expect(await town.votes(answer)).toEqual([])
    await town.handIn('ben', id, 'it goes on')
    town.loseThread(await town.threadOf(id))
    await town.challenges.onGone(await town.threadOf(id))
    expect(await refusal(town.handIn('cai', id, 'nowhere to go'))).toBe('challenge.refused.cancelled')
  })

  it('leaves the worked design in the channel where it is gone at the close', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    town.loseThread(await town.threadOf(id))
    await closed(DAY)
    const designs = () =>
      town.calls.filter(
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
    const id = await town.open()
    const answer = await town.handIn('gus', id, 'moderated')
    await press('olga', 'challenge.withdraw', answer)
    await town.sent()
    expect(town.told('gus').at(-1)?.summary).toMatch(/Answer 1|answer 1/u)
    expect(town.told('gus')).toHaveLength(1)
    await town.handIn('gus', id, 'and again')
    await town.moderate(await town.headOf(answer))
    expect(town.told('gus')).toHaveLength(2)
    await town.handIn('gus', id, 'and once more')
    await press('gus', 'challenge.take-back', id)
    await town.sent()
    expect(town.told('gus')).toHaveLength(2)
  })

  it('says where its reactions went when it is posted anew', async () => {
    const id = await town.open()
    const answer = await town.handIn('ana', id, 'deleted by hand')
    await town.react('ben', answer, '3️⃣')
    await town.moderate(await town.headOf(answer))
    await press('olga', 'challenge.reopen', answer)
    await town.sent()
    const head = town.shown().get((await town.headOf(answer)).message)
    expect(wordsOf(head)).toMatch(/reactions/u)
  })

  it('is posted anew once, also when it is reopened while its withdrawal is being shown', async () => {
    const id = await town.open()
    const answer = await town.handIn('ana', id, 'deleted and reopened at once')
    const head = await town.headOf(answer)
    const gate = Promise.withResolvers<void>()
    let editing = false
    town.refuse(async (call) => {
      if (call.kind !== 'edit' || call.ref.message !== head.message) return
      editing = true
      await gate.promise
    })
    const moderated = town.moderate(head)
    await until(() => editing)
    await press('olga', 'challenge.reopen', answer)
    gate.resolve()
    await moderated
    await town.sent()
    town.refuse(() => undefined)
    expect(posts('deleted and reopened at once')).toHaveLength(2)
  })
})

test('an answer that is reopened has the reactions that stand on it then', async () => {
  const id = await town.open()
  const answer = await town.handIn('ana', id, 'away for a while')
  await town.counted()
  await town.react('ben', answer, '3️⃣')
  await press('olga', 'challenge.withdraw', answer)
  await town.unreact('ben', answer, '3️⃣')
  await town.react('cai', answer, '2️⃣')
  await press('olga', 'challenge.reopen', answer)
  await town.counted()
  expect(await town.votes(answer)).toEqual(['cai overall 2'])
})

describe('after the close', () => {
  it('an answer that is reopened shows its scorecard again', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    const answer = await town.handIn('ana', id, 'scored and closed')
    await town.submit('ben', { name: 'challenge.scored', args: [answer] }, { data: '3' })
    await closed(DAY)
    const head = async () => town.shown().get((await town.headOf(answer)).message)
    const shown = async () => readable((await head()) ?? { summary: '', blocks: [] })
    expect(await shown()).toContain('["Data","3","1","3","–"]')
    await press('olga', 'challenge.withdraw', answer)
    await press('olga', 'challenge.reopen', answer)
    await town.sent()
    expect(await shown()).toContain('["Data","3","1","3","–"]')
  })

  it('an answer whose message nobody saw deleted is posted with its scorecard', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    const answer = await town.handIn('ana', id, 'gone without a word')
    await town.submit('ben', { name: 'challenge.scored', args: [answer] }, { data: '3' })
    const { message } = await town.headOf(answer)
    town.loseMessage(message)
    await closed(DAY)
    await until(async () => (await town.headOf(answer)).message !== message)
    const head = town.shown().get((await town.headOf(answer)).message)
    expect(wordsOf(head)).toContain('["Data","3","1","3","–"]')
  })

  it('what was on time stays, a late answer may be taken back and handed in again', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    await town.handIn('ana', id, 'on time')
    await closed(DAY)
    expect(await refusal(press('ana', 'challenge.take-back', id))).toBe('challenge.refused.closedEdit')
    await town.handIn('ben', id, 'late')
    expect(words(await press('ben', 'challenge.take-back', id))).not.toContain('until the deadline')
    await town.handIn('ben', id, 'late, and again')
    expect((await town.submissions(id)).at(-1)).toMatchObject({
      author: 'ben',
      late: true,
      state: 'standing',
    })
    const late = (await town.submissions(id)).at(-1)
    const receipt = await town.submit(
      'ana',
      { name: 'challenge.scored', args: [late?.id ?? ''] },
      { data: '3' },
    )
    expect(words(receipt)).not.toContain('Until the deadline')
    expect(words(await press('ana', 'challenge.reviews', id))).not.toContain('to be reviewed')
  })

  it('tells who gave several levels that none counted, not to choose', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    const answer = await town.handIn('ana', id, 'torn')
    await town.react('hal', answer, '1️⃣', 'unheard')
    await town.react('hal', answer, '4️⃣', 'unheard')
    await closed(DAY)
    expect(town.told('hal').at(-1)?.summary).toMatch(/several levels/u)
    expect(town.told('hal').at(-1)?.summary).not.toMatch(/Leave the one/u)
  })
})

describe('a message that can not be taken as it is', () => {
  it('a file that is too large is explained, and keeps nothing else from being read', async () => {
    const id = await town.open()
    const huge = fileOf('huge.md', 'x'.repeat(200_000))
    await town.say('ida', id, 'answer: as attached', town.clock.now(), 'huge', [huge])
    expect(town.told('ida').at(-1)?.summary).toMatch(/huge\.md/u)
    await town.challenges.catchUp('discord', new AbortController().signal)
    expect(town.told('ida')).toHaveLength(1)
  })

  it('files of other kinds are named, several texts are one answer', async () => {
    const id = await town.open()
    const [first, second] = [fileOf('a.md', 'part one'), fileOf('b.txt', 'part two')]
    await town.say('jan', id, 'answer:', town.clock.now(), 'two', [first, second])
    expect(posts('part one\\n\\npart two')).toHaveLength(1)
    const pdf = { id: 'x', name: 'design.pdf', bytes: 9, url: 'x:' }
    await town.say('kim', id, 'answer: see the file', town.clock.now(), 'pdf', [pdf])
    expect(town.told('kim').at(-1)?.summary).toMatch(/design\.pdf/u)
  })

  it('what was taken needs its file no more', async () => {
    const id = await town.open()
    await town.say('tom', id, 'answer:', town.clock.now(), 'taken', [fileOf('taken.md', 'all of it')])
    town.files.delete('taken.md')
    await town.challenges.catchUp('discord', new AbortController().signal)
    await town.sent()
    expect(town.told('tom')).toEqual([])
    expect((await town.submissions(id)).map(({ version }) => version)).toEqual([1])
  })

  it('is explained once, however long the challenge runs', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + 14 * DAY })
    await town.say('lea', id, 'answer:')
    await town.pass(4 * DAY)
    // Events are forgotten after three days.
    await town.database.sql`delete from inbound_events`
    await town.challenges.catchUp('discord', new AbortController().signal)
    await town.sent()
    expect(town.told('lea')).toHaveLength(1)
  })

  it('nobody is asked to write messages where they are not taken', async () => {
    await town.open({ blind: true })
    expect(wordsOf(cards().at(-1))).not.toContain('or in the thread')
    town.readsMessages(false)
    await town.open()
    town.readsMessages(true)
    const opening = posts('How to answer').at(-1)
    expect(wordsOf(opening)).not.toContain('answer:')
    expect(wordsOf(cards().at(-1))).not.toContain('or in the thread')
  })
})

describe('a bot that was away at the deadline', () => {
  const written = async (id: string, user: string, at: number) => {
    const ref = { ...(await town.threadOf(id)), message: `unheard-${user}` }
    const author = { platform: 'discord', space: 's', user, name: user, bot: false } as const
    town.threads.push({ ref, author, text: `answer: by ${user}`, files: [], writtenAt: at, at })
  }

  it('takes what was written in time as on time, before it closes', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    await written(id, 'ned', town.clock.now() + DAY - 1)
    await written(id, 'ola', town.clock.now() + DAY + 1)
    await town.sleep(DAY + 60_000)
    await town.rung()
    expect(results('⟦user ned⟧')).toEqual([])
    await town.challenges.catchUp('discord', new AbortController().signal)
    await until(() => results('⟦user ned⟧').length > 0)
    expect((await town.submissions(id)).map(({ author, late }) => [author, late])).toEqual([
      ['ned', false],
      ['ola', true],
    ])
  })

  it('reads on for a week after the close: late answers and what was said about them', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    await town.say('pam', id, 'answer: on time')
    await closed(DAY)
    await written(id, 'quin', town.clock.now() + 1)
    for (const _ of [1, 2]) await town.challenges.catchUp('discord', new AbortController().signal)
    await town.sent()
    expect((await town.submissions(id)).map(({ author, late, version }) => [author, late, version])).toEqual([
      ['pam', false, 1],
      ['quin', true, 1],
    ])
    // Nothing is wrong with what was handed in on time, however often it is read.
    expect(town.told('pam')).toEqual([])
    const late = (await town.submissions(id)).at(-1)?.id ?? ''
    await town.react('pam', late, '3️⃣', 'unheard')
    await town.challenges.catchUp('discord', new AbortController().signal)
    await town.counted()
    expect(await town.votes(late)).toEqual(['pam overall 3'])
  })

  it('notices in a blind challenge too what was written, and that the thread is gone', async () => {
    const id = await town.open({ blind: true })
    await written(id, 'rob', town.clock.now())
    const answer = await town.handIn('sue', id, 'blind and kept')
    await town.challenges.catchUp('discord', new AbortController().signal)
    await town.sent()
    expect(town.told('rob').at(-1)?.summary).toMatch(/Fraud Detection.*blind/u)
    const { message } = await town.headOf(answer)
    town.loseThread(await town.threadOf(id))
    await town.challenges.catchUp('discord', new AbortController().signal)
    await town.sent()
    expect((await town.headOf(answer)).message).not.toBe(message)
  })

  it('closes all the same where it can not read', async () => {
    const id = await town.open({ deadlineAt: town.clock.now() + DAY })
    const phase = async () => {
      const [row] = await town.database.sql`select phase from challenges where id = ${id}`
      return row?.phase
    }
    await town.sleep(DAY + 60_000)
    await town.rung()
    expect(await phase()).toBe('open')
    await closed(60_000)
    expect(await phase()).toBe('closed')
  })
})

describe('organisers', () => {
  it('reach each of forty answers, of each running challenge', async () => {
    const id = await town.open()
    for (const n of Array(40).keys()) await town.handIn(`m${n}`, id, `number ${n}`)
    for (const _ of [1, 2, 3]) await town.handIn('ana', await town.open(), 'of another')
    const page = (await press('olga', 'challenge.mine')) as Message
    const choices = page.blocks.flatMap((block) => (block.type === 'select' ? block.choices : []))
    expect(page.blocks.every((block) => block.type !== 'select' || block.choices.length <= 25)).toBe(true)
    const numbers = new Set(choices.map(({ value }) => value))
    for (const submission of await town.submissions(id)) expect(numbers).toContain(submission.id)
  })
})

describe('a problem that is no longer in the content', () => {
  it('leaves lists readable, and ends what runs with a word', async () => {
    const id = await town.open()
    await town.handIn('ana', id, 'of a problem that goes')
    await town.database.sql`update challenges set problem = 'moved-away'`
    expect(words(await press('ana', 'challenge.mine'))).toContain('moved-away')
    expect(words(await press('olga', 'challenge.mine'))).toContain('moved-away')
    await town.challenges.tidy()
    await town.sent()
    expect(await refusal(press('ana', 'challenge.answer', id))).toBe('challenge.refused.cancelled')
    const card = cards().at(-1)
    expect(wordsOf(card)).toContain('Cancelled')
    expect(words(await press('ana', 'challenge.mine'))).toContain('moved-away')
  })
})

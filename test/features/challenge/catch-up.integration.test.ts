import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'
import { readable } from './reading.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { results, closed } = helpersOf(() => fixture)

describe('a bot that was away at the deadline', () => {
  const written = async (id: string, user: string, at: number) => {
    const ref = { ...(await fixture.threadOf(id)), message: `unheard-${user}` }
    const author = { platform: 'discord', space: 's', user, name: user, bot: false } as const
    fixture.threads.push({ ref, author, text: `answer: by ${user}`, files: [], writtenAt: at, at })
  }

  it('accepts messages written before the deadline as on time, then closes', async () => {
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

  it('reads late answers and their reactions for a week after the close', async () => {
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

  it('notices messages and a deleted thread in a blind challenge too', async () => {
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

  it('closes even if it can not read', async () => {
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

it('a thread that was deleted while the bot was away is opened again', async () => {
  const id = await fixture.open()
  await fixture.handIn('ana', id, 'kept though nobody saw it go')
  const shown = () =>
    fixture.calls.filter((c) => c.kind === 'post' && readable(c.message).includes('kept though nobody'))
  fixture.loseThread(await fixture.threadOf(id))
  await fixture.challenges.catchUp('discord', new AbortController().signal)
  await fixture.sent()
  expect(shown()).toHaveLength(2)
  fixture.loseThread(await fixture.threadOf(id))
  await fixture.challenges.onGone(await fixture.threadOf(id))
})

describe('a message that makes the bot fail', () => {
  it('keeps no other message from being read, and is set aside after three attempts', async () => {
    const id = await fixture.open()
    const thread = await fixture.threadOf(id)
    const written = (user: string, at: number) => {
      const author = { platform: 'discord', space: 's', user, name: user, bot: false } as const
      const ref = { ...thread, message: `poison-${user}` }
      return { ref, author, text: `answer: by ${user}`, files: [], writtenAt: at, at }
    }
    const at = fixture.clock.now() + 1
    let attempts = 0
    const poison = {
      ...written('rex', at),
      get text(): string {
        attempts++
        throw new TypeError('a mistake of ours')
      },
    }
    fixture.threads.push(poison, written('sam', at))
    const read = () => fixture.challenges.catchUp('discord', new AbortController().signal)
    for (const _ of [1, 2]) await expect(read()).rejects.toThrow('not every thread could be read')
    expect((await fixture.submissions(id)).map(({ author }) => author)).toEqual(['sam'])
    for (const _ of [1, 2, 3]) await read()
    expect(attempts).toBe(3)
    // An edit is another event.
    fixture.threads.splice(fixture.threads.indexOf(poison), 1, written('rex', at + 1))
    await read()
    expect((await fixture.submissions(id)).map(({ author }) => author)).toEqual(['sam', 'rex'])
  })
})

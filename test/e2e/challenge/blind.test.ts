import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../support/until.ts'
import { type DiscordGroup, openDiscordGroup } from '../group/discord.ts'
import { CARD, type Group, NAMES, SURNAME, saying, textFile } from '../group/group.ts'
import { openSlackGroup, type SlackGroup } from '../group/slack.ts'
import { botTime, reach, settled } from '../group/time.ts'
import { heads } from './heads.ts'

const ADDED = { channel: 'here', day: 'mon', time: '18:00', 'time-zone': 'UTC', days: 1, answers: 'blind' }

type Watched = Readonly<{
  group: Group
  /** Each request whose effect more than one person can see, one line each. */
  traffic(): readonly string[]
}>

/** Requests that only read, and that which opens a private conversation. */
const DISCORD_PRIVATE = /^(GET .*|POST \/users\/@me\/channels)$/u

async function onDiscord(): Promise<Watched> {
  const group: DiscordGroup = await openDiscordGroup()
  const { discord } = group.stage
  const own = () => Object.values(group.people).map((person) => discord.dm(person).id)
  return {
    group,
    traffic: () =>
      discord.requests
        .filter(({ method, path }) => !DISCORD_PRIVATE.test(`${method} ${path}`))
        .filter(({ path }) => !own().some((id) => path.startsWith(`/channels/${id}/`)))
        // Private answers are among them: they need not name anybody either.
        .map((request) =>
          JSON.stringify([request.method, request.path, request.query, request.body, request.files]),
        ),
  }
}

/** Methods that only read, that fill one person's window, and that which opens a private conversation. */
const SLACK_PRIVATE =
  /^(views\..*|users\..*|auth\..*|apps\..*|download|upload|files\.info|conversations\.(open|info|history|replies|members)|reactions\.get)$/u

async function onSlack(): Promise<Watched> {
  const group: SlackGroup = await openSlackGroup('http')
  const { slack } = group.stage
  const own = () => Object.values(group.people).map((person) => slack.dm(person).id)
  return {
    group,
    traffic: () =>
      slack.requests
        .filter(({ method }) => !SLACK_PRIVATE.test(method))
        .filter(({ body }) => !own().includes(String(body.channel)))
        .map(({ method, body, files }) => JSON.stringify([method, body, files])),
  }
}

describe.each([
  ['Discord', onDiscord],
  ['Slack (HTTP)', onSlack],
] as const)('a blind challenge on %s', (_, open) => {
  let watched: Watched
  let group: Group
  beforeAll(async () => {
    watched = await open()
    ;({ group } = watched)
  })
  afterAll(() => group?.close())

  /** Requests that name a person who answers or reviews. Olga is told privately that she set the schedule. */
  const naming = () => {
    const people = NAMES.filter((name) => name !== 'olga').map((name) => group.members[name])
    const names = people.flatMap(({ id, name }) => [id, name])
    return watched.traffic().filter((line) => names.some((name) => line.includes(name)))
  }
  const panel = async (who: 'ana' | 'ben') =>
    group.members[who].press(await saying(group, 'channel', CARD), 'Submit answer')

  it('takes answers by its private ways only', async () => {
    const { olga, cai } = group.members
    expect((await olga.command('schedule add', ADDED)).text).toContain('anonymous until the close')
    await olga.command('schedule run', { schedule: '#1' })
    const card = await saying(group, 'channel', CARD)
    expect(card.text).toContain('Blind: nobody sees whose answer is whose')
    await saying(group, 'thread', 'How to answer')

    const stage = await (await panel('ana')).press('Metrics')
    await stage.fill({ "What you'd say and draw": 'Precision at the alert budget.' }, 'Save')
    expect((await (await panel('ana')).press('Hand in')).text).toContain('yours is answer 1')
    const file = await (await panel('ben')).press('Send a file')
    const sent = await file.fill({}, 'Hand in', {
      'Your whole answer': textFile('ben-quillfeather.md', '## Data\n\nLabels after 45 days.'),
    })
    expect(sent.text).toContain('yours is answer 2')
    await until(async () => (await heads(group)).length === 2)

    await cai.say('answer: here is mine')
    await until(
      async () => (await cai.dms()).some(({ text }) => text.includes('This challenge is blind')),
      60_000,
    )
    await settled(group)
    expect(await heads(group)).toHaveLength(2)
    const [count] = await group.db.sql<{ n: number }[]>`select count(*)::int as n from submissions`
    expect(count?.n).toBe(2)
  })

  it('names nobody before the close, whatever happens to the answers', async () => {
    const { olga, ana, ben, dee } = group.members
    const again = await (await panel('ana')).press('Data')
    await again.fill({ "What you'd say and draw": 'Sampled labels of 1% of traffic.' }, 'Save')
    await (await panel('ana')).press('Hand in')
    await (await panel('ben')).press('Take back')
    await (await (await panel('ben')).press('Send a file')).fill({}, 'Hand in', {
      'Your whole answer': textFile('mine.md', 'Labels after 45 days, and a holdout.'),
    })
    await until(async () => (await heads(group)).some(({ post }) => post.text.includes('Version 2')))
    const [first] = await heads(group)
    if (!first) throw new Error('no answer stands')
    await dee.react(first.post.id, '3️⃣')
    const scored = await (await dee.press(first.post, 'Score')).fill({ Data: '3' }, 'Submit')
    expect(scored.text).toContain('Counted 1 of 10')

    // An organiser withdraws and reopens an answer without learning its author.
    const chosen = await (await olga.command('submissions')).choose(await manage(), 'Answer 1')
    expect(chosen.text).toContain('Answer 1')
    await chosen.press('Withdraw it')
    await saying(group, 'thread', 'Answer 1 was withdrawn.')
    const back = await (await olga.command('submissions')).choose(await manage(), 'Answer 1')
    await back.press('Reopen it')
    await until(async () => (await heads(group)).length === 2)

    // Recounts and requests for reviews name nobody either.
    await reach(group, (await botTime(group)) + 2 * 60_000)
    for (const who of [ana, ben])
      await until(async () => (await who.dms()).some(({ text }) => text.includes('Please review')))
    await settled(group)
    expect(watched.traffic().length).toBeGreaterThan(20)
    expect(naming()).toEqual([])
    for (const post of [...(await group.channel()), ...(await group.thread())])
      for (const line of [post.text, ...post.files.map(({ name }) => name)])
        if (post.author === undefined) expect(line.toLowerCase()).not.toContain(SURNAME.toLowerCase())
  })

  const manage = async () => {
    const [row] = await group.db.sql<{ problem: string }[]>`select problem from challenges`
    const title = /Challenge: (.+)/u.exec((await saying(group, 'channel', CARD)).text)?.[1]
    expect(row).toBeDefined()
    return `An answer to ${title?.trim()}`
  }

  it('says whose they are at the close', async () => {
    const [row] = await group.db.sql<{ at: number }[]>`select deadline_at::float8 as at from challenges`
    await reach(group, row?.at ?? 0)
    await saying(group, 'channel', 'Result: ')
    await settled(group)
    const { ana, ben } = group.members
    for (const { id, name } of [ana, ben]) {
      expect(naming().some((line) => line.includes(id) || line.includes(name))).toBe(true)
      const shown = (await heads(group)).map(({ post }) => post.text).join('\n')
      expect(shown.includes(id) || shown.includes(name)).toBe(true)
    }
    expect(await group.violations()).toEqual([])
    expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
  })
})

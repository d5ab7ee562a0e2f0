import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../../../src/kit/durations.ts'
import { allPermissionsBut } from '../../fakes/discord/index.ts'
import { until } from '../../support/until.ts'
import { openDiscordGroup } from '../group/discord.ts'
import { CARD, type Group, type Name, saying, textFile } from '../group/group.ts'
import { openSlackGroup } from '../group/slack.ts'
import { reach, settled } from '../group/time.ts'
import { headOf, heads } from './heads.ts'
import { wrongVotes } from './votes.ts'

const ADDED = { channel: 'here', day: 'mon', time: '18:00', 'time-zone': 'UTC', days: 1 }
/** All emoji that count but one level: four people make a burst of forty. */
const EMOJI = ['1️⃣', '2️⃣', '3️⃣', '🎯', '🏢', '🔄', '🛒', '🤹', '🤖', '🙈']

type Place = Readonly<{
  group: Group
  /** A channel in which the bot can't write, as people type it, and a word of the refusal. */
  mute: string
  why: string
  /** Whether each event comes three times from now on. */
  threeTimes(on: boolean): void
  deleteThread: (() => void) | undefined
}>

async function onDiscord(): Promise<Place> {
  const group = await openDiscordGroup()
  const { guild, discord } = group.stage
  const { id } = guild.addChannel({ name: 'read-only', botPermissions: allPermissionsBut('SEND_MESSAGES') })
  return {
    group,
    mute: id,
    why: 'Send Messages',
    threeTimes: (on) =>
      discord.gateway.disturb(on ? (t) => (t.startsWith('MESSAGE_') ? [0, 0, 0] : [0]) : undefined),
    deleteThread: () => group.place().delete(),
  }
}

async function onSlack(): Promise<Place> {
  const group = await openSlackGroup('socket')
  const { slack } = group.stage
  slack.addChannel({ name: 'elsewhere', joined: false })
  return {
    group,
    mute: '#elsewhere',
    why: 'invite',
    threeTimes(on) {
      slack.events.disturb(on ? () => [0, 0, 0] : undefined)
      slack.repeatWhen(on ? () => true : undefined)
    },
    deleteThread: undefined,
  }
}

describe.each([
  ['Discord', onDiscord],
  ['Slack', onSlack],
] as const)('a challenge on %s in which people make mistakes', (_, open) => {
  let place: Place
  let group: Group
  beforeAll(async () => {
    place = await open()
    ;({ group } = place)
  })
  afterAll(() => group?.close())

  const panel = async (who: Name) =>
    group.members[who].press(await saying(group, 'channel', CARD), 'Submit answer')
  const sendFile = async (who: Name, data: string | Uint8Array) => {
    const file = typeof data === 'string' ? textFile('mine.md', data) : { name: 'mine.md', data }
    return (await (await panel(who)).press('Send a file')).fill({}, 'Hand in', { 'Your whole answer': file })
  }
  const isTold = (who: Name, text: string) =>
    until(async () => (await group.members[who].dms()).some((dm) => dm.text.includes(text)))
  const submissions = () =>
    group.db.sql<{ author: string; state: string; late: boolean; version: number }[]>`
      select author, state, late, version from submissions order by number`

  it('says at once that the bot can not write there', async () => {
    const { olga } = group.members
    expect((await olga.command('schedule add', { ...ADDED, channel: place.mute })).text).toContain(place.why)
    expect(await group.db.sql`select id from schedules`).toEqual([])
    expect((await olga.command('schedule add', ADDED)).text).toContain('every Monday at 18:00')
    await olga.command('schedule run', { schedule: '#1' })
    await saying(group, 'thread', 'How to answer')
  })

  it('takes no answer that is empty, too long or no text', async () => {
    expect((await sendFile('ana', ' \n')).text).toContain('There was nothing in it')
    expect((await sendFile('ana', 'x'.repeat(41_000))).text).toMatch(/41,?000 characters.* 40,?000/u)
    expect((await sendFile('ana', Uint8Array.of(0x61, 0xc3, 0x28))).text).toContain('no text in UTF-8')
    expect((await (await panel('ana')).press('Send a file')).text).not.toContain('undefined')
    await group.members.ana.say('answer:')
    await isTold('ana', 'There was nothing in it')
    expect(await submissions()).toEqual([])
    expect((await sendFile('ana', 'x'.repeat(40_000))).text).toContain('yours is answer 1')
    expect((await headOf(group, 'ana')).text.length).toBeLessThan(1000)
  })

  it('counts forty reactions in a burst, and none of the author', async () => {
    const head = await headOf(group, 'ana')
    // The bot may not have stored yet which message shows the answer.
    await group.members.cai.react(head.id, '🔕')
    await settled(group)
    await group.members.ana.react(head.id, '4️⃣')
    const voters = (['ben', 'cai', 'dee', 'olga'] as const).map((name) => group.members[name])
    await Promise.all(voters.flatMap((voter) => EMOJI.map((emoji) => voter.react(head.id, emoji))))
    for (let n = 0; n < 9; n++) {
      await group.members.ben.unreact(head.id, '🎯')
      if (n < 8) await group.members.ben.react(head.id, '🎯')
    }
    // Ben's votes pass through the right state on the way, so wait for one that comes after all of them.
    await group.members.ben.react(head.id, '🔕')
    await until(async () => {
      const [last] = await group.db.sql`
        select voter from votes where voter = ${group.members.ben.id} and criterion = 'no-monitoring'`
      return last
    })
    await expect.poll(() => wrongVotes(group)).toEqual([])
    const [count] = await group.db.sql<{ n: number }[]>`
      select count(*)::int as n from votes where criterion <> 'overall'`
    // One mark of the burst was taken back; one came before the burst and one after it.
    expect(count?.n).toBe(4 * 7 - 1 + 2)
  })

  it('handles an event once that comes three times', async () => {
    const { cai } = group.members
    place.threeTimes(true)
    await cai.say('answer: labels first, then the model')
    const head = await headOf(group, 'cai')
    await group.members.ana.react(head.id, '2️⃣')
    await group.members.dee.react(head.id, '3️⃣')
    await group.members.dee.unreact(head.id, '3️⃣')
    await expect.poll(() => wrongVotes(group)).toEqual([])
    expect((await sendFile('ben', 'a file that comes three times')).text).toMatch(
      /answer 3|handed in already|Done/u,
    )
    place.threeTimes(false)
    await headOf(group, 'ben')
    await settled(group)
    expect((await heads(group)).map(({ number }) => number)).toEqual([1, 2, 3])
    expect((await submissions()).map(({ version }) => version)).toEqual([1, 1, 1])
  })

  it('takes an answer out of review whose message was deleted, until it is reopened', async () => {
    const head = await headOf(group, 'cai')
    await group.members.olga.remove(head.id)
    await until(async () => (await submissions())[1]?.state === 'withdrawn')
    const title = /Challenge: (.+)/u.exec((await saying(group, 'channel', CARD)).text)?.[1]?.trim()
    const chosen = await (await group.members.olga.command('submissions')).choose(
      `An answer to ${title}`,
      'Answer 2',
    )
    await chosen.press('Reopen it')
    const again = await headOf(group, 'cai')
    expect(again.id).not.toBe(head.id)
    await settled(group)
    expect((await heads(group)).map(({ number }) => number).toSorted()).toEqual([1, 2, 3])
    await expect.poll(() => wrongVotes(group)).toEqual([])
  })

  it('opens a thread again that was deleted, with all answers', async ({ skip }) => {
    const { deleteThread } = place
    if (!deleteThread) return skip('nobody can delete a thread there')
    deleteThread()
    await saying(group, 'thread', 'How to answer')
    await until(async () => (await heads(group)).length === 3)
    await settled(group)
    await expect.poll(() => wrongVotes(group)).toEqual([])
    await group.members.dee.react((await headOf(group, 'ben')).id, '4️⃣')
    await expect.poll(() => wrongVotes(group)).toEqual([])
  })

  it('takes late answers for a week, marked, and changes of what was on time not at all', async () => {
    const [row] = await group.db.sql<{ at: number }[]>`select deadline_at::float8 as at from challenges`
    const deadline = row?.at ?? 0
    await reach(group, deadline)
    const digest = await saying(group, 'channel', 'Result: ')
    expect(digest.text).toContain('3 answers were handed in.')
    expect((await panel('ana')).text).toContain('stays as you handed it in')
    await group.members.ben.say('answer: on second thoughts')
    await isTold('ben', 'stays as you handed it in')
    expect((await sendFile('dee', 'late, but here')).text).toContain('Handed in late')
    expect((await headOf(group, 'dee')).text).toContain('Late: handed in after the deadline.')
    expect((await submissions()).map(({ late, version }) => [late, version])).toEqual([
      [false, 1],
      [false, 1],
      [false, 1],
      [true, 1],
    ])
    await reach(group, deadline + 8 * DAY)
    // By now the schedule may have posted the next one.
    const card = (await group.channel()).find(({ text }) => text.includes(CARD))
    if (!card) throw new Error('the first card is gone')
    expect((await group.members.olga.press(card, 'Submit answer')).text).toContain(
      'closed more than a week ago',
    )
  })

  it('did nothing that the service forbids, and logged no error and no answer', async () => {
    expect(await group.violations()).toEqual([])
    expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
    expect(group.output()).not.toContain('labels first')
  })
})

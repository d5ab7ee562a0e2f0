import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seeded } from '../../../drills/random.ts'
import { until } from '../../support/until.ts'
import { CARD, type Group, NAMES, type Name, saying } from '../group/group.ts'
import { botTime, pass, passUntil, reach, settled } from '../group/time.ts'
import { handedIn, lost, posted, scored, wrongVotes } from './checks.ts'
import {
  answersAloud,
  type Deed,
  handsIn,
  type Ledger,
  rewrites,
  scores,
  sendsFile,
  writes,
} from './deeds.ts'
import { filesNamed, headOf, heads } from './heads.ts'
import { storm } from './storm.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A Sunday. */
export const SUNDAY = '2026-03-22T12:00:00Z'
/** Monday, 18:00 in Berlin, where it is winter. */
const MONDAY = Date.parse('2026-03-23T17:00:00Z')
/** Six days later at 18:00 it is summer there. */
const DEADLINE = Date.parse('2026-03-29T16:00:00Z')
const NEXT = Date.parse('2026-03-30T16:00:00Z')

/** Stands in every answer: no log may hold it. */
const WRITTEN = 'three-tower retrieval'
const BOARD = '```mermaid\nflowchart LR\n  gateway --> score\n```'
const REQUIREMENTS = `Block fraud within 100 ms, ${WRITTEN} left aside.`
const DATA = 'Chargebacks arrive after 45 days; analysts label 2,000 a day.'
const FILE = `## Requirements\n\n${WRITTEN}: 3,000 decisions a second.\n\n## Serving\n\n${BOARD}`
const SPOKEN = `${WRITTEN}: precision at the alert budget, and a holdout of 1%.`

const DEEDS: readonly Deed[] = [
  writes('ana', 'Requirements', REQUIREMENTS),
  writes('ana', 'Data', DATA),
  handsIn('ana', { '1. Requirements': REQUIREMENTS, '3. Data': DATA }),
  writes('ben', 'Model', `Gradient boosting first, ${WRITTEN} later.`),
  handsIn('ben', { '5. Model': `Gradient boosting first, ${WRITTEN} later.` }),
  sendsFile('cai', FILE),
  sendsFile('dee', `${FILE}\n\n## Monitoring\n\nDrift by PSI.`),
  answersAloud('olga', SPOKEN),
  scores('ana', 'cai', { Requirements: '3', Data: '2', Comment: 'Say where labels come from.' }),
  scores('ana', 'dee', { Requirements: '3', Serving: '4' }),
  scores('cai', 'ana', { Requirements: '4', Data: '3', Model: '2' }),
  writes('ana', 'Model', 'A cascade: rules, then a model.'),
  handsIn('ana', {
    '1. Requirements': REQUIREMENTS,
    '3. Data': DATA,
    '5. Model': 'A cascade: rules, then a model.',
  }),
  scores('ben', 'ana', { Requirements: '2', Data: '3' }),
  scores('dee', 'ana', { Requirements: '4', Data: '3' }),
  sendsFile('cai', `${FILE}\n\nNow with a fallback.`),
  rewrites('olga', `${SPOKEN} And a kill switch.`),
  scores('ben', 'cai', { Requirements: '3', Data: '1' }),
  scores('ben', 'ana', { Requirements: '3', Data: '3' }),
  scores('olga', 'cai', { Requirements: '3', Data: '4' }),
]

/** A week of a study group, from the schedule to the result, with kills in it. */
export function weekly(name: string, open: () => Promise<Group>, kills: number): void {
  const seed = process.env.LOOPMATE_SEED ?? 'study group'
  describe(`a weekly challenge on ${name} (LOOPMATE_SEED='${seed}')`, () => {
    let group: Group
    const ledger: Ledger = { answers: new Map(), said: new Map(), scores: new Map() }
    beforeAll(async () => {
      group = await open()
    })
    afterAll(() => group?.close())

    const challenge = async () => {
      const [row] = await group.db.sql<
        { posted: number; deadline: number; closed: number | null; due: number }[]
      >`select c.posted_at::float8 as posted, c.deadline_at::float8 as deadline,
          c.closed_at::float8 as closed, o.due_at::float8 as due
        from challenges c join occurrences o on o.challenge_id = c.id order by c.posted_at limit 1`
      return row
    }
    const textsOf = async (who: Name) => (await group.members[who].dms()).map(({ text }) => text)

    it('is scheduled by an organiser, and by nobody else', async () => {
      const wish = {
        channel: 'here',
        day: 'mon',
        time: '18:00',
        'time-zone': 'Europe/Berlin',
        days: 6,
        problems: 'fraud-detection',
      }
      expect((await group.members.ben.command('schedule add', wish)).text).toContain('Only organisers')
      const added = await group.members.olga.command('schedule add', wish)
      expect(added.text).toContain('every Monday at 18:00')
      expect(await challenge()).toBeUndefined()
    })

    it('is posted in the minute it is due, and not before', async () => {
      // However long the bot takes to start: it is there when the time comes.
      await passUntil(group, MONDAY - 10 * MINUTE)
      expect(await challenge()).toBeUndefined()
      await reach(group, MONDAY - 1000)
      const card = await saying(group, 'channel', CARD)
      const { posted: at = 0, due, deadline } = (await challenge()) ?? {}
      expect(due).toBe(MONDAY)
      expect(at).toBeGreaterThanOrEqual(MONDAY)
      expect(at).toBeLessThan(MONDAY + MINUTE)
      expect(deadline).toBe(DEADLINE)
      expect(card.text).toContain('Fraud Detection')
      expect(card.text).not.toContain('I was away')
      await saying(group, 'thread', 'How to answer')
    })

    it(`loses nothing over ${kills} kills while people hand in, react and score`, {
      timeout: 900_000,
    }, async () => {
      await group.end()
      await group.start(1)
      const check = async () => expect(await lost(group, ledger)).toEqual([])
      await storm(group, { random: seeded(seed), kills, deeds: DEEDS, ledger, check })
      await until(async () => (await handedIn(group)).get('olga')?.length === 2)
      await until(async () => (await heads(group)).length === 5, 60_000)
      await settled(group)
      expect(await handedIn(group)).toEqual(new Map([...ledger.answers, ...ledger.said]))
      expect(await scored(group)).toEqual(ledger.scores)
      await expect.poll(() => wrongVotes(group)).toEqual([])
      for (const { number } of await heads(group)) {
        const [row] = await group.db.sql<{ text: string; version: number }[]>`
          select v.text, v.version from submission_versions v join submissions s on s.id = v.submission_id
          where s.number = ${number} order by v.version desc limit 1`
        expect(await filesNamed(group, `answer-${number}.md`)).toEqual([`${row?.text}\n`])
      }
      expect(await posted(group)).toEqual({
        channel: ['card'],
        thread: ['opening', ...[1, 2, 3, 4, 5].map((n) => `answer ${n}`)],
      })
    })

    it('asks everybody for two reviews, with links that lead there', async () => {
      await pass(group, 2 * MINUTE)
      await settled(group)
      // Who has written both before is not asked any more.
      const requests = await group.db.sql<{ reviewer: string; number: number; asked: boolean }[]>`
        select r.reviewer, s.number, r.asked_at is not null as asked
        from review_requests r join submissions s on s.id = r.submission_id`
      expect(requests.filter(({ asked }) => asked).length).toBeGreaterThan(0)
      const standing = new Map((await heads(group)).map(({ number, post }) => [number, post.id]))
      for (const answer of standing.keys())
        expect(requests.filter(({ number }) => number === answer).length).toBeGreaterThanOrEqual(2)
      for (const each of NAMES) {
        const { id } = group.members[each]
        const own = requests.filter(({ reviewer }) => reviewer === id)
        // A third where all reviews that could have been given away were written by then.
        expect(own.length).toBeGreaterThanOrEqual(2)
        const dms = (await group.members[each].dms()).filter(({ text }) => text.includes('Please review'))
        const links = dms.flatMap((dm) => Object.entries(dm.links))
        const linked = links.map(([label]) => Number(/\d+/u.exec(label)?.[0]))
        for (const { number, asked } of own) if (asked) expect(linked).toContain(number)
        for (const [label, address] of links) {
          const number = Number(/\d+/u.exec(label)?.[0])
          expect(await group.opens(address)).toBe(standing.get(number))
        }
      }
      const mine = await group.members.dee.press(await saying(group, 'channel', CARD), 'My reviews')
      expect(mine.text).toContain('My reviews: Fraud Detection')
      for (const { number } of requests.filter(({ reviewer }) => reviewer === group.members.dee.id))
        expect(mine.text).toContain(`Answer ${number}: `)
      expect((await mine.press('No reminders')).text).toContain('no reminders')
    })

    it('reminds those who have reviews to write, unless they want none', async () => {
      await passUntil(group, DEADLINE - DAY)
      await settled(group)
      const open = await group.db.sql<{ reviewer: string }[]>`
        select distinct r.reviewer from review_requests r join submissions s on s.id = r.submission_id
        where not exists (select 1 from reviews v where v.answer_id = s.answer_id and v.voter = r.reviewer)
          and not exists (select 1 from votes v where v.answer_id = s.answer_id and v.voter = r.reviewer)`
      const written = await group.db.sql<{ voter: string; n: number }[]>`
        select v.voter, count(distinct s.id)::int as n from votes v join submissions s on s.answer_id = v.answer_id
        group by v.voter`
      for (const each of NAMES) {
        const reminded = (await textsOf(each)).filter((text) => text.includes('still to be written'))
        const { id } = group.members[each]
        // Whoever has written two of any is asked for no more.
        const enough = (written.find(({ voter }) => voter === id)?.n ?? 0) >= 2
        const wanted = !enough && open.some(({ reviewer }) => reviewer === id) && each !== 'dee'
        if (wanted) expect(reminded.length, each).toBeGreaterThan(0)
        if (each === 'dee') expect(reminded).toEqual([])
        expect(reminded.length).toBeLessThanOrEqual(2)
      }
    })

    it('closes at the deadline, with what was reacted while the bot was away', async () => {
      const head = await headOf(group, 'olga')
      const { ana, ben } = group.members
      const at = (await botTime(group)) - DEADLINE
      expect(at).toBeLessThan(0)
      if (group.standsAlone) await group.end()
      for (const each of head.reactions.filter(({ people }) => people.includes(ana.id)))
        await ana.unreact(head.id, each.emoji)
      await ana.react(head.id, '2️⃣')
      await ana.react(head.id, '🔕')
      for (const each of head.reactions.filter(({ people }) => people.includes(ben.id)))
        await ben.unreact(head.id, each.emoji)
      await passUntil(group, DEADLINE - 10 * MINUTE)
      await reach(group, DEADLINE - 1000)
      const digest = await saying(group, 'channel', 'Result: ', 60_000)
      expect(digest.text).toContain('5 answers were handed in.')
      expect(digest.text).toContain('The next challenge comes')
      if (group.platform === 'discord') expect(digest.text).toContain(`<t:${NEXT / 1000}:f>`)
      expect(digest.text).toMatch(/Thanks for reviewing: /u)
      const { closed } = (await challenge()) ?? {}
      expect(closed).toBeGreaterThanOrEqual(DEADLINE)
      expect(closed).toBeLessThan(DEADLINE + 30 * MINUTE)
      await settled(group)
      await expect.poll(() => wrongVotes(group)).toEqual([])
      const votes = await group.db.sql<{ criterion: string; level: number }[]>`
        select v.criterion, v.level from votes v join submissions s on s.answer_id = v.answer_id
        where s.author = ${group.members.olga.id} and v.voter = ${ana.id} and v.source = 'reaction'
        order by v.criterion`
      expect(votes.map(({ criterion, level }) => [criterion, level])).toEqual([
        ['no-monitoring', 1],
        ['overall', 2],
      ])
    })

    it('shows the scores on the answers, the worked design, and what comes next', async () => {
      const answer = await headOf(group, 'ana')
      expect(answer.text).toContain('Scores')
      expect(answer.buttons).not.toContain('Score')
      expect((await headOf(group, 'cai')).text).toContain('Say where labels come from.')
      await saying(group, 'thread', 'A worked design')
      await until(async () => (await filesNamed(group, 'fraud-detection.en.md')).length === 1)
      const mine = await group.members.ana.command('submissions')
      expect(mine.text).toMatch(/Requirements/u)
      expect((await group.members.ben.command('challenge')).text).toContain('The next comes')
    })

    it('posted everything once and in order', async () => {
      expect(await posted(group)).toEqual({
        channel: ['card', 'digest'],
        thread: ['opening', ...[1, 2, 3, 4, 5].map((n) => `answer ${n}`), 'design'],
      })
      for (const each of NAMES) {
        const dms = (await group.members[each].dms()).filter(
          ({ text }) => !text.includes('still to be written'),
        )
        const told = dms.map(({ text, links }) => JSON.stringify([text, links]))
        expect(new Set(told).size, each).toBe(told.length)
      }
    })

    it('did nothing that the service forbids, and logged no error and no answer', async () => {
      expect(await group.violations()).toEqual([])
      expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
      expect(group.output()).not.toContain(WRITTEN)
    })
  })
}

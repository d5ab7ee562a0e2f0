import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY, MINUTE } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { CARD, type Group, NAMES, saying } from '../group/group.ts'
import { botTime, reach, reachUnheard, settled } from '../group/time.ts'
import { doAll, newConfirmed, sendsFile } from './actions.ts'
import { handedIn, posted, scored } from './checks.ts'
import { filesNamed, headOf, heads } from './heads.ts'
import { expectReminders, expectRequests, remindersOf, requestsOf } from './reviews.ts'
import { ACTIONS, AUTHORS, DEADLINE, MONDAY, NEXT, SCHEDULE, WRITTEN } from './script.ts'
import { wrongVotes } from './votes.ts'

/** Eight days of a study group, from the schedule to the next challenge. */
export function tellChallenge(name: string, open: () => Promise<Group>): void {
  describe(`a weekly challenge on ${name}`, () => {
    let group: Group
    const confirmed = newConfirmed()
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

    it('is scheduled by an organiser, and by nobody else', async () => {
      expect((await group.members.ben.command('schedule add', SCHEDULE)).text).toContain('Only organisers')
      const added = await group.members.olga.command('schedule add', SCHEDULE)
      expect(added.text).toContain('every Monday at 18:00')
      expect(await challenge()).toBeUndefined()
    })

    it('is posted in the minute it is due, and not before', async () => {
      await reach(group, MONDAY - 10 * MINUTE)
      await settled(group)
      expect(await challenge()).toBeUndefined()
      await reach(group, MONDAY)
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

    it('takes answers by stages, files and messages, their changes, and reviews', async () => {
      await doAll(group, ACTIONS, confirmed)
      await until(async () => (await handedIn(group)).get('olga')?.length === 2)
      await until(async () => (await heads(group)).length === AUTHORS.length)
      await settled(group)
      expect(await handedIn(group)).toEqual(
        new Map(
          NAMES.flatMap((each) => {
            const texts = confirmed.answers.get(each) ?? confirmed.said.get(each)
            return texts ? [[each, texts]] : []
          }),
        ),
      )
      expect(await scored(group)).toEqual(confirmed.scores)
      await expect.poll(() => wrongVotes(group)).toEqual([])
      const votes = await group.db.sql<{ n: number }[]>`
        select count(*)::int as n from votes where source = 'reaction'`
      expect(votes).toEqual([{ n: 4 }])
    })

    it('shows each answer once, with its newest wording as a file', async () => {
      for (const { number } of await heads(group)) {
        const [row] = await group.db.sql<{ text: string }[]>`
          select v.text from submission_versions v join submissions s on s.id = v.submission_id
          where s.number = ${number} order by v.version desc limit 1`
        expect(await filesNamed(group, `answer-${number}.md`)).toEqual([`${row?.text}\n`])
      }
      expect(await posted(group)).toEqual({
        channel: ['card'],
        thread: ['opening', ...AUTHORS.map((_, index) => `answer ${index + 1}`)],
      })
    })

    it('asks everybody for two reviews, with links that lead there', async () => {
      await reach(group, (await botTime(group)) + 2 * MINUTE)
      await settled(group)
      await expectRequests(group, AUTHORS)
      const { dee } = group.members
      const mine = await dee.press(await saying(group, 'channel', CARD), 'My reviews')
      expect(mine.text).toContain('My reviews: Fraud Detection')
      for (const { number, reviewer } of await requestsOf(group))
        if (reviewer === dee.id) expect(mine.text).toContain(`Answer ${number}: `)
      expect((await mine.press('No reminders')).text).toContain('no reminders')
    })

    it('reminds those who have reviews to write, unless they want none', async () => {
      await reach(group, DEADLINE - DAY)
      await settled(group)
      await expectReminders(group, AUTHORS, { none: 'dee' })
      expect(await remindersOf(group, 'ana')).not.toEqual([])
    })

    it('closes at the deadline, with what was reacted while the bot was away', async () => {
      const head = await headOf(group, 'olga')
      const { ana, ben } = group.members
      if (group.standsAlone) await group.end()
      await ana.react(head.id, '2️⃣')
      await ana.react(head.id, '🔕')
      for (const each of head.reactions.filter(({ people }) => people.includes(ben.id)))
        await ben.unreact(head.id, each.emoji)
      await (group.standsAlone ? reachUnheard : reach)(group, DEADLINE - MINUTE)
      if (group.standsAlone) await group.start()
      await reach(group, DEADLINE)
      const digest = await saying(group, 'channel', 'Result: ')
      expect(digest.text).toContain(`${AUTHORS.length} answers were handed in.`)
      expect(digest.text).toContain('The next challenge comes')
      if (group.platform === 'discord') expect(digest.text).toContain(`<t:${NEXT / 1000}:f>`)
      expect(digest.text).toMatch(/Thanks for reviewing: /u)
      const { closed } = (await challenge()) ?? {}
      expect(closed).toBeGreaterThanOrEqual(DEADLINE)
      expect(closed).toBeLessThan(DEADLINE + MINUTE)
      await settled(group)
      await expect.poll(() => wrongVotes(group)).toEqual([])
      const votes = await group.db.sql<{ voter: string; criterion: string; level: number }[]>`
        select v.voter, v.criterion, v.level from votes v join submissions s on s.answer_id = v.answer_id
        where s.author = ${group.members.olga.id} and v.source = 'reaction' order by v.criterion`
      expect(votes).toEqual([
        { voter: ana.id, criterion: 'no-monitoring', level: 1 },
        { voter: ana.id, criterion: 'overall', level: 2 },
      ])
    })

    it('shows the scores on the answers, the worked design, and what comes next', async () => {
      const answer = await headOf(group, 'ana')
      expect(answer.text).toContain('Scores')
      expect(answer.buttons).not.toContain('Score')
      expect((await headOf(group, 'cai')).text).toContain('Say where labels come from.')
      expect((await headOf(group, 'olga')).text).toContain('median 2, range 2, votes 1 · 🔕 1')
      await saying(group, 'thread', 'A worked design')
      await until(async () => (await filesNamed(group, 'fraud-detection.en.md')).length === 1)
      const mine = await group.members.ana.command('submissions')
      expect(mine.text).toMatch(/Requirements/u)
      expect((await group.members.ben.command('challenge')).text).toContain('The next comes')
    })

    it('takes a late answer, marked, and changes none that was on time', async () => {
      await doAll(group, [sendsFile('ben', `Late: ${WRITTEN}.`, 'Handed in late')], confirmed)
      expect((await headOf(group, 'ben')).text).toContain('Late: handed in after the deadline.')
      const page = await group.members.ana.press(await saying(group, 'channel', CARD), 'Submit answer')
      expect(page.text).toContain('stays as you handed it in')
    })

    it('posted everything once and in order', async () => {
      await settled(group)
      expect(await posted(group)).toEqual({
        channel: ['card', 'digest'],
        thread: ['opening', ...AUTHORS.map((_, index) => `answer ${index + 1}`), 'design', 'answer 5'],
      })
      for (const each of NAMES) {
        const dms = (await group.members[each].dms()).filter(
          ({ text }) => !text.includes('still to be written'),
        )
        const told = dms.map(({ text, links }) => JSON.stringify([text, links]))
        expect(new Set(told).size, each).toBe(told.length)
      }
    })

    it('is followed by the next one a week later', async () => {
      await reach(group, NEXT)
      await until(async () => (await posted(group)).channel.length === 3)
      expect((await posted(group)).channel).toEqual(['card', 'digest', 'card'])
      await saying(group, 'thread', 'How to answer')
      await settled(group)
      expect(await posted(group)).toMatchObject({ thread: ['opening'] })
    })

    it('did nothing that the service forbids, and logged no error and no answer', async () => {
      expect(await group.violations()).toEqual([])
      expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
      expect(group.output()).not.toContain(WRITTEN)
    })
  })
}

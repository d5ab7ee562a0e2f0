import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BEFORE_COMPLETION, BEFORE_SEND, type HoldPoint, holdAt } from '../../support/hold.ts'
import { until } from '../../support/until.ts'
import { CARD, type Group, type Name, saying } from '../group/group.ts'
import { reach, settled } from '../group/time.ts'
import { doAll, newConfirmed, reacts, scores, sendsFile } from './actions.ts'
import { handedIn, posted, scored } from './checks.ts'
import { filesNamed, headOf, heads } from './heads.ts'
import { wrongVotes } from './votes.ts'

/** After the votes of a recount are written, and before its transaction commits. */
const DURING_RECOUNT: HoldPoint = {
  table: 'submissions',
  event: 'update of recount_at',
  when: 'old.recount_at is not null and new.recount_at is null',
}

const SCHEDULE = { channel: 'here', day: 'mon', time: '18:00', 'time-zone': 'UTC', days: 1 }

/**
 * The bot is killed at three points of its work on a challenge. The drill kills it anywhere.
 * @param open a group whose bot has a process of its own
 */
export function killAtNamedPoints(name: string, open: () => Promise<Group>): void {
  describe(`a challenge on ${name} whose bot is killed`, () => {
    let group: Group
    const confirmed = newConfirmed()
    beforeAll(async () => {
      group = await open()
      const { olga } = group.members
      await olga.command('schedule add', SCHEDULE)
      await olga.command('schedule run', { schedule: '#1' })
      await saying(group, 'thread', 'How to answer')
      await settled(group)
    })
    afterAll(() => group?.close())

    const reactions = async (voter: Name, author: Name) => {
      const votes = await group.db.sql<{ criterion: string; level: number }[]>`
        select v.criterion, v.level from votes v join submissions s on s.answer_id = v.answer_id
        where v.source = 'reaction' and v.voter = ${group.members[voter].id}
          and s.author = ${group.members[author].id} order by v.criterion`
      return votes.map(({ criterion, level }) => `${criterion} ${level}`)
    }

    it('after the commit and before the send: posts the answer once', async () => {
      const hold = await holdAt(group.db.sql, BEFORE_SEND)
      await doAll(group, [sendsFile('ana', 'Rules first, then a model.')], confirmed)
      await hold.reached()
      const posts = await group.db.sql`select attempts from deliveries where kind = 'post'`
      expect(posts).toEqual([{ attempts: 0 }])
      await group.end()
      await hold.abort()
      await group.start()
      await headOf(group, 'ana')
      await settled(group)
      expect(await handedIn(group)).toEqual(confirmed.answers)
      expect(await posted(group)).toEqual({ channel: ['card'], thread: ['opening', 'answer 1'] })
      expect(await filesNamed(group, 'answer-1.md')).toEqual(['Rules first, then a model.\n'])
    })

    it('between the send and the completion: the answer stands once', async () => {
      const hold = await holdAt(group.db.sql, BEFORE_COMPLETION)
      await doAll(group, [sendsFile('ben', 'Labels come after 45 days.')], confirmed)
      await hold.reached()
      const sent = (await heads(group)).find(({ number }) => number === 2)
      expect(sent).toBeDefined()
      await group.end()
      await hold.abort()
      await group.start()
      // Scoring needs the message to be known as the answer's.
      await doAll(group, [scores('ana', 'ben', { Data: '3' })], confirmed)
      await settled(group)
      expect(await handedIn(group)).toEqual(confirmed.answers)
      expect(await scored(group)).toEqual(confirmed.scores)
      expect(await posted(group)).toEqual({ channel: ['card'], thread: ['opening', 'answer 1', 'answer 2'] })
      expect((await heads(group)).find(({ number }) => number === 2)?.post.id).toBe(sent?.post.id)
      expect(await filesNamed(group, 'answer-2.md')).toEqual(['Labels come after 45 days.\n'])
    })

    it('during a recount, at the deadline: counts what stands, and closes once', async () => {
      await doAll(group, [reacts('cai', 'ana', '2️⃣', '🎯', '3️⃣')], confirmed)
      await until(async () => (await reactions('cai', 'ana')).includes('overall 3'))
      const hold = await holdAt(group.db.sql, DURING_RECOUNT)
      // The newer of two overall levels goes, so the bot has to look which one stands.
      const head = await headOf(group, 'ana')
      await group.members.cai.unreact(head.id, '3️⃣')
      await hold.reached()
      const [row] = await group.db.sql<{ at: number }[]>`
        select deadline_at::float8 as at from challenges`
      await reach(group, row?.at ?? 0)
      await group.end()
      if (group.standsAlone) {
        await group.members.dee.react(head.id, '4️⃣')
        await group.members.cai.unreact(head.id, '🎯')
      }
      await hold.abort()
      await group.start()
      await saying(group, 'channel', 'Result: ')
      await settled(group)
      expect(await wrongVotes(group)).toEqual([])
      expect(await reactions('cai', 'ana')).toEqual(
        group.standsAlone ? ['overall 2'] : ['overall 2', 'owns-problem 1'],
      )
      expect(await reactions('dee', 'ana')).toEqual(group.standsAlone ? ['overall 4'] : [])
      expect((await headOf(group, 'ana')).text).toContain(
        group.standsAlone ? 'median 3, range 2–4, votes 2' : 'median 2, range 2, votes 1 · 🎯 1',
      )
    })

    it('loses nothing and posts nothing twice', async () => {
      expect(await handedIn(group)).toEqual(confirmed.answers)
      expect(await scored(group)).toEqual(confirmed.scores)
      expect(await posted(group)).toEqual({
        channel: ['card', 'digest'],
        thread: ['opening', 'answer 1', 'answer 2', 'design'],
      })
      expect((await group.channel()).filter(({ text }) => text.includes(CARD))).toHaveLength(1)
      expect(await group.violations()).toEqual([])
      expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
    })
  })
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../support/until.ts'
import { type Group, type GroupOptions, type Post, saying } from '../group/group.ts'
import { passToNextAlarm, settled } from '../group/time.ts'
import { storedParts, storedVotes } from './answers.ts'
import {
  cardsIn,
  control,
  lobbyOf,
  openLobby,
  plain,
  STAGES,
  score,
  showsSeat,
  told,
  WORDED,
  withButton,
} from './cards.ts'

const MERMAID = 'the path:\n```mermaid\nflowchart LR\n  gateway --> score\n```'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Checks of what only one platform has, at their place in the story. */
export type Extras<G extends Group> = Readonly<{
  whileSealed?(group: G): Promise<void>
  afterReveal?(group: G): Promise<void>
  /** Tokens and the like, which no log may hold. */
  secrets?(group: G): readonly string[]
}>

/** A mock of three people from the lobby to the debrief, as one platform shows it. */
export function mockStory<G extends Group>(
  platform: string,
  open: (options: GroupOptions) => Promise<G>,
  extras: Extras<G> = {},
): void {
  describe(`a mock with three people on ${platform}`, () => {
    let group: G

    beforeAll(async () => {
      group = await open({ heading: 'Mock: ', chinese: ['cai'] })
    })
    afterAll(() => group?.close())

    const inThread = (text: string | RegExp) => saying(group, 'thread', text)
    const seated = (seat: string, who: Parameters<typeof showsSeat>[2]) => showsSeat(group, seat, who)

    it('gathers people in a lobby, whose card shows who holds which seat', async () => {
      const { ben, cai } = group.members
      const lobby = await openLobby(group)
      expect(lobby.buttons).toEqual(['Be the candidate', 'Interview', 'Observe', 'Start', 'Cancel'])
      expect(lobby.pings).toEqual([])
      await seated('Candidate', 'ana')
      await ben.steer(lobby, 'Interview')
      const refusal = await cai.press(await seated('Interviewer', 'ben'), 'Interview')
      expect(refusal.text).toContain('这个角色有人了，对方改选其他角色后才会空出来。')
      await cai.steer(lobby, 'Observe')
      expect((await seated('Observers', 'cai')).pings).toEqual([])
    })

    it('lets seats be swapped until the start', async () => {
      const { ana, cai } = group.members
      await ana.steer(await lobbyOf(group), 'Observe')
      const free = await seated('Candidate', 'free')
      expect(free.buttons).not.toContain('Start')
      await cai.steer(free, 'Be the candidate')
      await cai.steer(await seated('Candidate', 'cai'), 'Observe')
      await ana.steer(await seated('Candidate', 'free'), 'Be the candidate')
      await seated('Candidate', 'ana')
    })

    it('starts in a thread, and tells those who have a role', async () => {
      const { ana, ben, cai } = group.members
      await ben.steer(await lobbyOf(group), 'Start')
      const opening = await inThread('the floor is yours')
      expect(opening.pings.toSorted()).toEqual([ana.id, ben.id, cai.id].toSorted())
      const card = await withButton(group, 'Console')
      expect(card.text).toContain('1/8 · Requirements · 7 min')
      expect(card.buttons).toEqual(['Next stage', '+2 min', 'Pause', 'Whiteboard', 'Console', 'End'])
      await saying(group, 'channel', 'Running in the thread')
      expect((await lobbyOf(group)).buttons).toEqual([])
    })

    it('stops the clock for candidate and interviewer', async () => {
      const paused = await control(group, 'ana', 'Pause', /Paused with (6 min \d+ s|7 min) left/u)
      expect(paused.buttons).toContain('Resume')
      await inThread(`Paused by ${group.mention('ana')}`)
      await control(group, 'ben', 'Resume', WORDED[group.platform].endsAt)
      await inThread(`${group.mention('ben')} resumed`)
    })

    it('stores what the candidate writes, and follows edits and deletions', async () => {
      const { ana, ben } = group.members
      await ana.say('goal: less fraud, fewer insults')
      await ana.say(MERMAID)
      const scale = await ana.say('scale: 10 k TPS')
      const slip = await ana.say('wrong thread, sorry')
      await ana.say('', [{ name: 'board.png', data: PNG, mediaType: 'image/png' }])
      await ben.say('what about latency?')
      await until(async () => (await storedParts(group)).length === 5)
      await ana.rewrite(scale, 'scale: 3 k TPS, 10 k at peak')
      await ana.remove(slip)
      await until(async () => (await storedParts(group)).some(({ deleted }) => deleted))
      await expect
        .poll(async () => (await storedParts(group)).map(({ text }) => text))
        .toEqual(['goal: less fraud, fewer insults', MERMAID, 'scale: 3 k TPS, 10 k at peak', '', ''])
      const [picture] = await until(async () => {
        const rows = await group.db.sql<{ bytes: Uint8Array }[]>`select bytes from whiteboards`
        return rows.length > 0 && rows
      })
      expect(Buffer.from(picture?.bytes ?? [])).toEqual(PNG)
    })

    it('files a message under the stage that its author reacts with', async () => {
      const { ana, ben } = group.members
      const { id } = await inThread(/^scale/u)
      const filed = async () => (await storedParts(group)).find((part) => part.id === id)?.filed
      await ben.react(id, '5️⃣')
      await ana.react(id, '4️⃣')
      await until(async () => (await filed()) === 3)
      await ana.unreact(id, '4️⃣')
      await until(async () => (await filed()) === null)
      await ana.react(id, '2️⃣')
      await until(async () => (await filed()) !== null)
      expect(await filed()).toBe(1)
    })

    it('gives the interviewer alone the console, with notes and curveballs', async () => {
      expect(await told(group, 'ana', 'Console')).toContain(
        'The console is for the interviewer of this mock.',
      )
      const card = await withButton(group, 'Console')
      const notepad = await group.members.ben.press(card, 'Console')
      for (const part of ['Ask', 'Reveal only when asked', 'Strong tells', 'Weak tells', 'Next curveball'])
        expect(plain(notepad)).toContain(part)
      const form = await notepad.press('Take a note')
      const saved = await form.fill({ Note: 'asks about base rates early' }, 'Save')
      expect(saved.text).toContain('Saved. It appears in the debrief.')
      const after = await (await group.members.ben.press(card, 'Console')).press('Curveball')
      expect(after.text).toContain('Posted to the thread.')
      await inThread('A change of plan:')
    })

    it('lends two minutes, and goes on when told to', async () => {
      expect(await told(group, 'ana', '+2 min')).toContain('interviews and steers the clock')
      await control(group, 'ben', '+2 min', /Requirements · 9 min/u)
      const second = await control(group, 'ben', 'Next stage', /2\/8 · Metrics · 4 min/u)
      expect(second.buttons).toContain('Next stage')
      await until(async () => (await inThread('1/8 · Requirements')).buttons.length === 0)
    })

    it('runs on by itself, each stage announced once and in order', async () => {
      await settled(group)
      while (await passToNextAlarm(group)) if ((await phaseOf(group)) !== 'running') break
      await inThread('One minute left')
      const scoring = await withButton(group, 'Score')
      const thread = await group.thread()
      expect(cardsIn(thread)).toEqual(STAGES)
      const last = thread.findLastIndex(({ text }) => /\d\/8 · /u.test(text))
      expect(thread.findIndex(({ id }) => id === scoring.id)).toBeGreaterThan(last)
      expect(thread.filter(({ buttons }) => buttons.includes('Next stage'))).toEqual([])
    })

    it('counts votes, keeps them sealed, and lets them be replaced', async () => {
      const first = await score(group, 'ben', { Data: '2', Model: '3', Comment: 'more on delayed labels' })
      expect(first).toContain('Counted 2 of 10: Data 2, Model 3. Comment saved. Until the reveal')
      await until(async () => plain(await inThread('Has scored')).match(hasScored(group)))
      await score(group, 'ben', { Data: '4', Model: '3' })
      const { ben } = group.members
      expect(await storedVotes(group)).toEqual([
        { voter: ben.id, criterion: 'data', level: 4 },
        { voter: ben.id, criterion: 'model', level: 3 },
      ])
      expect(await told(group, 'ana', 'Reveal')).toContain('reveals the votes')
      expect((await group.thread()).some(({ text }) => text.includes('Debrief'))).toBe(false)
      await extras.whileSealed?.(group)
    })

    it('shows everything when all have scored', async () => {
      await score(group, 'cai', { Data: '1', Model: '3' })
      expect(await score(group, 'ana', { Data: '3' })).toContain('Yours was the last, so the votes are open')
      const debrief = await inThread('Debrief: Fraud Detection')
      expect(debrief.text).toContain('Everybody has scored')
      await inThread('The rubric in full')
      await settled(group)
      const thread = await group.thread()
      const all = thread.slice(thread.findIndex(({ id }) => id === debrief.id))
      const text = all.map(plain).join('\n')
      expect(text).toContain('no criterion has more than 2 votes')
      expect(text).toContain('Talk first about Data')
      expect(text).toMatch(WORDED[group.platform].data)
      expect(text).toContain('Not scored: Requirements')
      const minutes = find(all, 'Where the minutes went')
      expect(minutes.text).toContain(`${group.mention('ben')} threw a curveball`)
      expect(minutes.text).toContain('Pictures and diagrams: 2')
      const words = find(all, 'Notes and comments')
      expect(words.text).toContain('asks about base rates early')
      expect(words.text).toContain('more on delayed labels')
      find(all, 'A worked design')
      find(all, 'Its diagrams')
      // On Slack an upload stands there some time after it was taken.
      await expect
        .poll(async () => (await group.thread()).flatMap(({ files }) => files.map(({ name }) => name)).sort())
        .toEqual([
          'board.png',
          'diagram.png',
          'fraud-detection-1.png',
          'fraud-detection-2.png',
          'fraud-detection.en.diagrams.md',
          'fraud-detection.en.md',
          'levels.png',
          'minutes.png',
          'rubric.en.md',
        ])
      await saying(group, 'channel', 'the debrief is in the thread')
      await extras.afterReveal?.(group)
    })

    it('did nothing that the service forbids, and logged no error, no secret and no answer', async () => {
      expect(await group.violations()).toEqual([])
      expect(group.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
      for (const secret of [...(extras.secrets?.(group) ?? []), 'less fraud'])
        expect(group.output()).not.toContain(secret)
    })
  })
}

const hasScored = (group: Group) => new RegExp(`Has scored:?\\s+${group.mention('ben')}`, 'u')

function find(posts: readonly Post[], text: string): Post {
  const found = posts.find((post) => post.text.includes(text))
  if (!found) throw new Error(`nothing says ${text}`)
  return found
}

async function phaseOf({ db }: Group): Promise<string | undefined> {
  const [row] = await db.sql<{ phase: string }[]>`select phase from mocks order by created_at desc limit 1`
  return row?.phase
}

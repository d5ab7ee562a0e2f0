import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerParts, votes, whiteboards } from '../../../src/db/schema.ts'
import type { FakeMember, FakeMessage } from '../../fakes/slack/index.ts'
import { passTime } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import {
  announcedStages,
  opened,
  openSlackStage,
  type SlackStage,
  saying,
  told,
  withButton,
} from './stage.ts'

const MERMAID = 'the path:\n```mermaid\nflowchart LR\n  gateway --> score\n```'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.each(['socket', 'http'] as const)('a mock with three people on Slack (%s)', (mode) => {
  let stage: SlackStage
  let ana: FakeMember
  let ben: FakeMember
  let cai: FakeMember
  let lobby: FakeMessage

  beforeAll(async () => {
    stage = await openSlackStage(mode, { ownProcess: true })
    ana = stage.slack.addMember({ name: 'ana' })
    ben = stage.slack.addMember({ name: 'ben' })
    cai = stage.slack.addMember({ name: 'cai', locale: 'zh-CN' })
    // Real time: what people do in it takes as long as the machine likes.
    await stage.start()
  })
  afterAll(() => stage?.close())

  const thread = () => stage.room.thread(lobby.ts)
  // In the order of writing: by HTTP one request may overtake another.
  const stored = () => stage.db.db.select().from(answerParts).orderBy(answerParts.sourceId)
  const shows = (message: FakeMessage, text: string) => until(() => message.text.includes(text), 30_000)
  const card = () => withButton(thread, 'Console')
  /** Presses a control, and waits for the card that follows. */
  const press = async (member: FakeMember, label: string, then: RegExp) => {
    await member.click(await card(), label)
    return until(
      () => thread().findLast(({ buttons, text }) => buttons.includes('Console') && then.test(text)),
      30_000,
    )
  }

  it('gathers people in a lobby, whose card shows who holds which seat', async () => {
    const asked = await ana.command(stage.room, '/mock 60 "Fraud Detection"')
    const view = await asked.modal(({ text }) => text.includes('The lobby is below'))
    await ana.closeView(view)
    lobby = await saying(() => stage.room.messages, 'Mock: ')
    expect(lobby.buttons).toEqual(['Be the candidate', 'Interview', 'Observe', 'Start', 'Cancel'])
    expect(lobby.pings).toEqual([])
    await shows(lobby, '*Candidate*\n@ana')
    await ben.click(lobby, 'Interview')
    await shows(lobby, '*Interviewer*\n@ben')
    expect(await told(cai, lobby, 'Interview')).toContain('这个角色有人了')
    await cai.click(lobby, 'Observe')
    await shows(lobby, '*Observers*\n@cai')
    expect(lobby.pings).toEqual([])
  })

  it('starts in a thread, and tells those who have a role', async () => {
    await ben.click(lobby, 'Start')
    const opening = await saying(thread, 'the floor is yours')
    expect(opening.pings.toSorted()).toEqual([ana.id, ben.id, cai.id].toSorted())
    const first = await card()
    expect(first.text).toContain('1/8 · Requirements · 7 min')
    expect(first.buttons).toEqual(['Next stage', '+2 min', 'Pause', 'Whiteboard', 'Console', 'End'])
    await shows(lobby, 'Running in the thread')
    expect(lobby.buttons).toEqual([])
  })

  it('stops the clock for candidate and interviewer', async () => {
    const paused = await press(ana, 'Pause', /Paused with (6 min \d+ s|7 min) left/)
    expect(paused.buttons).toContain('Resume')
    await saying(thread, 'Paused by @ana')
    await press(ben, 'Resume', /Ends at .*, in [67] min\./)
    await saying(thread, '@ben resumed')
  })

  it('stores what the candidate writes, and follows edits and deletions', async () => {
    const say = (who: FakeMember, text: string, files?: Parameters<FakeMember['say']>[2]) =>
      who.say(stage.room, text, { thread: lobby, ...files })
    say(ana, 'goal: less fraud, fewer insults')
    say(ana, MERMAID)
    const scale = say(ana, 'scale: 10 k TPS')
    const slip = say(ana, 'wrong thread, sorry')
    say(ana, '', { files: [{ name: 'board.png', data: PNG, mediaType: 'image/png' }] })
    say(ben, 'what about latency?')
    await until(async () => (await stored()).length === 5, 30_000)
    ana.edit(scale, 'scale: 3 k TPS, 10 k at peak')
    ana.delete(slip)
    await until(async () => {
      const parts = await stored()
      const edited = parts.some(({ text }) => text === 'scale: 3 k TPS, 10 k at peak')
      return edited && parts.some(({ deletedAt }) => deletedAt !== null)
    }, 30_000)
    expect((await stored()).map(({ text }) => text)).toEqual([
      'goal: less fraud, fewer insults',
      MERMAID,
      'scale: 3 k TPS, 10 k at peak',
      '',
      '',
    ])
    const [picture] = await until(async () => {
      const rows = await stage.db.db.select().from(whiteboards)
      return rows.length > 0 && rows
    })
    expect(Buffer.from(picture?.bytes ?? [])).toEqual(PNG)
  })

  it('files a message under the stage that its author reacts with', async () => {
    const message = thread().find(({ text }) => text.startsWith('scale'))
    if (!message) throw new Error('no message')
    const filed = async () => (await stored()).find(({ sourceId }) => sourceId === message.ts)?.filedStage
    ben.react(message, 'five')
    ana.react(message, 'four')
    await until(async () => (await filed()) === 3)
    ana.unreact(message, 'four')
    await until(async () => (await filed()) === null)
    ana.react(message, 'two')
    await until(async () => (await filed()) === 1)
  })

  it('gives the interviewer alone the console, with notes and curveballs', async () => {
    expect(await told(ana, await card(), 'Console')).toContain('The console is for the interviewer')
    const view = await opened(ben, await card(), 'Console')
    for (const part of ['*Ask*', 'Reveal only when asked', 'Strong tells', 'Weak tells', 'Next curveball'])
      expect(view.text).toContain(part)
    const form = await opened(ben, view, 'Take a note')
    const saved = await ben.submit(form, { Note: 'asks about base rates early' })
    const receipt = await saved.modal(({ text }) => text.includes('Saved. It appears in the debrief.'))
    await ben.closeView(receipt)
    const after = await opened(ben, view, 'Curveball')
    expect(after.text).toContain('Posted to the thread.')
    await ben.closeView(after, true)
    await saying(thread, 'A change of plan:')
  })

  it('lends two minutes, and goes on when told to', async () => {
    expect(await told(ana, await card(), '+2 min')).toContain('interviews and steers the clock')
    await press(ben, '+2 min', /Requirements · 9 min/)
    await press(ben, 'Next stage', /2\/8 · Metrics · 4 min/)
    const closed = thread().find(({ text }) => text.includes('1/8 · Requirements'))
    await until(() => closed?.buttons.length === 0, 30_000)
  })

  it('goes on where it was after kill -9, and hears what was written meanwhile', async () => {
    await stage.bots.kill()
    ana.say(stage.room, 'metric: precision at the alert budget', { thread: lobby })
    await stage.start()
    await until(
      async () => (await stored()).some(({ text }) => text === 'metric: precision at the alert budget'),
      30_000,
    )
  })

  it('runs on by itself, each stage announced once and in order', async () => {
    await passTime(stage.db, 0, 200)
    const scoring = await withButton(thread, 'Score')
    expect(announcedStages(thread())).toEqual([
      'Requirements',
      'Metrics',
      'Data',
      'Features',
      'Model',
      'Serving',
      'Monitoring',
      'Q&A buffer',
    ])
    expect(thread().at(-1)?.ts).toBe(scoring.ts)
    await passTime(stage.db, 0)
  })

  /** Fills in the rubric form. @returns the receipt */
  const score = async (member: FakeMember, values: Readonly<Record<string, string>>) => {
    const form = await opened(member, await withButton(thread, 'Score'), 'Score')
    const sent = await member.submit(form, values)
    const receipt = await sent.modal(({ text }) => /Counted|已计入|计入/u.test(text), 30_000)
    const { text } = receipt
    await member.closeView(receipt)
    return text
  }

  it('counts votes, keeps them sealed, and lets them be replaced', async () => {
    const first = await score(ben, { Data: '2', Model: '3', Comment: 'more on delayed labels' })
    expect(first).toContain('Counted 2 of 10: Data 2, Model 3. Comment saved. Until the reveal')
    await saying(thread, /\*Has scored\*\n@ben/u)
    await score(ben, { Data: '4', Model: '3' })
    const data = await stage.db.db
      .select()
      .from(votes)
      .where(and(eq(votes.voter, ben.id), eq(votes.criterion, 'data')))
    expect(data.map(({ level }) => level)).toEqual([4])
    expect(await told(ana, await withButton(thread, 'Score'), 'Reveal')).toContain('reveals the votes')
    expect(thread().some(({ text }) => text.includes('Debrief'))).toBe(false)
    ana.openHome()
    await until(() => ana.home?.text.includes('Waiting for your score'))
  })

  it('shows everything when all have scored', async () => {
    await score(cai, { Data: '1', Model: '3' })
    expect(await score(ana, { Data: '3' })).toContain('Yours was the last, so the votes are open')
    const debrief = await saying(thread, 'Debrief: Fraud Detection')
    expect(debrief.text).toContain('Everybody has scored')
    expect(debrief.text).toContain('Talk first about *Data*')
    expect(debrief.text).toMatch(/\| Data \| 2\.5 \| 2 \| 1–4 \| 3 \|/u)
    const minutes = await saying(thread, 'Where the minutes went')
    expect(minutes.text).toContain('@ben threw a curveball')
    expect(minutes.text).toContain('Pictures and diagrams: 2')
    const words = await saying(thread, 'Notes and comments')
    expect(words.text).toContain('asks about base rates early')
    expect(words.text).toContain('more on delayed labels')
    await saying(thread, 'A worked design')
    await saying(thread, 'Its diagrams')
    const files = () => thread().flatMap((message) => message.files.map(({ name }) => name))
    // An upload stands there some time after it was taken.
    await expect
      .poll(() => files().toSorted())
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
    await shows(lobby, 'the debrief is in the thread')
    ana.openHome()
    await until(() => ana.home?.text.includes('Your latest results'))
  })

  it('sent nothing that Slack would not accept, and logged no error and no answer', () => {
    expect(stage.slack.violations).toEqual([])
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
    const output = stage.output()
    for (const secret of [
      stage.slack.botToken,
      stage.slack.appToken,
      stage.slack.signingSecret,
      'less fraud',
    ])
      expect(output).not.toContain(secret)
  })
})

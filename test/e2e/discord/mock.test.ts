import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerParts, votes, whiteboards } from '../../../src/db/schema.ts'
import type { FakeChannel, FakeMember, FakeMessage } from '../../fakes/discord/index.ts'
import { passTime } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { announcedStages, openLobby, openStage, type Stage, saying, told, withButton } from './stage.ts'

const MERMAID = 'the path:\n```mermaid\nflowchart LR\n  gateway --> score\n```'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('a mock with three people, from /mock to the debrief', () => {
  let stage: Stage
  let ana: FakeMember
  let ben: FakeMember
  let cai: FakeMember
  let lobby: FakeMessage
  let thread: FakeChannel

  beforeAll(async () => {
    // Real time: what people do in it takes as long as the machine likes.
    stage = await openStage()
    ana = stage.guild.addMember({ name: 'ana' })
    ben = stage.guild.addMember({ name: 'ben' })
    cai = stage.guild.addMember({ name: 'cai', locale: 'zh-CN' })
  })

  afterAll(() => stage?.close())

  const stored = () => stage.db.db.select().from(answerParts).orderBy(answerParts.id)
  const shows = (message: FakeMessage, text: string) =>
    stage.discord.waitFor(() => message.text.includes(text), { what: () => `${text} in:\n${message.text}` })
  const card = () => withButton(stage, thread, 'Console')
  /** Presses a control, and waits for the card that follows. */
  const press = async (member: FakeMember, label: string, then: RegExp) => {
    await member.click(await card(), label)
    return stage.discord.waitFor(
      () => thread.messages.findLast((m) => m.buttons.includes('Console') && then.test(m.text)),
      {
        what: `${then} after ${label}`,
      },
    )
  }

  it('offers problems as one types, in either language', async () => {
    const english = await ana.autocomplete(stage.channel, 'mock', 'problem', 'frau')
    expect(english).toEqual([{ name: 'Fraud Detection', value: 'fraud-detection' }])
    const chinese = await cai.autocomplete(stage.channel, 'mock', 'problem', '欺诈')
    expect(chinese).toEqual([{ name: '支付欺诈检测', value: 'fraud-detection' }])
  })

  it('gathers people in a lobby, whose card shows who holds which seat', async () => {
    lobby = await openLobby(stage, ana, { minutes: 60 })
    expect(lobby.buttons).toEqual(['Be the candidate', 'Interview', 'Observe', 'Start', 'Cancel'])
    expect(lobby.pings).toEqual([])
    await shows(lobby, `**Candidate:** <@${ana.id}>`)
    await ben.click(lobby, 'Interview')
    await shows(lobby, `**Interviewer:** <@${ben.id}>`)
    expect(await told(cai, lobby, 'Interview')).toBe('这个角色有人了，对方改选其他角色后才会空出来。')
    await cai.click(lobby, 'Observe')
    await shows(lobby, `**Observers:** <@${cai.id}>`)
  })

  it('lets seats be swapped until the start', async () => {
    await ana.click(lobby, 'Observe')
    await shows(lobby, '**Candidate:** free')
    await expect(ana.click(lobby, 'Start')).rejects.toThrow('disabled')
    await cai.click(lobby, 'Be the candidate')
    await shows(lobby, `**Candidate:** <@${cai.id}>`)
    await cai.click(lobby, 'Observe')
    await shows(lobby, '**Candidate:** free')
    await ana.click(lobby, 'Be the candidate')
    await shows(lobby, `**Candidate:** <@${ana.id}>`)
  })

  it('starts in a thread, and tells those who have a role', async () => {
    await ben.click(lobby, 'Start')
    thread = await stage.discord.waitFor(() => lobby.thread)
    const opening = await saying(stage, thread, 'the floor is yours')
    expect(opening.pings.sort()).toEqual([ana.id, ben.id, cai.id].sort())
    const first = await card()
    expect(first.text).toContain('1/8 · Requirements · 7 min')
    expect(first.buttons).toEqual(['Next stage', '+2 min', 'Pause', 'Whiteboard', 'Console', 'End'])
    await shows(lobby, 'Running in the thread')
    expect(lobby.buttons).toEqual([])
  })

  it('stops the clock for candidate and interviewer', async () => {
    const paused = await press(ana, 'Pause', /Paused with (6 min \d+ s|7 min) left/)
    expect(paused.buttons).toContain('Resume')
    await saying(stage, thread, `Paused by <@${ana.id}>`)
    await press(ben, 'Resume', /Ends at <t:\d+:t>, <t:\d+:R>/)
    await saying(stage, thread, `<@${ben.id}> resumed`)
  })

  it('stores what the candidate writes, and follows edits and deletions', async () => {
    ana.say(thread, 'goal: less fraud, fewer insults')
    ana.say(thread, MERMAID)
    const scale = ana.say(thread, 'scale: 10 k TPS')
    const slip = ana.say(thread, 'wrong thread, sorry')
    ana.say(thread, '', { files: [{ name: 'board.png', data: PNG, mediaType: 'image/png' }] })
    ben.say(thread, 'what about latency?')
    await until(async () => (await stored()).length === 5)
    ana.edit(scale, 'scale: 3 k TPS, 10 k at peak')
    ana.delete(slip)
    await until(async () => {
      const parts = await stored()
      return (
        parts.some((p) => p.text === 'scale: 3 k TPS, 10 k at peak') &&
        parts.some((p) => p.deletedAt !== null)
      )
    })
    expect((await stored()).map((p) => p.text)).toEqual([
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
    const message = thread.messages.find((m) => m.text.startsWith('scale'))
    if (!message) throw new Error('no message')
    const filed = async () => (await stored()).find((p) => p.sourceId === message.id)?.filedStage
    ben.react(message, '5️⃣')
    ana.react(message, '4️⃣')
    await until(async () => (await filed()) === 3)
    ana.unreact(message, '4️⃣')
    await until(async () => (await filed()) === null)
    ana.react(message, '2️⃣')
    await until(async () => (await filed()) === 1)
  })

  it('gives the interviewer alone the console, with notes and curveballs', async () => {
    expect(await told(ana, await card(), 'Console')).toBe('The console is for the interviewer of this mock.')
    const result = await ben.click(await card(), 'Console')
    const console = await result.reply()
    expect(console.ephemeral).toBe(true)
    for (const part of ['**Ask**', 'Reveal only when asked', 'Strong tells', 'Weak tells', 'Next curveball'])
      expect(console.text).toContain(part)
    const noting = await ben.click(console, 'Take a note')
    await noting.waitFor(({ modal }) => modal !== undefined)
    if (!noting.modal) throw new Error('no modal')
    const saved = await ben.submit(noting.modal, { Note: 'asks about base rates early' })
    expect((await saved.reply()).text).toBe('Saved. It appears in the debrief.')
    const thrown = await ben.click(console, 'Curveball')
    const newConsole = await thrown.reply()
    expect(newConsole.ephemeral).toBe(true)
    await saying(stage, thread, 'A change of plan:')
  })

  it('lends two minutes, and goes on when told to', async () => {
    expect(await told(ana, await card(), '+2 min')).toContain('interviews and steers the clock')
    await press(ben, '+2 min', /Requirements · 9 min/)
    const second = await press(ben, 'Next stage', /2\/8 · Metrics · 4 min/)
    expect(second.buttons).toContain('Next stage')
    const closed = thread.messages.find((m) => m.text.includes('1/8 · Requirements'))
    await stage.discord.waitFor(() => closed?.buttons.length === 0, { what: 'the old card without controls' })
  })

  it('runs on by itself, each stage announced once and in order', async () => {
    // A nudge is for one minute: it is waited for where that is a second, in whichever stage.
    await passTime(stage.db, 0, 60)
    await saying(stage, thread, 'One minute left')
    await passTime(stage.db, 0, 200)
    const scoring = await withButton(stage, thread, 'Score')
    const names = [
      'Requirements',
      'Metrics',
      'Data',
      'Features',
      'Model',
      'Serving',
      'Monitoring',
      'Q&A buffer',
    ]
    expect(announcedStages(thread)).toEqual(names)
    const last = thread.messages.findLastIndex(
      (m) => m.buttons.includes('Next stage') || /^## \d\/8/u.test(m.text),
    )
    expect(thread.messages.indexOf(scoring)).toBeGreaterThan(last)
    await passTime(stage.db, 0)
  })

  /** Fills in the rubric form. @returns the receipt */
  const score = async (member: FakeMember, levels: Readonly<Record<string, number>>, comment = '') => {
    const scoring = await withButton(stage, thread, 'Score')
    const panel = await (await member.click(scoring, 'Score')).reply()
    expect(panel.ephemeral).toBe(true)
    for (const [criterion, level] of Object.entries(levels)) {
      const chosen = await member.choose(panel, criterion, String(level))
      await chosen.waitFor(({ acked }) => acked !== undefined)
    }
    if (comment !== '') {
      const writing = await member.click(panel, 'Comment')
      await writing.waitFor(({ modal }) => modal !== undefined)
      if (!writing.modal) throw new Error('no modal')
      await (await member.submit(writing.modal, { Comment: comment })).waitFor(
        ({ acked }) => acked !== undefined,
      )
    }
    return (await (await member.click(panel, 'Submit')).reply()).text
  }

  it('counts votes, keeps them sealed, and lets them be replaced', async () => {
    const first = await score(ben, { Data: 2, Model: 3 }, 'more on delayed labels')
    expect(first).toContain('Counted 2 of 10: Data 2, Model 3. Comment saved. Until the reveal')
    await saying(stage, thread, new RegExp(`Has scored:\\*\\* <@${ben.id}>`))
    await score(ben, { Data: 4, Model: 3 })
    const data = await stage.db.db
      .select()
      .from(votes)
      .where(and(eq(votes.voter, ben.id), eq(votes.criterion, 'data')))
    expect(data.map((vote) => vote.level)).toEqual([4])
    expect(await told(ana, await withButton(stage, thread, 'Score'), 'Reveal')).toContain('reveals the votes')
    expect(thread.messages.some((m) => m.text.includes('Debrief'))).toBe(false)
  })

  it('shows everything when all have scored', async () => {
    await score(cai, { Data: 1, Model: 3 })
    expect(await score(ana, { Data: 3 })).toContain('Yours was the last, so the votes are open')
    const debrief = await saying(stage, thread, 'Debrief: Fraud Detection')
    expect(debrief.text).toContain('Everybody has scored')
    expect(debrief.text).toContain('no criterion has more than 2 votes')
    expect(debrief.text).toContain('Talk first about **Data**')
    expect(debrief.text).toMatch(/\*\*Data\*\*\nMedian: 2\.5 · Votes: 2 · Range: 1–4 · Self: 3/)
    expect(debrief.text.indexOf('**Data**\n')).toBeLessThan(debrief.text.indexOf('**Model**\n'))
    expect(debrief.text).toContain('Not scored: Requirements')
    const minutes = await saying(stage, thread, 'Where the minutes went')
    expect(minutes.text).toContain(`<@${ben.id}> threw a curveball`)
    expect(minutes.text).toContain('Pictures and diagrams: 2')
    const words = await saying(stage, thread, 'Notes and comments')
    expect(words.text).toContain('asks about base rates early')
    expect(words.text).toContain('more on delayed labels')
    const design = await saying(stage, thread, 'A worked design')
    expect(design.attachments.map((file) => file.filename)).toEqual(['fraud-detection.en.md'])
    const diagrams = await saying(stage, thread, 'Its diagrams')
    expect(diagrams.attachments.map((file) => file.filename)).toEqual([
      'fraud-detection-1.png',
      'fraud-detection-2.png',
      'fraud-detection.en.diagrams.md',
    ])
    const rubric = await saying(stage, thread, 'The rubric in full')
    expect(rubric.attachments.map((file) => file.filename)).toEqual(['rubric.en.md'])
    await shows(lobby, 'the debrief is in the thread')
  })

  it('sent nothing that Discord would not accept, and logged no error and no answer', async () => {
    expect(await stage.violations()).toEqual([])
    const output = stage.output()
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
    expect(output).not.toContain(stage.discord.token)
    expect(output).not.toContain('less fraud')
  })
})

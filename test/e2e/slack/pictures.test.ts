import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeMember, FakeMessage } from '../../fakes/slack/index.ts'
import { sizeOfPng } from '../../support/png.ts'
import { until } from '../../support/until.ts'
import { opened, openSlackStage, type SlackStage, saying, withButton } from './stage.ts'

/** A code block as Slack sends it: without a language, and not on lines of its own. */
const block = (...names: string[]) =>
  `look: \`\`\`flowchart LR\n${names.map((name, i) => `n${i}[${name}]`).join(' --> ')}\`\`\``

describe('diagrams in a mock on Slack', () => {
  let stage: SlackStage
  let ana: FakeMember
  let ben: FakeMember
  let lobby: FakeMessage
  const thread = () => stage.room.thread(lobby.ts)
  const pictures = () =>
    thread().flatMap((message) =>
      message.stands ? message.files.filter(({ deleted, name }) => !deleted && name === 'diagram.png') : [],
    )
  const alts = () => pictures().map(({ alt }) => alt)
  const shows = (...wanted: string[]) =>
    until(() => JSON.stringify(alts()) === JSON.stringify(wanted) && pictures(), 30_000)
  const notes = () => thread().filter(({ stands, text }) => stands && /diagram, drawn|Not drawn/u.test(text))

  beforeAll(async () => {
    stage = await openSlackStage('socket')
    ana = stage.slack.addMember({ name: 'ana' })
    ben = stage.slack.addMember({ name: 'ben' })
    await stage.start()
    const asked = await ana.command(stage.room, '/mock fraud-detection')
    await ana.closeView(await asked.modal(({ text }) => text.includes('The lobby is below')))
    lobby = await saying(() => stage.room.messages, 'Mock: ')
    await ben.click(lobby, 'Interview')
    await until(() => lobby.text.includes('@ben'))
    await ana.click(lobby, 'Start')
    await withButton(thread, 'Console')
  })
  afterAll(() => stage?.close())

  it('are uploads in the thread, replaced by an edit and gone with the message', async () => {
    const said = ana.say(stage.room, block('Query', 'Recall'), { thread: lobby })
    const [first] = await shows('Query → Recall')
    const { width, height } = sizeOfPng(first?.data ?? new Uint8Array())
    expect(width).toBeGreaterThan(height)
    ana.edit(said, block('Query', 'Ranking'))
    const [second] = await shows('Query → Ranking')
    expect(second?.id).not.toBe(first?.id)
    expect(first?.deleted).toBe(true)
    expect(notes()).toHaveLength(1)
    // The note stays below its message, whatever is said meanwhile.
    ana.say(stage.room, 'in words: recall first', { thread: lobby })
    ana.delete(said)
    await shows()
    await until(() => notes().length === 0)
  })

  it('with a mistake get a note, in whose place the drawing comes once it is corrected', async () => {
    const said = ana.say(stage.room, '```flowchart LR\nA --> B: 10 ms```', { thread: lobby })
    const note = await saying(thread, 'Line 2: an arrow such as')
    expect(note.text).toContain("A box's name is one word")
    expect(pictures()).toEqual([])
    ana.edit(said, '```flowchart LR\nA --> B```')
    await shows('A → B')
    expect(note.text).not.toContain('Line 2')
    ana.delete(said)
    await shows()
  })

  it('leave the buttons working: the skeleton is in a window, its picture in the direct messages', async () => {
    const card = await withButton(thread, 'Whiteboard')
    const view = await opened(ben, card, 'Whiteboard')
    expect(view.text).toContain('Whiteboard: Requirements')
    expect(view.text).toContain('flowchart TD')
    await ben.closeView(view)
    const message = await until(
      () => stage.slack.dm(ben).messages.find(({ files }) => files.length > 0),
      30_000,
    )
    sizeOfPng(message.files[0]?.data ?? new Uint8Array())
    await ben.click(card, 'Next stage')
    await saying(thread, /2\/8 · Metrics/u)
  })

  it('are charts and designs in the debrief', async () => {
    await ben.click(await withButton(thread, 'End'), 'End')
    const scoring = await withButton(thread, 'Reveal')
    await ben.click(scoring, 'Reveal')
    await saying(thread, 'Its diagrams')
    const files = () => thread().flatMap((message) => message.files)
    await until(
      () => files().filter(({ name }) => /^fraud-detection-\d\.png$/u.test(name)).length >= 2,
      60_000,
    )
    const minutes = files().find(({ name }) => name === 'minutes.png')
    expect(minutes?.alt).toMatch(/^Minutes used against planned: Requirements /u)
    expect(sizeOfPng(minutes?.data ?? new Uint8Array()).width).toBe(1120)
  })

  it('leave no fault behind', () => {
    expect(stage.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
  })
})

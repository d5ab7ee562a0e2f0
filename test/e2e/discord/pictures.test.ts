import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerParts } from '../../../src/db/schema.ts'
import type { FakeChannel, FakeMember, FakeMessage } from '../../fakes/discord/index.ts'
import { painters } from '../../support/painters.ts'
import { keepPng, sizeOfPng } from '../../support/png.ts'
import { until } from '../../support/until.ts'
import { expectWell, newRoom, type Room, settled } from './room.ts'
import { commanded, openStage, type Stage, saying, startMock, withButton } from './stage.ts'

const fenced = (source: string) => `\`\`\`mermaid\n${source}\n\`\`\``
const CHAIN = (...names: string[]) =>
  fenced(`flowchart LR\n${names.map((name, i) => `  n${i}[${name}]`).join(' --> ')}`)

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

describe('diagrams in a mock on Discord', () => {
  let room: Room
  let ana: FakeMember
  let thread: FakeChannel

  beforeAll(async () => {
    room = newRoom(stage, 'boards')
    ana = room.ana
    thread = await startMock(room, { candidate: ana, interviewer: room.ben })
    await withButton(stage, thread, 'Whiteboard')
  })

  /** The bot's messages that show a diagram, or say why there is none. */
  const drawings = () =>
    thread.messages.filter(
      (message) =>
        !message.deleted &&
        (message.attachments.some(({ filename }) => filename === 'diagram.png') ||
          message.text.includes('Not drawn')),
    )
  const alts = () => drawings().map((message) => message.attachments[0]?.description ?? message.text)
  const drawn = (count: number) => until(() => drawings().length === count && drawings(), 30_000)
  const shows = (text: string) => until(() => alts().find((alt) => alt.includes(text)), 30_000)
  let first: FakeMessage

  it.runIf(process.platform === 'linux')('are awaited from the first stage on', async () => {
    await until(async () => (await painters()).length === 1)
    expect(drawings()).toEqual([])
  })

  it('are drawn in the thread, while buttons and commands are answered', async () => {
    const began = performance.now()
    first = ana.say(thread, `my plan\n${CHAIN('Query', 'Recall', 'Ranking')}\nand so on`)
    await drawn(1)
    const tookMs = performance.now() - began
    const [file] = drawings()[0]?.attachments ?? []
    expect(file).toMatchObject({ mediaType: 'image/png', description: 'Query → Recall; Recall → Ranking' })
    const size = sizeOfPng(file?.data ?? new Uint8Array())
    expect(size.width).toBeGreaterThan(size.height)
    keepPng('discord-first', file?.data ?? new Uint8Array())
    const again = performance.now()
    const next = ana.say(thread, CHAIN('Warm', 'Process'))
    await drawn(2)
    process.stdout.write(
      `from message to picture: ${tookMs.toFixed(0)} ms at first, then ${(performance.now() - again).toFixed(0)} ms\n`,
    )
    ana.delete(next)
    await drawn(1)
  })

  it('are drawn anew in their place after an edit, and once however often that is told', async () => {
    const [message] = drawings()
    ana.edit(first, CHAIN('Query', 'Recall', 'Policy'))
    await shows('Recall → Policy')
    expect(drawings()).toEqual([message])
    ana.edit(first, `${CHAIN('Query', 'Recall', 'Policy')}\nwith a word more`)
    await until(async () =>
      (await stage.db.db.select().from(answerParts)).some(({ text }) => text.endsWith('a word more')),
    )
    await settled(stage)
    expect(drawings()).toEqual([message])
  })

  it('come and go as blocks are added and removed', async () => {
    ana.edit(first, [CHAIN('One', 'Two'), CHAIN('Three', 'Four')].join('\n'))
    await expect
      .poll(() => drawings().map(({ text }) => text.split('\n')[0]))
      .toEqual(['-# Diagram 1 of 2', '-# Diagram 2 of 2'])
    ana.edit(first, CHAIN('Three', 'Four'))
    await until(() => drawings().length === 1 && alts()[0]?.includes('Three'))
    ana.edit(first, 'no picture any more')
    await drawn(0)
    ana.edit(first, CHAIN('Back', 'Again'))
    await drawn(1)
    ana.delete(first)
    await drawn(0)
  })

  it('with a mistake get its line, what was expected, and a hint', async () => {
    const message = ana.say(thread, fenced('flowchart TD\n  A --> B\n  B[score (p) --> C'))
    const [said] = await drawn(1)
    expect(said?.text).toBe(
      '**Not drawn.** Line 3: `]` expected, `(` found.\nA label with brackets or quotes in it stands in quotes: `A["p99 (ms)"]`.',
    )
    // Mermaid wants quotes here; a plain label is drawn without them.
    ana.edit(message, fenced('flowchart TD\n  A --> B\n  B[score (p)] --> C'))
    await shows('score (p)')
    expect(drawings()[0]?.text).not.toContain('Not drawn')
    ana.edit(message, fenced('flowchart TD\n  A --> B: 10 ms'))
    await shows("A box's name is one word")
    expect(drawings()[0]?.attachments).toEqual([])
    ana.delete(message)
    await drawn(0)
  })

  const NODES = Array.from({ length: 250 }, (_, i) => `a${i}-->b${i}`).join('\n')
  const DEEP = `flowchart TD\n${Array.from({ length: 40 }, (_, i) => `subgraph s${i}`).join('\n')}\nA\n${'end\n'.repeat(40)}`
  it.each([
    [
      'another kind',
      'sequenceDiagram\n  A->>B: hi',
      'Only flowcharts are drawn here, and this is a diagram of the kind `sequence`',
    ],
    ['very many boxes', `flowchart TD\n${NODES}`, 'at most'],
    ['deep nesting', DEEP, 'at most 8 deep'],
    ['a huge label', `flowchart TD\nA[${'x'.repeat(1500)}]`, 'A label has at most 400 characters'],
    ['nothing', '', 'a first line such as `flowchart LR` expected, but missing'],
  ])('of %s are refused kindly', async (_, source, words) => {
    const message = ana.say(thread, fenced(source))
    const [said] = await drawn(1)
    expect(said?.text).toContain(words)
    ana.delete(message)
    await drawn(0)
  })

  it('with labels like scripts and mentions are drawn as text, and a block left open to its end', async () => {
    ana.say(thread, '```mermaid\nflowchart LR\nA["#lt;img src=x onerror=alert(1)#gt; @everyone"] --> B')
    const [message] = await drawn(1)
    expect(message?.attachments[0]?.description).toContain('onerror=alert(1)')
    expect(message?.text).not.toContain('Not drawn')
  })

  it('of twenty blocks are the first six, which says so', async () => {
    const before = drawings().length
    const message = ana.say(
      thread,
      Array.from({ length: 20 }, (_, i) => fenced(`flowchart LR\nt${i}`)).join('\n'),
    )
    await drawn(before + 6)
    expect(drawings().at(-1)?.text).toContain('A message gets at most 6 drawings; 14 more')
    ana.delete(message)
    await drawn(before)
  })

  it('edited thirty times in a row are drawn as they are at last', async () => {
    const before = drawings().length
    const message = ana.say(thread, CHAIN('Edit 0', 'x'))
    for (let i = 1; i <= 30; i++) {
      // Two edits of one millisecond have no order.
      await sleep(20)
      ana.edit(message, CHAIN(`Edit ${i}`, 'x'))
    }
    await shows('Edit 30 →')
    await settled(stage)
    expect(drawings()).toHaveLength(before + 1)
    expect(alts().at(-1)).toBe('Edit 30 → x')
    expect(await commanded(ana, room.channel, 'help')).toContain('/mock')
    ana.delete(message)
    await drawn(before)
  })

  it('are given as skeletons by a button and a command', async () => {
    const card = await withButton(stage, thread, 'Whiteboard')
    const board = await (await room.cai.click(card, 'Whiteboard')).reply()
    expect(board.ephemeral).toBe(true)
    expect(board.text).toContain('Whiteboard: Requirements')
    expect(board.text).toContain('```mermaid\nflowchart TD\n  G["Goal: from … to …"]')
    sizeOfPng(board.attachments[0]?.data ?? new Uint8Array())
    expect(await commanded(room.dan, thread, 'whiteboard')).toContain('Whiteboard: Requirements')
    expect(await commanded(room.dan, room.channel, 'whiteboard')).toContain('Whiteboard: the whole system')
    expect(await commanded(room.dan, room.channel, 'whiteboard', { stage: 'serving' })).toContain('canary')
    const wrong = await commanded(room.dan, room.channel, 'whiteboard', { stage: 'tea' })
    expect(wrong).toContain('There is no stage “tea”')
    keepPng('discord-skeleton', board.attachments[0]?.data ?? new Uint8Array())
  })

  it('leave the bot well', async () => {
    await expectWell(stage, { written: ['Edit 30', 'Recall'] })
  })
})

describe.each(['en', 'zh'] as const)('the debrief on Discord (%s)', (language) => {
  const says =
    language === 'en'
      ? {
          end: 'End',
          score: 'Score',
          submit: 'Submit',
          reveal: 'Reveal',
          time: 'Where the minutes went',
          title: 'Debrief: ',
          diagrams: 'Its diagrams',
          criteria: ['Data', 'Model'],
        }
      : {
          end: '结束',
          score: '评分',
          submit: '提交',
          reveal: '公布',
          time: '时间花在了哪里',
          title: '复盘：',
          diagrams: '参考设计中的图',
          criteria: ['数据', '模型'],
        }
  it('has its charts and the pictures of the worked design', async () => {
    const locale = language === 'zh' ? 'zh-CN' : 'en-US'
    const guild = stage.discord.addGuild({ name: `A group (${language})`, locale })
    const room = newRoom(stage, 'debrief', { guild, locale })
    const { ana, ben } = room
    await commanded(ana, room.channel, 'mock', { problem: 'fraud-detection' })
    const lobby = await withButton(stage, room.channel, language === 'en' ? 'Interview' : '我来面试')
    await ben.click(lobby, language === 'en' ? 'Interview' : '我来面试')
    await stage.discord.waitFor(() => lobby.text.includes(ben.id))
    await ana.click(lobby, language === 'en' ? 'Start' : '开始')
    const thread = await stage.discord.waitFor(() => lobby.thread)
    const card = await withButton(stage, thread, says.end)
    await ben.click(card, says.end)
    const scoring = await withButton(stage, thread, says.score)
    for (const [member, level] of [
      [ana, '4'],
      [ben, '2'],
    ] as const) {
      const panel = await (await member.click(scoring, says.score)).reply()
      for (const criterion of says.criteria) {
        const chosen = await member.choose(panel, criterion, level)
        await chosen.waitFor(({ acked }) => acked !== undefined)
      }
      await (await member.click(panel, says.submit)).reply()
    }
    const scores = await saying(stage, thread, says.title)
    const [levels] = scores.attachments
    expect(levels).toMatchObject({ filename: 'levels.png', width: 1120 })
    expect(levels?.description).toMatch(language === 'en' ? /^Levels by criterion: .*Data 2/u : /数据 2/u)
    keepPng(`levels-${language}`, levels?.data ?? new Uint8Array())
    const [minutes] = (await saying(stage, thread, says.time)).attachments
    expect(minutes).toMatchObject({ filename: 'minutes.png', width: 1120 })
    keepPng(`minutes-${language}`, minutes?.data ?? new Uint8Array())
    const design = await saying(stage, thread, says.diagrams)
    const pictures = design.attachments.filter(({ mediaType }) => mediaType === 'image/png')
    expect(pictures.length).toBeGreaterThanOrEqual(2)
    for (const [index, { data, description }] of pictures.entries()) {
      expect(sizeOfPng(data).height).toBeGreaterThan(300)
      expect(description).toContain('→')
      keepPng(`design-${language}-${index}`, data)
    }
    const file = design.attachments.find(({ filename }) => filename.endsWith('.md'))
    expect(
      Buffer.from(file?.data ?? [])
        .toString()
        .match(/```mermaid/gu),
    ).toHaveLength(pictures.length)
    expect(await stage.violations()).toEqual([])
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeChannel, FakeMember, FakeMessage, FakeModal } from '../../fakes/discord/index.ts'
import { until } from '../../support/until.ts'
import { expectWell, linesOf, newRoom, settled, toldAsItWas } from './room.ts'
import { openLobby, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage({ messageContent: false })
})

afterAll(() => stage.close())

const LABEL = 'Your answer for this stage'

async function partsOf(thread: FakeChannel) {
  const rows = await stage.db.sql<{ stage: number; source: string; text: string }[]>`
    select stage, source, text from answer_parts
    join answers on answers.id = answer_id join places on places.stream = answers.mock_id::text
    where places.slot = 'thread' and places.thread = ${thread.id} order by stage`
  return rows.map((row) => ({ ...row }))
}

async function formOf(member: FakeMember, card: FakeMessage): Promise<FakeModal> {
  const { modal } = await member.click(card, 'Submit answer')
  if (!modal) throw new Error('Submit answer opened no form')
  return modal
}

async function submitted(member: FakeMember, modal: FakeModal, text: string): Promise<string> {
  const answer = await (await member.submit(modal, { [LABEL]: text })).reply()
  expect(answer.ephemeral).toBe(true)
  return answer.text
}

test('the bot starts without the intent, and says so once in the log', async () => {
  const warned = () => stage.logs().filter(({ msg }) => msg?.includes('Message Content Intent'))
  await until(() => warned().length > 0)
  expect(warned()).toMatchObject([{ level: 40 }])
})

test('the lobby says that messages are not read, in the language of the mock', async () => {
  const room = newRoom(stage, 'lobby')
  expect((await openLobby(room, room.ana)).text).toContain("The bot can't read messages here")
  const chinese = await openLobby(room, room.ben, { language: 'zh' }, '开始')
  expect(chinese.text).toContain('机器人在这里读不到消息')
})

test('the candidate alone submits an answer, a stage at a time, and may replace it', async () => {
  const room = newRoom(stage, 'submit')
  const { ana, ben, cai, dan, olga } = room
  const thread = await startMock(room, { candidate: ana, interviewer: ben, observer: cai })
  const card = await withButton(stage, thread, 'Submit answer')
  expect(linesOf(thread, 'press Submit answer for each stage')).toHaveLength(1)
  for (const person of [ben, cai, dan, olga])
    expect(await told(person, card, 'Submit answer')).toBe(
      'Only the candidate of this mock submits the answer.',
    )

  expect(await submitted(ana, await formOf(ana, card), 'first words by form')).toBe(
    'Saved: 19 characters for this stage.',
  )
  const shown = await saying(stage, thread, 'first words by form')
  expect(shown.text).toContain(`<@${ana.id}> on Requirements:`)
  const again = await formOf(ana, card)
  expect(again.inputs).toMatchObject([{ label: LABEL, value: 'first words by form' }])
  await submitted(ana, again, 'better words by form \u0000 \uD83D')
  expect(await partsOf(thread)).toEqual([{ stage: 0, source: 'form', text: 'better words by form  \uFFFD' }])
  await stage.discord.waitFor(() => shown.text.includes('better words by form'))

  const early = await formOf(ana, card)
  await ben.click(card, 'Next stage')
  await saying(stage, thread, '2/8')
  await submitted(ana, early, 'late words by form')
  const next = await withButton(stage, thread, 'Submit answer')
  expect(await submitted(ana, await formOf(ana, next), 'next words by form')).toContain('Saved')
  expect(await partsOf(thread)).toEqual([
    { stage: 0, source: 'form', text: 'late words by form' },
    { stage: 1, source: 'form', text: 'next words by form' },
  ])
})

test('a Mermaid block that is submitted by form is drawn below it, and drawn anew when it is replaced', async () => {
  const room = newRoom(stage, 'drawn')
  const { ana } = room
  const thread = await startMock(room, { candidate: ana })
  const card = await withButton(stage, thread, 'Submit answer')
  const alts = () =>
    thread.messages.flatMap(({ deleted, attachments }) =>
      deleted ? [] : attachments.map(({ description }) => description),
    )
  const block = (arrow: string) => `my plan:\n\`\`\`mermaid\nflowchart LR\nQuery ${arrow} Recall\n\`\`\``
  await submitted(ana, await formOf(ana, card), block('-->'))
  await stage.discord.waitFor(() => alts().includes('Query → Recall'), { timeoutMs: 30_000 })
  await submitted(ana, await formOf(ana, card), block('---'))
  await stage.discord.waitFor(() => alts().includes('Query — Recall'), { timeoutMs: 30_000 })
  expect(alts()).toEqual(['Query — Recall'])
})

test('an answer of nothing, of the longest, and after the end', async () => {
  const room = newRoom(stage, 'edges')
  const { ana, ben } = room
  const thread = await startMock(room, { candidate: ana, interviewer: ben })
  const card = await withButton(stage, thread, 'Submit answer')
  expect(await submitted(ana, await formOf(ana, card), ' \n\u3000\t '.repeat(500))).toBe(
    'There was nothing in it, so nothing was changed.',
  )
  expect(await partsOf(thread)).toEqual([])
  await submitted(ana, await formOf(ana, card), 'long words '.repeat(272))
  expect(await partsOf(thread)).toMatchObject([{ text: 'long words '.repeat(272).trim() }])
  const form = await formOf(ana, card)
  expect(form.inputs[0]?.value).toHaveLength(2991)
  const then = card.components
  await ben.click(card, 'End')
  await withButton(stage, thread, 'Score')
  expect(await submitted(ana, form, 'words after the end')).toBe('This mock is over.')
  expect(await toldAsItWas(ana, card, then, 'Submit answer')).toBe('This mock is over.')
  expect(linesOf(thread, 'words after')).toEqual([])
  expect(await partsOf(thread)).toHaveLength(1)
})

test('what is written in the thread does no harm', async () => {
  const room = newRoom(stage, 'typing')
  const thread = await startMock(room, { candidate: room.ana })
  room.ana.say(thread, 'typed, though nobody reads it')
  room.ana.say(thread, 'with a picture', {
    files: [{ name: 'board.png', data: 'not really', mediaType: 'image/png' }],
  })
  await withButton(stage, thread, 'Submit answer')
  await settled(stage)
  expect(await partsOf(thread)).toEqual([])
})

test('after all this the bot is well', () =>
  expectWell(stage, { written: ['words by form', 'long words', 'words after', 'though nobody'] }))

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPage, type Page } from '../../platforms/playground/page.ts'
import { type BotProcess, botEnv, startBotProcess } from '../../support/bot.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { sizeOfPng } from '../../support/png.ts'
import { until } from '../../support/until.ts'

let db: TestDatabase
let bot: BotProcess
let base: string
let ana: Page
let place: { channel: string; thread: string }
beforeAll(async () => {
  db = await testDatabase()
  bot = await startBotProcess(botEnv(db.source))
  base = String(bot.logs.find(({ msg }) => msg === 'ready')?.http)
  ana = await openPage(base, { as: 'ana' })
})
afterAll(async () => {
  await ana?.close()
  await bot?.stop()
  await db?.close()
})

const fenced = (source: string) => `\`\`\`mermaid\n${source}\n\`\`\``

/** The pictures of messages that stand, with what they say. */
function drawings() {
  return ana
    .messages()
    .flatMap(({ deleted, blocks }) =>
      deleted
        ? []
        : blocks.flatMap((block) =>
            block.type === 'image' && block.file.name === 'diagram.png' ? [block] : [],
          ),
    )
}
const shows = (alt: string) => until(() => drawings().find((block) => block.alt === alt), 30_000)

test('a diagram is drawn, drawn anew after an edit, and gone with its message', async () => {
  await ana.ask('command', {
    channel: 'mocks',
    thread: null,
    name: 'mock',
    options: { problem: 'fraud-detection' },
  })
  const button = (label: string) =>
    ana
      .messages()
      .flatMap((message) =>
        message.blocks.flatMap((block) =>
          block.type === 'buttons'
            ? block.buttons.flatMap((each) =>
                each.label === label && 'action' in each
                  ? [{ message: message.id, action: each.action }]
                  : [],
              )
            : [],
        ),
      )[0]
  await ana.ask('action', await until(() => button('Start')))
  const thread = await until(() => ana.messages().find(({ opened }) => opened !== null))
  place = { channel: thread.channel, thread: thread.id }
  await until(() => button('Whiteboard'))
  await ana.ask('say', { ...place, text: fenced('flowchart LR\nQuery --> Recall'), files: [] })
  const first = await shows('Query → Recall')
  const bytes = new Uint8Array(await (await fetch(new URL(first.file.url, base))).arrayBuffer())
  expect(sizeOfPng(bytes).width).toBeGreaterThan(sizeOfPng(bytes).height)
  const said = ana.messages().find(({ author, summary }) => author === 'ana' && summary.includes('Recall'))
  if (!said) throw new Error('it was not said')
  await ana.ask('rewrite', { message: said.id, text: fenced('flowchart LR\nQuery --> Ranking') })
  await shows('Query → Ranking')
  expect(drawings()).toHaveLength(1)
  await ana.ask('rewrite', { message: said.id, text: fenced('flowchart LR\nQuery --> Ranking[not closed') })
  await until(() =>
    ana.messages().some(({ blocks }) => blocks.some((b) => b.type === 'text' && b.text.includes('Line 2: '))),
  )
  expect(drawings()).toEqual([])
  await ana.ask('rewrite', { message: said.id, text: fenced('flowchart LR\nQuery --> Policy') })
  await shows('Query → Policy')
  await ana.ask('remove', { message: said.id })
  await until(() => drawings().length === 0)
})

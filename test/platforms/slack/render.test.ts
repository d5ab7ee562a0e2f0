import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { action, type Block, type Message, timeToken, userToken } from '#bot'
import { inkFor, render, renderEdit, type Scene, usersIn } from '../../../src/platforms/slack/render.ts'
import { drawForm, drawHome, drawSaid } from '../../../src/platforms/slack/views.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { blockLines, pingsIn } from '../../fakes/slack/blocks.ts'
import { createIds } from '../../fakes/slack/ids.ts'
import { checkMessage } from '../../fakes/slack/limits-message.ts'
import { checkView } from '../../fakes/slack/limits-view.ts'
import type { Json } from '../../fakes/slack/model.ts'
import { createWorld, type Settings } from '../../fakes/slack/world.ts'

const scene: Scene = {
  workspace: 'https://study.slack.com/',
  nameOf: (user) => ({ UANA: 'Ana', UBEN: '*B_e~n* <!here>' })[user],
  translate: loadTexts().in,
  now: Date.UTC(2026, 0, 1, 12),
}
const ref = (user: string) => ({ platform: 'slack', space: 'T', user }) as const
const world = () => createWorld({} as Settings, createIds())
const check = (message: object) => checkMessage(world(), 'chat.postMessage', message as Json)
const texts = (message: Message) =>
  render(message, scene).map(({ blocks }) => blockLines(blocks as never).join('\n'))
const block = (...blocks: Block[]): Message => ({ summary: 'S', blocks })

describe('messages', () => {
  test('a card is drawn block by block', () => {
    const [wire] = render(
      block(
        { type: 'heading', text: 'Mock' },
        { type: 'text', text: 'A **text**' },
        { type: 'fields', fields: [{ name: 'Seat', value: 'free' }] },
        { type: 'divider' },
        { type: 'note', text: 'small' },
        {
          type: 'buttons',
          buttons: [
            { label: 'Start', action: action('start', 'x'), style: 'success' },
            { label: 'Off', action: action('off'), disabled: true },
            { label: 'Look', to: { platform: 'slack', space: 'T', channel: 'C1' } },
          ],
        },
      ),
      scene,
    )
    expect(wire?.blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'Mock' } },
      { type: 'section', text: { type: 'mrkdwn', text: 'A *text*', verbatim: true } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Seat*\nfree', verbatim: true }] },
      { type: 'divider' },
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'small', verbatim: true }] },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Start' },
            action_id: 'start|x#0',
            style: 'primary',
          },
          {
            type: 'button',
            text: { type: 'plain_text', text: 'Look' },
            url: 'https://study.slack.com/archives/C1',
            action_id: '#1',
          },
        ],
      },
    ])
    expect(wire?.text).toBe('S')
  })

  test('long prose and tables become markdown blocks', () => {
    const types = (message: Message) => render(message, scene)[0]?.blocks.map(({ type }) => type)
    expect(types(block({ type: 'text', text: 'word '.repeat(700) }))).toEqual(['markdown'])
    expect(types(block({ type: 'text', text: `${'word '.repeat(700)}\n\`\`\`\na < b\n\`\`\`` }))).toEqual([
      'section',
      'section',
    ])
    const table: Block = { type: 'table', columns: ['A', 'B'], rows: [['x|y', '1 < 2']] }
    expect(render(block(table), scene)[0]?.blocks).toEqual([
      { type: 'markdown', text: '| A | B |\n| --- | --- |\n| x\\|y | 1 &lt; 2 |' },
    ])
  })

  test('only who is to be pinged is mentioned, and once', () => {
    const [ana, ben] = [userToken(ref('UANA')), userToken(ref('UBEN'))]
    const message: Message = {
      summary: `${ana} and ${ben}`,
      ping: [ref('UANA')],
      blocks: [{ type: 'text', text: `${ana} asks ${ben}, and again ${ana}` }],
    }
    expect(usersIn(message)).toEqual(['UANA', 'UBEN'])
    const [wire] = render(message, scene)
    const lines = blockLines(wire?.blocks as never).join('\n')
    expect(lines.match(/<@UANA>/gu)).toHaveLength(1)
    expect(pingsIn(lines)).toEqual(['UANA'])
    expect(lines).toContain('again @Ana')
    expect(wire?.text).toBe('Ana and *B_e~n* &lt;!here&gt;')
    expect(pingsIn(blockLines(renderEdit(message, scene).blocks as never).join('\n'))).toEqual([])
  })

  test('whom the text does not name is named before it', () => {
    expect(
      texts({ summary: 'S', ping: [ref('UANA')], blocks: [{ type: 'text', text: 'Your turn' }] }),
    ).toEqual(['<@UANA>\nYour turn'])
  })

  test('a countdown says how far away it is, in the language around it', () => {
    const at = scene.now + 5 * 60_000
    expect(texts(block({ type: 'text', text: `Ends ${timeToken(at, 'relative')}.` }))).toEqual([
      'Ends in 5 min.',
    ])
    expect(texts(block({ type: 'text', text: `还剩 ${timeToken(at, 'relative')}` }))).toEqual([
      '还剩 5 分钟后',
    ])
  })

  test('an action too long for Slack’s ids is an error, not a broken button', () => {
    const long = action('x', 'y'.repeat(300))
    const message = block({ type: 'buttons', buttons: [{ label: 'x', action: long }] })
    expect(() => render(message, scene)).toThrow(RangeError)
  })
})

const text = fc.oneof(
  fc.string({ maxLength: 200, unit: 'grapheme' }),
  fc.lorem({ maxCount: 600 }),
  fc.integer({ min: 1, max: 4000 }).map((count) => '中文&<'.repeat(count)),
  fc.integer({ min: 1, max: 400 }).map((count) => `\`\`\`\n${'a --> b\n'.repeat(count)}\`\`\``),
)
const label = fc.string({ maxLength: 200 })
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  text.map((words): Block => ({ type: 'text', text: words })),
  text.map((words): Block => ({ type: 'heading', text: words })),
  text.map((words): Block => ({ type: 'note', text: words })),
  fc
    .array(fc.record({ name: label, value: text }), { maxLength: 25 })
    .map((fields): Block => ({ type: 'fields', fields })),
  fc
    .array(fc.array(label, { minLength: 3, maxLength: 3 }), { maxLength: 60 })
    .map((rows): Block => ({ type: 'table', columns: ['A', 'B', 'C'], rows })),
  fc.constant<Block>({ type: 'divider' }),
  fc.array(label, { minLength: 1, maxLength: 60 }).map(
    (labels): Block => ({
      type: 'buttons',
      buttons: labels.map((each, i) => ({ label: each, action: action('press', i) })),
    }),
  ),
  fc.array(label, { minLength: 1, maxLength: 150 }).map(
    (labels): Block => ({
      type: 'select',
      action: action('pick'),
      placeholder: 'Pick',
      choices: labels.map((each, i) => ({ value: String(i), label: each, description: each })),
    }),
  ),
)
const anyMessage = fc
  .record({ summary: text, blocks: fc.array(anyBlock, { maxLength: 12 }) })
  .map((message): Message => message)

describe('Slack’s limits', () => {
  test('every message that is posted, and every edit, holds them', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        for (const wire of render(message, scene)) check(wire)
        check(renderEdit(message, scene))
      }),
      { numRuns: 60 },
    )
  })

  test('every window holds them', () => {
    fc.assert(
      fc.property(anyMessage, anyMessage, (first, second) => {
        const ink = inkFor(scene, 'anybody')
        const place = { platform: 'slack', space: 'T', channel: 'C1', thread: '1.2' } as const
        const { view } = drawSaid([first, second], place, ink, scene.translate('en'))
        checkView(world(), 'views.open', view, 'modal')
        checkView(world(), 'views.publish', drawHome(first, ink), 'home')
      }),
      { numRuns: 60 },
    )
  })

  test('every form holds them', () => {
    const field = fc.record({ label, help: text, value: text })
    fc.assert(
      fc.property(label, text, fc.array(field, { minLength: 1, maxLength: 20 }), (title, intro, fields) => {
        const form = {
          action: action('scored', 'x'),
          title,
          intro,
          submit: title,
          fields: fields.map((each, i) => ({
            ...each,
            id: `f${i}`,
            required: i % 2 === 0,
            ...(i % 3 === 0
              ? {
                  kind: 'choice' as const,
                  choices: [{ value: '1', label: each.label, description: each.help }],
                }
              : { kind: 'text' as const, multiline: true, maxLength: 5000 }),
          })),
        }
        const place = { platform: 'slack', space: 'T', channel: 'C1' } as const
        checkView(
          world(),
          'views.open',
          drawForm(form, place, inkFor(scene, 'anybody'), scene.translate('en')),
          'modal',
        )
      }),
      { numRuns: 60 },
    )
  })

  test('nothing is cut: what is divided can be put together again', () => {
    const paragraphs = Array.from({ length: 400 }, (_, i) => `Paragraph ${i} & ${'lorem ipsum '.repeat(12)}`)
    const rows = Array.from({ length: 400 }, (_, i) => [`Row ${i}.`, 'x'.repeat(30)])
    const all = texts(
      block(
        { type: 'text', text: paragraphs.join('\n\n') },
        { type: 'table', columns: ['A', 'B'], rows },
        ...paragraphs.map((each): Block => ({ type: 'note', text: each })),
      ),
    ).join('\n')
    for (const [index] of paragraphs.entries()) {
      expect(all.match(new RegExp(`Paragraph ${index} &amp;`, 'gu'))).toHaveLength(2)
      expect(all).toContain(`Row ${index}.`)
    }
  })

  test('an edit that does not fit keeps its buttons, and the whole as a file', () => {
    const paragraphs = Array.from({ length: 200 }, (_, i) => `Paragraph ${i}: ${'lorem ipsum '.repeat(12)}`)
    const { blocks, files } = renderEdit(
      block(
        { type: 'text', text: paragraphs.join('\n\n') },
        { type: 'buttons', buttons: [{ label: 'Go', action: action('go') }] },
      ),
      scene,
    )
    expect(blocks.at(-1)?.type).toBe('actions')
    expect(files.map(({ name }) => name)).toEqual(['text.md'])
    const whole = Buffer.from(files[0]?.data ?? []).toString()
    for (const [index] of paragraphs.entries()) expect(whole).toContain(`Paragraph ${index}:`)
  })
})

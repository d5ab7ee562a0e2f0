import { ComponentType } from 'discord.js'
import { describe, expect, test } from 'vitest'
import { action, type Block, timeToken, userToken } from '#bot'
import { render, renderEdit } from '../../../src/platforms/discord/render.ts'
import { accepted, ada, bob, button, message, texts, words } from './wires.ts'

describe('plain messages', () => {
  test.each<[string, readonly Block[], string]>([
    ['a text', [{ type: 'text', text: 'Hello' }], 'Hello'],
    ['a heading', [{ type: 'heading', text: 'Stage\n2' }], '## Stage 2'],
    ['a note of two lines', [{ type: 'note', text: 'one\ntwo' }], '-# one\n-# two'],
    [
      'all of them',
      [
        { type: 'heading', text: 'H' },
        { type: 'text', text: 'T' },
        { type: 'note', text: 'N' },
      ],
      '## H\n\nT\n\n-# N',
    ],
    [
      'a moment',
      [{ type: 'text', text: `at ${timeToken(1_700_000_000_999, 'clock')}` }],
      'at <t:1700000000:t>',
    ],
    ['a date', [{ type: 'text', text: timeToken(1_700_000_000_000, 'date') }], '<t:1700000000:f>'],
    ['a countdown', [{ type: 'text', text: timeToken(1_700_000_000_000, 'relative') }], '<t:1700000000:R>'],
    ['a person', [{ type: 'text', text: `${userToken(ada)}, go` }], '<@42>, go'],
    ['nothing', [], 'Summary'],
    ['blanks', [{ type: 'text', text: ' \n ' }], 'Summary'],
  ])('%s', (_, blocks, content) => {
    const wires = render(message(...blocks))
    expect(wires.map(({ body }) => body.content)).toEqual([content])
    expect(wires[0]?.body.allowed_mentions).toEqual({ parse: [] })
    accepted(wires)
  })

  test('a long text is several messages of 2,000 at most, its file with the last', () => {
    const blocks: Block[] = [
      { type: 'text', text: Array.from({ length: 9 }, () => words(100)).join('\n\n') },
      { type: 'file', name: 'whole.md', text: 'whole' },
    ]
    const wires = render(message(...blocks))
    expect(wires.length).toBeGreaterThan(3)
    expect(wires.map(({ files }) => files.length)).toEqual(
      wires.map((_, i) => (i === wires.length - 1 ? 1 : 0)),
    )
    expect(
      wires
        .map(({ body }) => body.content)
        .join(' ')
        .split(/\s+/),
    ).toHaveLength(900)
    accepted(wires)
  })
})

describe('pings', () => {
  test('a person who is named in the text is pinged there', () => {
    const [wire] = render({
      ...message({ type: 'text', text: `${userToken(ada)} and ${userToken(bob)}` }),
      ping: [ada],
    })
    expect(wire?.body.content).toBe('<@42> and <@43>')
    expect(wire?.body.allowed_mentions).toEqual({ parse: [], users: ['42'] })
  })

  test('a person who is not gets a line of their own', () => {
    const [wire] = render({ ...message({ type: 'text', text: 'Time is up' }), ping: [ada, bob] })
    expect(wire?.body.content).toBe('<@42> <@43>\n\nTime is up')
  })

  test('only the first of several messages that name a person pings', () => {
    const text = `${userToken(ada)} ${words(300)}\n\n${userToken(ada)} ${words(300)}`
    const wires = render({ ...message({ type: 'text', text }), ping: [ada] })
    expect(wires.map(({ body }) => body.allowed_mentions.users)).toEqual([
      ['42'],
      ...wires.slice(1).map(() => undefined),
    ])
  })

  test('an edit pings nobody', () => {
    const wire = renderEdit({ ...message({ type: 'text', text: 'x' }), ping: [ada] })
    expect(wire.body.allowed_mentions).toEqual({ parse: [] })
  })
})

describe('cards', () => {
  test('have a container in the colour of their tone', () => {
    const [live] = render({ ...message({ type: 'divider' }, { type: 'text', text: 'x' }), tone: 'live' })
    const [done] = render({ ...message({ type: 'divider' }, { type: 'text', text: 'x' }), tone: 'done' })
    const container = live?.body.components?.[0]
    expect(container).toMatchObject({ type: ComponentType.Container, accent_color: expect.any(Number) })
    expect(container).not.toEqual(done?.body.components?.[0])
    accepted([...(live ? [live] : []), ...(done ? [done] : [])])
  })

  test('show fields and tables as lines', () => {
    const [wire] = render(
      message(
        {
          type: 'fields',
          fields: [
            { name: 'Stage', value: 'Data' },
            { name: 'Roles', value: 'A\nB' },
          ],
        },
        {
          type: 'table',
          columns: ['Problem', 'QPS', 'Note'],
          rows: [
            ['RAG', '10', ''],
            ['Fraud', '3000', 'peak'],
          ],
        },
        {
          type: 'table',
          columns: ['Who', 'Score'],
          rows: [
            ['Ada', '3'],
            ['', '2'],
          ],
        },
      ),
    )
    expect(wire && texts(wire)).toEqual([
      '**Stage:** Data\n**Roles:**\nA\nB',
      '**RAG**\nQPS: 10\n**Fraud**\nQPS: 3000 · Note: peak',
      '**Ada** – 3\n**–** – 2',
    ])
  })

  test('put five buttons in a row and shorten labels for display only', () => {
    const buttons = [...Array.from({ length: 6 }, (_, i) => button(`B${i}`)), button('x'.repeat(60))]
    const long = {
      label: 'y'.repeat(90),
      action: action('press', 'whole'),
      style: 'danger',
      disabled: true,
    } as const
    const wires = render(
      message({
        type: 'buttons',
        buttons: [...buttons, long, { label: 'Docs', to: { platform: 'discord', space: '1', channel: '2' } }],
      }),
    )
    const [container] = wires[0]?.body.components ?? []
    const rows = container && 'components' in container ? container.components : []
    expect(rows.map((row) => ('components' in row ? row.components.length : 0))).toEqual([5, 4])
    expect(JSON.stringify(rows)).toContain(
      `"label":"${'y'.repeat(79)}…","custom_id":"press|whole","disabled":true`,
    )
    accepted(wires)
  })

  test('show 25 choices at most, each shortened', () => {
    const choices = Array.from({ length: 30 }, (_, i) => ({
      value: `v${i}`,
      label: `${i} ${'z'.repeat(120)}`,
      description: 'd'.repeat(120),
    }))
    const wires = render(
      message({
        type: 'select',
        action: action('pick'),
        placeholder: 'p'.repeat(200),
        choices,
        chosen: 'v3',
      }),
    )
    accepted(wires)
    expect(JSON.stringify(wires[0]?.body)).toContain('"value":"v3"')
    expect(JSON.stringify(wires[0]?.body).match(/"default":true/g)).toHaveLength(1)
  })

  test('a select without choices is left out', () => {
    const wires = render(message({ type: 'select', action: action('pick'), placeholder: 'p', choices: [] }))
    accepted(wires)
    expect(JSON.stringify(wires)).not.toContain('pick')
  })

  test('too much text goes ahead, the controls stay together at the end', () => {
    const paragraphs = Array.from({ length: 12 }, (_, i) => `P${i} ${words(100)}`)
    const wires = render(
      message(
        { type: 'buttons', buttons: [button('First')] },
        ...paragraphs.map((text): Block => ({ type: 'text', text })),
        { type: 'buttons', buttons: [button('Last')] },
      ),
    )
    expect(wires.length).toBeGreaterThan(2)
    expect(wires.flatMap(texts)).toEqual(paragraphs)
    expect(JSON.stringify(wires.slice(0, -1).map(({ body }) => body))).not.toContain('custom_id')
    expect(JSON.stringify(wires.at(-1)?.body)).toMatch(/First[\s\S]*Last/)
    accepted(wires)
  })

  test('too many parts go ahead too', () => {
    const wires = render(
      message(...Array.from({ length: 60 }, (_, i): Block => ({ type: 'text', text: `T${i}` })), {
        type: 'buttons',
        buttons: Array.from({ length: 12 }, (_, i) => button(`B${i}`)),
      }),
    )
    expect(wires).toHaveLength(2)
    expect(wires.flatMap(texts)).toHaveLength(60)
    accepted(wires)
  })

  test('hold pictures and files by name, also two of the same', () => {
    const picture = (alt: string): Block => ({
      type: 'image',
      name: '设计 图.png',
      png: new Uint8Array([1]),
      alt,
    })
    const wires = render(
      message(picture('One'), picture('Two'), { type: 'file', name: 'a.md', text: 'x' }, { type: 'divider' }),
    )
    const names = wires[0]?.files.map(({ name }) => name) ?? []
    expect(new Set(names).size).toBe(3)
    for (const name of names)
      expect(JSON.stringify(wires[0]?.body.components)).toContain(`attachment://${name}`)
    accepted(wires)
  })
})

import { describe, expect, it } from 'vitest'
import { PlatformError } from '#bot'
import { createPictureRenderer } from '../../src/app/pictures.ts'
import type { PictureBlock } from '../../src/durable/outbox/index.ts'
import type { DrawOutcome } from '../../src/pictures/job.ts'
import { LIMITS } from '../../src/pictures/limits.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'

const texts = loadTexts()
type Refusal = Extract<DrawOutcome, { refused: unknown }>['refused']

const diagram = (language: 'en' | 'zh', more = {}): PictureBlock => ({
  type: 'picture',
  language,
  picture: { kind: 'diagram', source: 'flowchart LR\nA', name: 'diagram', instead: 'reason', ...more },
})
const chart: PictureBlock = {
  type: 'picture',
  language: 'en',
  picture: {
    kind: 'chart',
    name: 'minutes',
    spec: {
      kind: 'minutes',
      title: 'Time',
      words: { used: 'u', over: 'o', planned: 'p', minutes: 'min' },
      stages: [],
    },
  },
}

const renderer = (drawn: DrawOutcome) =>
  createPictureRenderer(
    {
      diagram: async () => drawn,
      chart: async () => ('refused' in drawn ? drawn : { refused: 'failed' }),
      warm: () => undefined,
    },
    texts,
  )

const said = async (drawn: DrawOutcome, language: 'en' | 'zh' = 'en', more = {}) =>
  (await renderer(drawn).draw(diagram(language, more))).map((block) =>
    'text' in block ? block.text : block.type,
  )

describe('the drawing of a picture', () => {
  it('is a picture with its description', async () => {
    const png = Uint8Array.of(1)
    expect(await renderer({ png, alt: 'A', width: 1, height: 1 }).draw(diagram('en'))).toEqual([
      { type: 'image', png, name: 'diagram.png', alt: 'A' },
    ])
  })

  it.each<[DrawOutcome, string, string]>([
    [
      { mistake: { line: 3, found: '(', expected: [']'], hint: 'quote' } },
      'Line 3: `]` expected, `(` found.',
      '第 3 行应为：`]`，实际是：`(`。',
    ],
    [
      { mistake: { line: 2, found: 'B', expected: ['arrow', 'lineEnd'] } },
      'Line 2: an arrow such as `-->` or the end of the line expected, `B` found.',
      '第 2 行应为：箭头（如 `-->`）或行尾，实际是：`B`。',
    ],
    [
      { mistake: { line: 1, found: '', expected: ['flowchart'] } },
      'Line 1: a first line such as `flowchart LR` expected, but missing.',
      '第 1 行缺少：开头的一行（如 `flowchart LR`）。',
    ],
    [{ otherKind: 'sequence' }, 'of the kind `sequence`', '`sequence` 类型'],
  ])('is in words where it is no flowchart: %j', async (drawn, en, zh) => {
    expect((await said(drawn)).join()).toContain(en)
    expect((await said(drawn, 'zh')).join()).toContain(zh)
  })

  it.each<Refusal>([...(Object.keys(LIMITS) as (keyof typeof LIMITS)[]), 'time', 'memory', 'failed'])(
    'is a sentence in either language where it is refused: %s',
    async (refused) => {
      const [en = '', ...more] = await said({ refused })
      expect(more).toEqual([])
      expect(en).toMatch(/^\*\*Not drawn\.\*\* [A-Z].*\.$/u)
      expect((await said({ refused }, 'zh')).join()).toMatch(/^\*\*没有画出来。\*\* .*。$/u)
      expect(en).not.toMatch(/picture\.|\{\{|undefined/u)
    },
  )

  it('is its text too where that stands nowhere else, and its number among several', async () => {
    const [reason, source] = await said({ refused: 'failed' }, 'en', { instead: 'source', number: 2 })
    expect(reason).toContain('**Diagram 2 was not drawn.**')
    expect(source).toBe('```mermaid\nflowchart LR\nA\n```')
  })

  it('is never more than code, whatever was found', async () => {
    const found = '`@everyone` **x**'
    expect((await said({ mistake: { line: 1, found, expected: ['node'] } })).join()).toContain(
      "`'@everyone' **x**`",
    )
  })

  it('is nothing of a chart, whose table stands beside it', async () => {
    expect(await renderer({ refused: 'failed' }).draw(chart)).toEqual([])
    expect(renderer({ refused: 'failed' }).undrawn(chart)).toEqual([])
  })

  it('has to wait while the painter is busy', async () => {
    await expect(renderer({ refused: 'busy' }).draw(diagram('en'))).rejects.toThrow(PlatformError)
  })

  it('is drawn once and remembered, but a refusal is not', async () => {
    let asked = 0
    let outcome: DrawOutcome = { refused: 'failed' }
    const { draw } = createPictureRenderer(
      {
        diagram: async () => {
          asked += 1
          return outcome
        },
        chart: async () => ({ refused: 'failed' }),
        warm: () => undefined,
      },
      texts,
    )
    await draw(diagram('en'))
    outcome = { png: Uint8Array.of(1), alt: 'A', width: 1, height: 1 }
    await draw(diagram('en'))
    await draw(diagram('zh', { name: 'other' }))
    expect(asked).toBe(2)
    for (let i = 0; i < 100; i++) await draw(diagram('en', { source: `flowchart LR\nA${i}` }))
    await draw(diagram('en'))
    expect(asked).toBe(103)
  })
})

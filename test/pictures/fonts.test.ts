import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENCODED } from '../../src/pictures/fonts/characters.ts'
import { layLabel } from '../../src/pictures/text/label.ts'
import { setFonts } from '../../src/pictures/text/set-fonts.ts'
import { drawable, runsOf, widthOf } from '../../src/pictures/text/widths.ts'
import { rgiEmoji } from './emoji.ts'

const SIZE = 40
const ROOM = 4000

function image(text: string, anchor = 'start'): Resvg {
  const x = anchor === 'start' ? 0 : ROOM / 2
  const { svg, files } = setFonts(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${ROOM}" height="100"><text x="${x}" y="60" font-size="${SIZE}" font-family="Noto Sans SC" text-anchor="${anchor}">${text}</text></svg>`,
  )
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [...files] } })
}

function drawnWidth(text: string, anchor = 'start'): number {
  return image(text, anchor).getBBox()?.width ?? 0
}

function filesFor(text: string): readonly (string | undefined)[] {
  return setFonts(`<text>${text}</text>`).files.map((file) => file.split('/').at(-1))
}

function block(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).filter(
    (character) => /[^\p{C}\p{Z}]/u.test(character),
  )
}

describe('every character is drawn as it is written', () => {
  it.each([
    ['GB2312', ENCODED.gb2312, 7445],
    ['Big5, level 1 and signs', ENCODED.big5, 5401 + 400],
    ['JIS X 0208, level 1, kana and signs', ENCODED.jis, 2965 + 520],
    ['KS X 1001, Hangul', ENCODED.hangul, 2350],
  ])('of %s', (_, characters, least) => {
    expect(characters.length).toBeGreaterThanOrEqual(least)
    expect(characters.filter((sign) => sign !== '□' && drawable(sign).includes('□'))).toEqual([])
  })

  it.each([
    ['Latin, with all marks', block(0xa1, 0x24f)],
    ['Latin, further, such as Vietnamese', block(0x1e00, 0x1eff)],
    ['the alphabet of phonetics', block(0x250, 0x2af)],
    ['Greek and Coptic, as far as it is Greek', block(0x370, 0x3e1)],
    ['Greek with breathings', block(0x1f00, 0x1fff)],
    ['Cyrillic', block(0x400, 0x52f)],
    ['arrows', [...block(0x2190, 0x21ff), ...block(0x27f0, 0x27ff), ...block(0x2900, 0x297f)]],
    ['operators', [...block(0x2200, 0x22ff), ...block(0x2a00, 0x2aff), ...block(0x27c0, 0x27ef)]],
    ['letters of formulas', block(0x1d400, 0x1d7ff)],
    ['raised and lowered characters', block(0x2070, 0x209c)],
    ['boxes and shapes', block(0x2500, 0x25ff).filter((sign) => sign !== '□')],
    ['signs', [...block(0x2600, 0x26ff), ...block(0x2701, 0x27bf)]],
    ['kana', block(0x3041, 0x30ff)],
    ['what the bot is likely to be asked for', [...'ŷẑŘşğőŁďťĦøß→⇒⟶⟹≤≥≈∝∑∏√∫∂∇∈∉∀∃⊕⊗‖ℝ𝔼𝟙✓✗✔☎ℹ⚠①❶']],
  ])('of %s', (_, characters) => {
    expect(characters.filter((character) => drawable(character) === '□')).toEqual([])
  })

  it.each([
    ...['x̂', 'x̄', 'θ̂', 'σ̂', 'β̂', 'p̂ₖ', 'ẍ', 'ȳ', 'ŷ̄', 'x⃗', 'か゚', 'Hệ thống', 'žluťoučký', 'Ёлка', 'й'],
    ...['H₀', '10⁻³', '½', 'Ελληνικά', '𝑓(𝑥)', '☎ ℹ ⚠'],
  ])('such as %s', (text) => {
    expect(drawable(text)).toBe(text.normalize('NFC'))
  })

  it('and no letter loses its mark in silence', () => {
    expect(drawable('loss(y, y\u0302)')).toBe('loss(y, ŷ)')
    expect(drawable('𝑥\u0302')).toBe('x\u0302')
    // No font has an enclosing triangle.
    expect(drawable('x\u20e4')).not.toBe('x')
    expect(image('y').render().pixels.equals(image('ŷ').render().pixels)).toBe(false)
    expect(image('x').render().pixels.equals(image('x̂').render().pixels)).toBe(false)
    expect(image('σ').render().pixels.equals(image('σ̂').render().pixels)).toBe(false)
  })

  it.each(['x̂', 'θ̂', 'σ̂', 'β̂', 'π̂', 'Σ̂', 'p̂', 'μ̃'])('and the mark of %s stands on its letter', (text) => {
    const [letter = ''] = text
    // A mark that no font has placed would stick out beside the letter.
    expect(drawnWidth(text)).toBeLessThan(drawnWidth(letter) + SIZE * 0.12)
  })
})

describe('emoji', () => {
  const all = rgiEmoji()

  it('of the whole list of Unicode are drawn, each as one', () => {
    expect(all.length).toBeGreaterThanOrEqual(2221)
    const others = all.filter((text) => runsOf(drawable(text)).some(({ font }) => font !== 'Noto Emoji'))
    expect(others).toEqual([])
    expect(all.filter((text) => widthOf(drawable(text), 1000) !== 1270)).toEqual([])
  })

  it('are no wider than measured, flags, keycaps and joined ones included', () => {
    const joined = all.map(drawable).filter((text) => [...text].length > 1)
    expect(joined.length).toBeGreaterThan(600)
    for (let at = 0; at < joined.length; at += 60) {
      const line = joined.slice(at, at + 60).join('')
      expect(drawnWidth(line)).toBeGreaterThan(widthOf(line, SIZE) - SIZE)
      expect(drawnWidth(line)).toBeLessThanOrEqual(widthOf(line, SIZE) + 0.5)
    }
  })

  it.each([
    ['👍🏽', '👍'],
    ['👩🏽‍🔬', '👩‍🔬'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['1️⃣', '1⃣'],
    ['⚙️', '⚙️'],
    ['☎︎', '☎'],
    ['🏽', '🏽'],
    ['☝🏽', '☝️'],
    ['🫱🏻‍🫲🏽', '🫱🏻‍🫲🏽'],
    ['🐙‍🚀', '🐙🚀'],
    ['👩‍🔬‍🚀', '👩‍🔬🚀'],
    ['🇩🇩', '🇩🇩'],
    ['8\ufe0f', '8'],
  ])('such as %s are drawn as %s', (text, shown) => {
    expect(drawable(text)).toBe(shown)
  })
})

describe('widths', () => {
  const words = fc.array(
    fc.constantFrom(
      ...[
        'ranker ',
        '特征',
        '特徵',
        'ユーザー',
        '추천 ',
        'ŷ ',
        'x̂',
        'θ̂',
        '⟶',
        '𝔼',
        '🚀',
        '👩‍💻',
        '1️⃣',
        '🇩🇪',
        '✔️ ',
        '✗',
      ],
      ...['&lt;', 'Př', 'AVA', ' ', '…', '☸', '(', '①', 'か゚', '⨂'],
    ),
    { minLength: 1, maxLength: 12 },
  )

  it.each([
    'Payments, 259.2 M a day',
    '支付网关，峰值 10,000 笔/秒',
    '支付閘道，尖峰每秒 10,000 筆',
    'ランキング（20ミリ秒）',
    '게이트웨이 p99 ≤ 10 ms',
    'AVATAR Wave Toffee',
    '✅ Passed → ≤ 0.05',
    '1️⃣ train ✔️ Registry ✗ no',
    'Été Ж Ω Příliš žluťoučký',
    'x̂ = norm(x), θ̂ ⟶ θ − η∇L',
  ])('of %j are not less than what is drawn, and it is drawn whole', (text) => {
    const shown = drawable(text)
    expect(drawnWidth(shown)).toBeLessThanOrEqual(widthOf(shown, SIZE) + 0.5)
    expect(drawnWidth(shown)).toBeGreaterThan(widthOf(shown, SIZE) * 0.85)
  })

  it('hold for all mixtures, wherever the text is anchored', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('start', 'middle', 'end'), (parts, anchor) => {
        const shown = drawable(parts.join(''))
        const visible = shown.replaceAll('&lt;', '<').trim()
        const width = widthOf(shown, SIZE)
        expect(drawnWidth(shown, anchor)).toBeLessThanOrEqual(width + 0.5)
        if (visible !== '') expect(drawnWidth(shown, anchor)).toBeGreaterThan(0)
        expect(drawable(shown)).toBe(shown)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['Ranker → 10 ms', ['latin.ttf']],
    ['排序 Ranker', ['han.ttf']],
    ['排序 推薦系統', ['cjk.ttf']],
    ['ランキング', ['han.ttf']],
    ['추천 시스템', ['latin.ttf', 'hangul.ttf']],
    ['🚀 Ship', ['latin.ttf', 'emoji.ttf']],
    ['loss(y, ŷ)', ['latin.ttf', 'letters.ttf']],
    ['a ⟶ b', ['latin.ttf', 'math.ttf']],
  ])('of %j need no other files than %j', (text, files) => {
    expect(filesFor(text)).toEqual(files)
  })

  it('take the dots of English from the base line, those of Chinese from the middle', () => {
    expect(layLabel('p99 … ms', 200, 14).lines).toEqual(['p99 ... ms'])
    expect(layLabel('峰值 … QPS', 200, 14).lines).toEqual(['峰值 … QPS'])
  })
})

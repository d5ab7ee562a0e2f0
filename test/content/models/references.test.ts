import { describe, expect, test } from 'vitest'
import { seeded } from '../../../drills/random.ts'
import { content } from '../../support/content.ts'
import { readReference, tableRows } from '../reference-text.ts'
import { normal } from './chance.ts'
import { inFacts, inReference } from './said.ts'

describe('speculative decoding', () => {
  const serving = inReference('serving')
  const drafts = serving(/a draft model proposes (\d) tokens/u, /草稿模型先猜 (\d) 个 token/u)
  const accepted = serving(/accepted in (\d+) % of cases/u, /每个有 (\d+)% 会被接受/u) / 100

  test('yields the tokens per step and the speed that are said', () => {
    const random = seeded('drafts')
    const steps = 20_000
    let tokens = 0
    for (let step = 0; step < steps; step++) {
      let draft = 0
      while (draft < drafts && random.chance(accepted)) draft++
      // After the last accepted draft the large model adds a token of its own.
      tokens += draft + 1
    }
    const perStep = serving(/0\.7\) ≈ ([\d.]+)` tokens/u, /一步就产出 `[^`]*≈ ([\d.]+)` 个/u)
    expect(tokens / steps).toBeCloseTo(perStep, 1)
    const speed = serving(/`2\.8 \/ 1\.2 ≈ ([\d.]+)` times/u, /快到 `2\.8 \/ 1\.2 ≈ ([\d.]+)` 倍/u)
    expect(tokens / steps / (1 + drafts * 0.05)).toBeCloseTo(speed, 1)
  })

  test('stands among the levers of today, beside 8 and 4 bits in both kinds and cards of 2026', () => {
    const body = readReference('serving', 'en').body
    const rows = tableRows(body).map(([first]) => first)
    for (const name of [
      'INT8',
      'INT4, weights only',
      'FP8',
      'FP4',
      'Speculative decoding',
      'vLLM',
      'SGLang',
      'TensorRT-LLM',
    ])
      expect(rows).toContain(name)
    expect(rows.some((row) => row?.includes('141–192 GB'))).toBe(true)
    expect(body).not.toContain('nothing but language models')
  })
})

test('a cascade finds between the product of its recalls and the lesser of them, by what its parts miss', () => {
  const serving = inReference('serving')
  const [filter, model] = [
    serving(/is a ceiling: (\d+) % in front of/u, /召回率就是天花板：前面 (\d+)%/u) / 100,
    serving(/in front of (\d+) % is `/u, /、后面 (\d+)%，各漏各的/u) / 100,
  ]
  const random = seeded('cascade')
  const cases = 40_000
  const [apart, together] = [0, 0].map((_, alike) => {
    let found = 0
    for (let index = 0; index < cases; index++) {
      const hardness = random.next()
      if (hardness < filter && (alike ? hardness : random.next()) < model) found++
    }
    return (100 * found) / cases
  })
  const [least, most] = [
    serving(/= ([\d.]+)%` in all if they miss different things/u, /`0\.98 × 0\.95 = ([\d.]+)%`/u),
    serving(/miss different things, (\d+) % if the same/u, /漏的是同一批则是 (\d+)%/u),
  ]
  expect(Math.abs((apart ?? 0) - least)).toBeLessThan(0.5)
  expect(Math.abs((together ?? 0) - most)).toBeLessThan(0.5)
})

test('legs of a delivery that are slow together spread as the board says, and break a promise made without that', () => {
  const whiteboard = inReference('whiteboard')
  const random = seeded('legs')
  const spreads = [4, 3, 5]
  const runs = 20_000
  const sums = Array.from({ length: runs }, () => {
    const rain = normal(random)
    return spreads.reduce((sum, spread) => sum + spread * Math.SQRT1_2 * (rain + normal(random)), 0)
  })
  const together = Math.sqrt(sums.reduce((sum, value) => sum + value ** 2, 0) / runs)
  const apart = Math.hypot(...spreads)
  expect(Math.abs(together - whiteboard(/\)\)\^0\.5 ≈ ([\d.]+)`/u, /\)\)\^0\.5 ≈ ([\d.]+)`/u))).toBeLessThan(
    0.15,
  )
  expect(apart).toBeCloseTo(whiteboard(/5\^2\)\^0\.5 ≈ ([\d.]+)`/u, /5\^2\)\^0\.5 ≈ ([\d.]+)`/u), 1)
  const kept = sums.filter((value) => value < 1.2816 * apart).length / runs
  expect(Math.abs(100 * kept - whiteboard(/would hold in (\d+) %/u, /只能兑现 (\d+)%/u))).toBeLessThan(1)
})

test('a hide costs in the signals what it costs in the problem', () => {
  const minutes = inFacts('recommendation-system')(
    /costs us about (\d+) minutes of watching/u,
    /损失约 (\d+) 分钟观看/u,
  )
  const signals = inReference('staff-signals')
  expect(signals(/value a hide at minus (\d+) minutes/u, /我折成负 (\d+) 分钟/u)).toBe(minutes)
  const [first, second] = [
    signals(/`0\.5 × 3\.6 − 0\.02 × 4 = ([\d.]+)`/u, /`0\.5 × 3\.6 − 0\.02 × 4 = ([\d.]+)`/u),
    signals(/`0\.3 × 6 − 0\.001 × 4 = ([\d.]+)`/u, /`0\.3 × 6 − 0\.001 × 4 = ([\d.]+)`/u),
  ]
  expect(first).toBeCloseTo(0.5 * 3.6 - 0.02 * minutes, 9)
  expect(second).toBeCloseTo(0.3 * 6 - 0.001 * minutes, 9)
  expect(first).toBeLessThan(second)
})

test('new videos are as many in the signals as in the problem', () => {
  const uploads = inFacts('recommendation-system')(
    /(\d+) million uploads a day, half of them/u,
    /每天上传 (\d+)00 万，其中一半/u,
  )
  const signals = inReference('staff-signals')
  expect(signals(/“Every day ([\d.]+) M new videos/u, /`([\d.]+) M × 100 = 250 M`/u)).toBe(uploads / 2)
})

describe.each(['en', 'zh'] as const)('the anchors of a criterion (%s)', (language) => {
  const anchors = content.rubric.criteria.map(({ id, levels }) => ({
    id,
    texts: levels.map(({ anchor }) => anchor[language]),
  }))

  test.each(anchors)('$id: level 3 forgives one point, and level 4 contains all of it', ({ texts }) => {
    const [, , third = '', fourth = ''] = texts
    expect(third).toMatch(/At most one is missing\.$|至多缺一项。$/u)
    expect(fourth).toMatch(/all of level 3|做到 3 级的全部/u)
  })

  test('ask for numbers that hold when checked, wherever they ask for numbers', () => {
    const checked = anchors.filter(({ texts }) => /hold(s)? when checked|经得起检查/u.test(texts[2] ?? ''))
    expect(checked.map(({ id }) => id)).toEqual([
      'requirements',
      'metrics',
      'data',
      'serving',
      'monitoring',
      'trade-offs',
    ])
  })

  test('of features fit a language model too', () => {
    const features = anchors.find(({ id }) => id === 'features')
    for (const text of features?.texts.slice(0, 3) ?? [])
      expect(text).toMatch(/With a language model|若是大语言模型/u)
    expect(features?.texts[3]).toMatch(/context|上下文/u)
  })
})

import { describe, expect, test } from 'vitest'
import { seeded } from '../../../drills/random.ts'
import { content } from '../../support/content.ts'
import { binomial, percentile, sojourns } from './chance.ts'
import { design, inDesign } from './said.ts'

const SLUG = 'rag-pipeline'
const said = inDesign(SLUG)
const rate = said(/1\.4 × 10 = (\d+)` at peak/u, /1\.4 × 10 = (\d+)`。/u)

/** Milliseconds at p99 with the queue. */
const p99 = (work: number, servers: number, share = 1) =>
  1000 * percentile(sojourns({ rate: rate * share, work, servers }, seeded(`${work} ${servers}`)), 0.99)

describe('prefill, with a zone lost', () => {
  const perSecond = said(/`512 \/ 0\.012 ≈ ([\d,]+)` a second/u, /每秒剩 `512 \/ 0\.012 ≈ ([\d,]+)` 个/u)
  const uncached = said(/cached, and ([\d,]+) tokens take/u, /前缀缓存，([\d,]+) 个 token 要/u)
  const work = uncached / perSecond

  test('fits its budget at p99 with one queue, as the table has it', () => {
    const budget = said(/\| prefill with its queue \| (\d+) \|/u, /\| prefill，含排队 \| (\d+) \|/u)
    expect(Math.abs(p99(work, 3) - budget)).toBeLessThan(8)
    expect(said(/gives (\d+) ms at p99/u, /得 p99 为 (\d+) ms/u)).toBe(budget)
  })

  test('would not fit with a queue per pair, nor without cache and chunks', () => {
    const random = said(/requests sent at random, (\d+)\./u, /请求随机分配，就是 (\d+)。/u)
    expect(Math.abs(p99(work, 1, 1 / 3) - random)).toBeLessThan(20)
    const halved = said(/kept for decoding, it would be (\d+)\./u, /留一半时间给解码，则要 (\d+)。/u)
    expect(Math.abs(p99((5 * 768 + 1000) / 30_000, 3) - halved)).toBeLessThan(40)
  })

  test('takes longer than its mean, which is no budget', () => {
    expect(p99(work, 3)).toBeGreaterThan(1.5 * 1000 * work)
  })
})

test('reranking fits its share when lists are split, and not on one GPU each', () => {
  const work = (20 * 256) / 100_000
  const budget = said(/\| fusion, rerank, gate \| (\d+) \|/u, /\| 融合、重排、门控 \| (\d+) \|/u)
  const [whole, split] = [
    said(/with its queue (\d+) at p99\./u, /连排队 p99 是 (\d+)。/u),
    said(/13 ms each, (\d+) with the queue/u, /各 13 ms，连排队 (\d+)。/u),
  ]
  expect(Math.abs(p99(work, 2) - whole)).toBeLessThan(6)
  // Each list goes to all four, so that each of them sees every request.
  expect(Math.abs(p99(work / 4, 1) - split)).toBeLessThan(3)
  expect(whole).toBeGreaterThan(budget)
  expect(split).toBeLessThan(budget)
})

test('the whole answer ends within 3 s', () => {
  const end = said(/150 = ([\d,]+) ms` with the last check/u, /150 = ([\d,]+) ms` 结束/u)
  const first = said(/\+ 160 = (\d+) ms`/u, /\+ 160 = (\d+) ms`/u)
  expect(end).toBe(first + 180 * 12 + 150)
  expect(end).toBeLessThan(3000)
})

describe("a judge's score, corrected", () => {
  const [sensitivity, specificity, score] = [0.95, 0.8, 0.88]
  const corrected = (measured: number, sens: number, spec: number) =>
    (measured + spec - 1) / (sens + spec - 1)
  const faithful = corrected(score, sensitivity, specificity)
  const spread = (runs: readonly number[]) => {
    const sorted = runs.toSorted((a, b) => a - b)
    return [
      sorted[Math.floor(0.025 * runs.length)] ?? 0,
      sorted[Math.floor(0.975 * runs.length)] ?? 0,
    ] as const
  }

  test('is as uncertain as said when 300 random answers measured the judge, and leaves .90 open', () => {
    const random = seeded('300 answers')
    const bad = Math.round(300 * (1 - faithful))
    expect(
      Math.abs(bad - said(/only some (\d+) of them are unfaithful/u, /不忠实的只有 (\d+) 个左右/u)),
    ).toBeLessThan(3)
    const [low, high] = spread(
      Array.from({ length: 3000 }, () =>
        corrected(score, sensitivity, binomial(bad, specificity, random) / bad),
      ),
    )
    const [least, most] = [
      said(/\(0\.95 \+ 0\.66 − 1\) ≈ ([\d.]+)%`/u, /\(0\.95 \+ 0\.66 − 1\) ≈ ([\d.]+)%`/u),
      said(/\(0\.95 \+ 0\.94 − 1\) ≈ ([\d.]+)%`/u, /\(0\.95 \+ 0\.94 − 1\) ≈ ([\d.]+)%`/u),
    ]
    expect(Math.abs(100 * low - least)).toBeLessThan(1.2)
    expect(Math.abs(100 * high - most)).toBeLessThan(0.8)
    expect(low).toBeLessThan(0.9)
    for (const text of [design(SLUG, 'en'), design(SLUG, 'zh')])
      expect(text).toMatch(/isn't shown|并没有得到证明/u)
  })

  test('is known to 1.5 points when people label by its verdict', () => {
    const random = seeded('by verdict')
    const [accepted, rejected] = [
      said(/verdict, (\d+) that it accepted/u, /它放过的 (\d+) 个/u),
      said(/and (\d+) that it rejected/u, /拦住的 (\d+) 个/u),
    ]
    const rightAmongAccepted = (faithful * sensitivity) / score
    const rightAmongRejected = (faithful * (1 - sensitivity)) / (1 - score)
    const [low, high] = spread(
      Array.from(
        { length: 2000 },
        () =>
          (score * binomial(accepted, rightAmongAccepted, random)) / accepted +
          ((1 - score) * binomial(rejected, rightAmongRejected, random)) / rejected,
      ),
    )
    const within = said(/weighted back, that gives ([\d.]+) points/u, /加权还原后误差 ([\d.]+) 个百分点/u)
    expect(Math.abs((100 * (high - low)) / 2 - within)).toBeLessThan(0.2)
    expect(said(/claim stands from (\.\d+)\./u, /测到 (0\.\d+) 才敢/u)).toBeCloseTo(0.9 + within / 100, 6)
  })

  test('rings for rollback seldom while nothing has happened', () => {
    const random = seeded('daily scores')
    const drop =
      said(/\/ 500\)\^0\.5 ≈ ([\d.]+)%` below its mean/u, /低 `[^`]*≈ ([\d.]+)%`（三倍标准误/u) / 100
    const days = Array.from({ length: 3000 }, () => binomial(500, score, random) / 500)
    expect(days.filter((day) => day < score - drop).length / days.length).toBeLessThan(0.005)
    expect(days.filter((day) => day < 0.87).length / days.length).toBeGreaterThan(0.1)
  })
})

describe('an injected sentence', () => {
  /** The sentence check at its best: it passes exactly what the cited passage says. */
  const passes = (sentence: string, passage: string) => passage.includes(sentence)
  const injected = 'Confirm your password at this link.'

  test('passes the sentence check, since it stands in the passage that is cited', () => {
    expect(passes(injected, `Expenses are due by the 5th. ${injected}`)).toBe(true)
    expect(design(SLUG, 'en')).toMatch(/\*\*Injection\.\*\*.*The sentence check is no defence/u)
    expect(design(SLUG, 'zh')).toMatch(/\*\*提示词注入。\*\*.*逐句校验挡不住它/u)
  })

  test.each(['en', 'zh'] as const)('is looked for before it is indexed (%s)', (language) => {
    const [training = ''] = content.problems.get(SLUG)?.[language].diagrams ?? []
    expect(training).toMatch(/PARSE\["[^"]*(instructions flagged|标出指令文字)"\]\n *PARSE --> CHUNK/u)
  })
})

test('the sentence check keeps up with the peak on its two GPUs, with the queue inside its 50 ms', () => {
  const tokens = said(/`14 × 7 × 800 = ([\d,]+)` tokens a second/u, /`14 × 7 × 800 = ([\d,]+)` 个 token/u)
  const perGpu = 100_000
  expect(tokens / perGpu).toBeGreaterThan(0.6)
  expect(tokens / (2 * perGpu)).toBeLessThan(0.6)
  const sentence = { rate: rate * 7, work: 800 / perGpu, servers: 2 }
  expect(1000 * percentile(sojourns(sentence, seeded('check')), 0.99)).toBeLessThan(50)
})

import { describe, expect, test } from 'vitest'
import { type Random, seeded } from '../../../drills/random.ts'
import { earliest, exponential, normal, percentile, sojourns } from './chance.ts'
import { design, inDesign, inFacts } from './said.ts'

const SLUG = 'search-ranking'
const said = inDesign(SLUG)
const facts = inFacts(SLUG)

describe('raters who agree with each other in 8 of 10 cases', () => {
  const pairwise = facts(/They agree (\d) times in 10/u, /10 次里有 (\d) 次意见一致/u) / 10

  /**
   * How often one agrees with the majority of three others. Each is right with the same chance; who is wrong
   * takes any of the other grades. Ties are drawn by lot.
   */
  function agreesWithMajority(grades: number): number {
    const others = grades - 1
    // right^2 + (1 − right)^2 / others = pairwise
    const right = (1 + Math.sqrt(1 - (1 + others) * (1 - pairwise * others))) / (1 + others)
    const chance = (grade: number) => (grade === 0 ? right : (1 - right) / others)
    let agreed = 0
    const all = Array.from({ length: grades }, (_, grade) => grade)
    for (const a of all)
      for (const b of all)
        for (const c of all) {
          const votes = [a, b, c]
          const most = Math.max(...all.map((grade) => votes.filter((vote) => vote === grade).length))
          const winners = all.filter((grade) => votes.filter((vote) => vote === grade).length === most)
          for (const winner of winners)
            agreed += (chance(a) * chance(b) * chance(c) * chance(winner)) / winners.length
        }
    return agreed
  }

  test('agree with a majority as often as said, whichever way they err', () => {
    const [low, high] = [
      said(/three others in some (\d+) to \d+ %/u, /多数意见约有 (\d+)% 到/u),
      said(/three others in some \d+ to (\d+) %/u, /多数意见约有 \d+% 到 (\d+)%/u),
    ]
    expect(Math.round(100 * agreesWithMajority(2))).toBe(low)
    expect(Math.round(100 * agreesWithMajority(4))).toBe(high)
    expect(low / 100).toBeGreaterThan(pairwise)
  })
})

describe('an MRR of .40', () => {
  const shares = [
    [1, 1, said(/it fits (\d+) % at place 1/u, /(\d+)% 在第 1 位/u)],
    [2, 4, said(/(\d+) % at 2–4/u, /(\d+)% 在 2–4 位/u)],
    [5, 10, said(/(\d+) % at 5–10/u, /(\d+)% 在 5–10 位/u)],
    [11, 24, said(/(\d+) % at 11–24/u, /(\d+)% 在 11–24 位/u)],
  ] as const
  const places = shares.flatMap(([from, to, percent]) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      place: from + index,
      share: percent / 100 / (to - from + 1),
    })),
  )

  test('is what the distribution beside it gives, with the median that is said', () => {
    expect(places.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(places.reduce((sum, { place, share }) => sum + share / place, 0)).toBeCloseTo(0.4, 1.9)
    let below = 0
    const median = places.find(({ share }) => {
      below += share
      return below >= 0.5
    })
    expect(median?.place).toBe(said(/with the median at (\d)/u, /中位数在第 (\d) 位/u))
  })
})

describe('the two recalls of the cascade', () => {
  /** Purchases by place in L2's order, and which of its first 30 L1 has dropped. */
  const seen = (dropped: (place: number) => boolean) => {
    const bought = Array.from({ length: 30 }, (_, place) => 0.8 ** place)
    const total = bought.reduce((sum, share) => sum + share, 0)
    return (
      0.95 * (bought.filter((_, place) => !dropped(place)).reduce((sum, share) => sum + share, 0) / total)
    )
  }

  test('say nothing about what L2 gets to see: .90 of its top 30 may lose nearly nothing, or much', () => {
    expect(seen((place) => place >= 27)).toBeGreaterThan(0.94)
    expect(seen((place) => place === 1 || place === 4 || place === 5)).toBeLessThan(0.75)
    for (const language of ['en', 'zh'] as const) {
      expect(design(SLUG, language)).not.toContain('0.95 × 0.90')
      expect(design(SLUG, language)).toMatch(/it is measured end to end|要端到端地测/u)
    }
  })
})

describe('the retrieval budget', () => {
  type Cut = Readonly<{ shards: number; perSecond: number; mean: number; limit: number }>

  /**
   * Milliseconds of the slowest shard. A query runs on eight of a node's 16 cores at the same cost in every
   * shard; costs are lognormal, spread as widely as their mean. Nodes have their own other queries.
   */
  function retrieval({ shards, perSecond, mean, limit }: Cut, load: number, random: Random) {
    const slices = 8
    const sigma = Math.sqrt(Math.log(2))
    let cut = 0
    const slice = () => {
      const cost = (mean / slices) * Math.exp(sigma * normal(random) - sigma ** 2 / 2)
      return Math.min(cost, limit)
    }
    const run = (free: Float64Array, now: number, work: number) => {
      let end = 0
      for (let index = 0; index < slices; index++) {
        const core = earliest(free)
        free[core] = Math.max(now, free[core] ?? 0) + work
        end = Math.max(end, free[core] ?? 0)
      }
      return end - now
    }
    const nodes = Array.from({ length: shards }, () => ({ free: new Float64Array(16), now: 0 }))
    const arrive = (node: (typeof nodes)[number], work: number) => {
      node.now += exponential(random) / (perSecond * load)
      return run(node.free, node.now, work)
    }
    for (const node of nodes) for (let query = 0; query < 40; query++) arrive(node, slice())
    const queries = 1300
    const slowest = new Float64Array(queries)
    for (let query = 0; query < queries; query++) {
      const work = slice()
      if (work === limit) cut++
      let worst = 0
      for (const node of nodes) {
        const others = random.int(1, 4)
        for (let other = 0; other < others; other++) arrive(node, slice())
        worst = Math.max(worst, arrive(node, work))
      }
      slowest[query] = worst * 1000
    }
    return { p99: percentile(slowest.sort(), 0.99), cut: cut / queries }
  }

  const cut = {
    shards: said(/cut into (\d+) shards of 2 M/u, /改分 (\d+) 片/u),
    perSecond: said(/`16 \/ 0\.012 ≈ ([\d,]+)` a second/u, /单节点每秒 `16 \/ 0\.012 ≈ ([\d,]+)` 次/u),
    mean: said(/0\.0012 ≈ ([\d.]+)` s a shard/u, /0\.0012 ≈ ([\d.]+)` s，单节点/u),
    limit: said(/a core stops after (\d) ms/u, /每个核最多算 (\d) ms/u) / 1000,
  }
  const budget = said(/`2 \+ 3 \+ (\d+) \+ 5/u, /`2 \+ 3 \+ (\d+) \+ 5/u)
  const slack = said(/slack `50 − 41 = (\d) ms`/u, /余量 `50 − 41 = (\d) ms`/u)
  const random = seeded('retrieval')

  test('holds for the slowest of many small shards, and is paid from the slack when a zone is lost', () => {
    const [all, lost] = [retrieval(cut, 0.4, random), retrieval(cut, 0.6, random)]
    expect(all.p99).toBeLessThan(budget)
    expect(Math.abs(all.p99 - said(/queries short: (\d) ms/u, /这样是 (\d) ms/u))).toBeLessThan(1.5)
    expect(
      Math.abs(lost.p99 - said(/or (\d+) with a zone lost, paid/u, /挂掉一个可用区时 (\d+)，由余量/u)),
    ).toBeLessThan(1.5)
    expect(lost.p99 - budget).toBeLessThan(slack)
    const short = said(/cuts some (\d) % of queries short/u, /约 (\d)% 的查询会被截断/u)
    expect(Math.abs(100 * all.cut - short)).toBeLessThan(1.2)
  })

  test('would be missed by far with few large shards, though their mean fits', () => {
    const large = { shards: 12, perSecond: 560, mean: 16 / 560, limit: Number.POSITIVE_INFINITY }
    expect((1000 * large.mean) / 8).toBeLessThan(budget)
    const stated = said(/gives some (\d+) ms at peak/u, /峰值时约 (\d+) ms/u)
    const { p99 } = retrieval(large, 0.4, random)
    expect(Math.abs(p99 / stated - 1)).toBeLessThan(0.25)
    expect(p99).toBeGreaterThan(budget + slack)
  })
})

describe('L2', () => {
  /** Weights of a layer: attention 4, feed-forward 8 times the width squared. */
  const millions = (layers: number, width: number) => (layers * 12 * width ** 2) / 1e6
  const p99 = (milliseconds: number) =>
    1000 *
    percentile(
      sojourns(
        { rate: 600 / milliseconds, work: milliseconds / 1000, servers: 1 },
        seeded(`L2 ${milliseconds}`),
      ),
      0.99,
    )

  test('has the weights that its layers and widths give', () => {
    const [small, large] = [
      said(/of 4 layers, (\d+) wide/u, /宽度从 768 减到 (\d+)/u),
      said(/6 layers of (\d+), `42\.5/u, /6 层、宽度 (\d+) 的/u),
    ]
    expect(millions(4, small)).toBeCloseTo(7.1, 1)
    expect(millions(6, large)).toBeCloseTo(42.5, 1)
    expect(millions(12, large)).toBeCloseTo(85, 0)
  })

  test('answers within its budget with the queue at 60 % load; 6 layers would not', () => {
    const perSecond = said(/leave some (\d+), which a load test/u, /之后剩 (\d+) 左右/u)
    expect(perSecond).toBeLessThan(
      said(/≈ ([\d,]+)` queries a second would be/u, /上限是每秒 `[^`]*≈ ([\d,]+)` 次/u),
    )
    const stated = said(/2 ms each, (\d+) with the queue/u, /连排队 p99 是 (\d+)。/u)
    expect(Math.abs(p99(1000 / perSecond) - stated)).toBeLessThan(1)
    expect(stated).toBeLessThan(14)
    const six = said(/even at full use, (\d+) with the queue/u, /连排队 (\d+)，放不下/u)
    expect(Math.abs(p99(204 / 40) - six)).toBeLessThan(3)
    expect(six).toBeGreaterThan(14)
  })
})

import { describe, expect, test } from 'vitest'
import { seeded } from '../../../drills/random.ts'
import { binomial, normal } from './chance.ts'
import { design, inDesign, inFacts } from './said.ts'

const SLUG = 'content-moderation'
const said = inDesign(SLUG)
const facts = inFacts(SLUG)
const error = facts(/verdict is wrong in (\d+) % of cases/u, /结论有 (\d+)% 是错的/u) / 100
const planned = said(/I plan with ([\d,]+) of them/u, /排期只用其中 ([\d,]+) 条/u)
const queued = said(/> \.90 at ([\d,]+) reviews a day/u, /每天送审 ([\d,]+) 条；0\.86/u)

describe('the load of reviewers', () => {
  const all = said(/600 ≈ ([\d,]+)` verdicts/u, /600 ≈ ([\d,]+)` 条。排期/u)

  /** The 95th percentile of the hours in the queue over three years, if days vary by an eighth. */
  function queueAge(load: number): number {
    const random = seeded('a queue of reviewers')
    const waits: number[] = []
    let rest = 0
    for (let day = 0; day < 1000; day++) {
      const arriving = (load * Math.max(0, 1 + normal(random) / 8)) / 24
      for (let hour = 0; hour < 24; hour++) {
        waits.push(rest * 24)
        rest = Math.max(0, rest + arriving - 1 / 24)
      }
    }
    return waits.toSorted((a, b) => a - b)[Math.floor(0.95 * waits.length)] ?? Number.NaN
  }

  test('keeps the promised age of the queue as planned, and no promise when all verdicts are spent', () => {
    const promised = said(/first frame; queue age p95 [^\n]*< (\d) h/u, /排队时间 p95 [^\n]*< (\d) h/u)
    expect(queueAge(planned / all)).toBeLessThan(promised)
    expect(queueAge(1)).toBeGreaterThan(10 * promised)
  })

  test.each([
    [1, 200_000 + 60_000 + 42_000],
    [2, 20_000 + 20_000],
    [3, 8000],
  ])('of tier %d is the share that is said', (tier, verdicts) => {
    const people = said(
      new RegExp(`^\\| ${tier} \\| (\\d+) `, 'mu'),
      new RegExp(`^\\| ${tier} \\| (\\d+) `, 'mu'),
    )
    const loaded = said(
      new RegExp(`^\\| ${tier} \\| \\d+ [^|]*?(\\d+) %`, 'mu'),
      new RegExp(`^\\| ${tier} \\| \\d+ [^|]*?(\\d+)%`, 'mu'),
    )
    expect(Math.abs(100 * (verdicts / ((people * 600 * 5) / 7)) - loaded)).toBeLessThan(0.6)
    expect(loaded).toBeLessThanOrEqual(85)
  })
})

test('wrong removals of today are those of keywords and those of reviewers', () => {
  const reports = facts(/([\d,]+) a day, one in four justified/u, /每天 ([\d,]+) 件，四分之一属实/u)
  const [keywords, right, byReports] = [
    facts(/remove ([\d,]+) posts a day/u, /关键词库每天删 ([\d,]+) 条/u),
    facts(/posts a day, ([\d,]+) of them rightly/u, /其中 ([\d,]+) 条删对了/u),
    facts(/lead to ([\d,]+) more right ones/u, /再删对 ([\d,]+) 条/u),
  ]
  const violations = 40_000_000 * 0.005
  const wrong = keywords - right + reports * (1 - 1 / 4) * error
  const cost = (violations - right - byReports) * 10 + byReports * 0.6 * 10 + wrong * 4
  expect(said(/\$4 = \$([\d,]+)` a day/u, /\$4 = \$([\d,]+)`。/u)).toBeCloseTo(cost, 6)
  expect(said(/from \$([\d,]+) to/u, /从 \$([\d,]+) 降到/u)).toBeCloseTo(cost, 6)
})

describe('reviewers who err', () => {
  const lower = { posts: 120_000, violations: 24_000 }
  const upper = { posts: 80_000, violations: 38_000 }
  const reported = { posts: 60_000, violations: 9000 }
  const random = seeded('reviewers')
  const removals = ({ posts, violations }: typeof lower) => ({
    right: binomial(violations, 1 - error, random),
    wrong: binomial(posts - violations, error, random),
  })
  const again = ({ right, wrong }: ReturnType<typeof removals>) => ({
    right: binomial(right, 1 - error, random),
    wrong: binomial(wrong, error, random),
  })
  const [first, above, reports] = [removals(lower), removals(upper), removals(reported)]
  const [second, secondOfReports] = [again(first), again(reports)]
  const right = second.right + above.right
  const wrong = second.wrong + above.wrong

  test('are right and wrong as often as said, once low p had a second opinion', () => {
    expect(lower.posts + upper.posts).toBe(queued)
    expect(
      Math.abs(right / said(/− 22,080 × 8% ≈ ([\d,]+)`/u, /− 22,080 × 8% ≈ ([\d,]+)`/u) - 1),
    ).toBeLessThan(0.01)
    expect(
      Math.abs(wrong / said(/− 7,680 × 92% ≈ ([\d,]+)`/u, /− 7,680 × 92% ≈ ([\d,]+)`/u) - 1),
    ).toBeLessThan(0.06)
    const precision = said(/\+ 3,974\) ≈ (\d+)%`/u, /\+ 3,974\) ≈ (\d+)%`/u)
    expect(Math.abs((100 * right) / (right + wrong) - precision)).toBeLessThan(0.7)
  })

  test('need as many second opinions as the day has', () => {
    const needed = first.right + first.wrong + reports.right + reports.wrong
    const kept = said(/audits, ([\d,]+) second opinions/u, /抽检 20,000，二审 ([\d,]+)/u)
    expect(Math.abs(needed / kept - 1)).toBeLessThan(0.02)
  })

  test('are looked at twice only where that pays, and the text says up to where', () => {
    const pays = (p: number) => {
      const wrongly = ((1 - p) * error) / ((1 - p) * error + p * (1 - error))
      return wrongly * (1 - error) * 4 - (1 - wrongly) * error * 10 - 0.2
    }
    const border = said(/it pays only below (\d+) %/u, /p 低于 (\d+)% 才值得二审/u) / 100
    expect(pays(border - 0.01)).toBeGreaterThan(0)
    expect(pays(border + 0.01)).toBeLessThan(0)
  })

  test('cost a day what the target says', () => {
    const missed = 200_000 - 110_000 - right - secondOfReports.right
    const held = lower.posts + upper.posts - lower.violations - upper.violations
    const wrongly = 5800 + wrong + secondOfReports.wrong
    const cost = missed * 10 + right * 0.3 + secondOfReports.right * 6 + held * 0.2 + wrongly * 4
    expect(Math.abs(cost / said(/to \$([\d,]+) \|/u, /降到 \$([\d,]+) \|/u) - 1)).toBeLessThan(0.01)
  })
})

test('of 10,000 clean posts two erring auditors agree on as many as said, three on far fewer', () => {
  const random = seeded('auditors')
  const runs = 30
  const counts = [0, 0]
  for (let post = 0; post < 10_000 * runs; post++) {
    const votes = [random.chance(error), random.chance(error), random.chance(error)]
    if (votes[0] && votes[1]) counts[0] = (counts[0] ?? 0) + 1 / runs
    if (votes.every(Boolean)) counts[1] = (counts[1] ?? 0) + 1 / runs
  }
  const [two, three] = [
    said(/agreeing would still pass `[^`]*= (\d+)`/u, /两个人都判违规才算，仍会混进 `[^`]*= (\d+)`/u),
    said(/three `800 × 8%\^2 ≈ (\d+)`/u, /三个人也有 `800 × 8%\^2 ≈ (\d+)`/u),
  ]
  expect(Math.abs((counts[0] ?? 0) - two)).toBeLessThan(5)
  expect(Math.abs((counts[1] ?? 0) - three)).toBeLessThan(1)
})

describe('recall', () => {
  const spam = facts(/(\d+) % of those are spam/u, /其中 (\d+)% 是垃圾信息/u) / 100
  const reached = said(/\+ 9,000\) \/ 200,000 = ([\d.]+)%`/u, /\+ 9,000\) \/ 200,000 = ([\d.]+)%`/u) / 100
  const [ofSpam, ofRest] = [
    said(/I plan (\d+) % of spam/u, /我计划垃圾信息 (\d+)%/u) / 100,
    said(/and ([\d.]+) % of the rest/u, /其余 ([\d.]+)%，/u) / 100,
  ]

  test('keeps the promise by count, which spam alone can break', () => {
    expect(spam * ofSpam + (1 - spam) * ofRest).toBeCloseTo(reached, 6)
    expect(reached).toBeGreaterThan(0.9)
    const least = said(/≈ (\d+)%` of it removed or above/u, /≈ (\d+)%` 的垃圾信息被删除/u) / 100
    expect(spam * least + (1 - spam)).toBeCloseTo(0.9, 2)
    expect(ofSpam).toBeGreaterThan(least)
  })

  test('weighted by harm is what the target says', () => {
    const harm = { all: 10, spam: 1 }
    const rest = (harm.all - spam * harm.spam) / (1 - spam)
    const weighted = (spam * harm.spam * ofSpam + (1 - spam) * rest * ofRest) / harm.all
    expect(Math.abs(weighted - said(/a day; \.86; (\.\d+) \|/u, /0\.86；(0\.\d+) \|/u))).toBeLessThan(0.006)
  })
})

describe('the index of hashes', () => {
  const pieces = said(/under its (\d+) pieces of 16 bits/u, /每条哈希切成 (\d+) 段/u)
  const near = said(/near when at most (\d+) differ/u, /相差不超过 (\d+) 位/u)

  /** Into how few bits of some piece the differing bits of two hashes fall. */
  function leastInAPiece(differing: number, draw: (piece: number) => number): number {
    const counts = new Uint8Array(pieces)
    for (let bit = 0; bit < differing; bit++) {
      const piece = draw(bit)
      counts[piece] = (counts[piece] ?? 0) + 1
    }
    return Math.min(...counts)
  }

  test('misses no near hash: some piece differs by a bit at most, and with one bit more that no longer holds', () => {
    const random = seeded('pieces')
    for (let run = 0; run < 300; run++)
      expect(leastInAPiece(near, () => random.int(0, pieces - 1))).toBeLessThanOrEqual(1)
    expect(leastInAPiece(near, (bit) => bit % pieces)).toBe(1)
    expect(leastInAPiece(near + 1, (bit) => bit % pieces)).toBe(2)
  })

  test('takes the memory that is said, together with the hashes', () => {
    const hashes = 96e6
    const gigabytes = (hashes * 32 + pieces * hashes * 4) / 1e9
    expect(said(/milliseconds; ([\d.]+) GB stand/u, /合计 ([\d.]+) GB/u)).toBeCloseTo(gigabytes, 1)
  })
})

test('plans fewer reviews than verdicts, and says nothing else', () => {
  for (const language of ['en', 'zh'] as const) expect(design(SLUG, language)).not.toContain('428,600 −')
  expect(queued + 60_000 + 20_000 + 20_000 + 42_000 + 8000).toBe(planned)
})

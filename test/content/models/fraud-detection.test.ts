import { describe, expect, test } from 'vitest'
import { type Random, seeded } from '../../../drills/random.ts'
import { inDesign, inFacts } from './said.ts'

const said = inDesign('fraud-detection')
const facts = inFacts('fraud-detection')

describe('a cohort aged 30 days, of which a part of the frauds is known', () => {
  const known = facts(/(\d+) % are known by day 30/u, /第 30 天已知 (\d+)%/u) / 100
  const knownWeight = said(
    /a known fraud[^`]*`1 \/ 0\.4 = ([\d.]+)`/u,
    /每笔已知欺诈的权重为 `1 \/ 0\.4 = ([\d.]+)`/u,
  )
  const inWeight = said(
    /weighs \(1 − p\) \/ \(1 − ([\d.]+) p\), its chance of being good/u,
    /权重取 \(1 − p\) \/ \(1 − ([\d.]+) p\)，即它确实正常的概率/u,
  )

  /** The share of frauds that a model learns, which minimises weighted log loss on what is known today. */
  function learnt(p: number, weightOfRest: number, random: Random): number {
    let [frauds, rest] = [0, 0]
    for (let payment = 0; payment < 20_000; payment++)
      if (random.chance(p) && random.chance(known)) frauds += knownWeight
      else rest += weightOfRest
    return frauds / (frauds + rest)
  }

  test.each([0.9, 0.6, 0.3, 0.05])('teaches p = %d with both weights', (p) => {
    const random = seeded(`weights ${p}`)
    expect(learnt(p, (1 - p) / (1 - inWeight * p), random)).toBeCloseTo(p, 1.7)
  })

  test('reads as far too low with the weight of known frauds alone, as the text says', () => {
    const random = seeded('known frauds alone')
    const high = said(/is learnt as `0\.9 [^`]*≈ (\d+)%`/u, /0\.9 的会学成 `0\.9 [^`]*≈ (\d+)%`/u)
    const low = said(/one of \.3 as `0\.3 [^`]*≈ (\d+)%`/u, /0\.3 的会学成 `0\.3 [^`]*≈ (\d+)%`/u)
    expect(Math.abs(100 * learnt(0.9, 1, random) - high)).toBeLessThan(1.5)
    expect(Math.abs(100 * learnt(0.3, 1, random) - low)).toBeLessThan(1.5)
  })

  test('what is unknown in the slow window stays within the calibration target', () => {
    const late = 100 - facts(/(\d+) % by day 90/u, /第 90 天 (\d+)%/u)
    expect(said(/The (\d+) % still missing lower p/u, /还缺的 (\d+)% 会让 p 偏低/u)).toBe(late)
    expect(late).toBeLessThanOrEqual(said(/< (\d+) % of p/u, /< p 的 (\d+)%/u) / 2)
  })
})

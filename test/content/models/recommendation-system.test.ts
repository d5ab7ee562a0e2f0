import { describe, expect, test } from 'vitest'
import { seeded } from '../../../drills/random.ts'
import { exponential } from './chance.ts'
import { design, inDesign, inFacts } from './said.ts'

const SLUG = 'recommendation-system'
const said = inDesign(SLUG)
const facts = inFacts(SLUG)

describe('prefetched home pages', () => {
  const pages = said(/are home pages, ([\d.]+) per user/u, /是首页，人均 ([\d.]+)；/u)
  const [hours, minutes] = [
    said(/home pages in (\d+) waking hours/u, /清醒的 (\d+) 小时/u),
    said(/would follow another within (\d+)/u, /相隔不到 (\d+) 分钟/u),
  ]
  const random = seeded('home pages')
  const gaps = Array.from({ length: 40_000 }, () => (exponential(random) * hours * 60) / pages)
  const soon = gaps.filter((gap) => gap < minutes).length / gaps.length
  const prefetched = facts(/(\d+) % of home pages are prefetched/u, /(\d+)% 的首页在 App 唤醒时预取/u) / 100

  test('follow another page as often as said, if they come at random', () => {
    const stated = said(/came at random, (\d+) % would follow/u, /若随机到来，(\d+)% 与上一次/u)
    expect(Math.abs(100 * soon - stated)).toBeLessThan(1)
  })

  test('leave as much of the GPU work as said, and save as much', () => {
    const [home, upNext] = [350_000 * 1000, 150_000 * 200]
    const left = (home * (1 - soon * prefetched) + upNext) / (home + upNext)
    const stated = said(/\/ 380 M ≈ (\d+)%` of the GPU work is left/u, /\/ 380 M ≈ (\d+)%`，每月省/u)
    expect(Math.abs(100 * left - stated)).toBeLessThan(1)
    const saved = said(/≈ \$([\d,]+)` a month saved/u, /每月省 `[^`]*≈ \$([\d,]+)`/u)
    expect(Math.abs(1_390_000 * (1 - left) - saved)).toBeLessThan(10_000)
  })
})

describe('MMR', () => {
  const weight = said(/by MMR: (\.\d) value/u, /价值 (0\.\d)，差异/u)
  const [shouting, documentary] = [
    said(/− 1% × 4 = ([\d.]+)`/u, /− 1% × 4 = ([\d.]+)`/u),
    said(/− 0\.1% × 4 = ([\d.]+)`/u, /− 0\.1% × 4 = ([\d.]+)`/u),
  ]
  /** The better of two videos resembles those on the page, the worse one none. */
  const betterWins = (scale: number) =>
    weight * (documentary / scale) + (1 - weight) * 0.1 > weight * (shouting / scale) + (1 - weight) * 1

  test('lets diversity decide alone on values in minutes, and weighs both once they are divided by the best', () => {
    expect(betterWins(1)).toBe(false)
    expect(betterWins(documentary)).toBe(true)
    expect(design(SLUG, 'en')).toContain('Value is divided by the best on the page')
    expect(design(SLUG, 'zh')).toContain('价值先除以本页最高值')
  })
})

test('no click weighs more than the least chance of being looked at allows', () => {
  const times = 3
  expect(design(SLUG, 'en')).toContain('three times the clicks in slot 1 as in slot 10')
  const attention = Array.from({ length: 10 }, (_, slot) => 1 - (slot / 9) * (1 - 1 / times))
  const most = Math.max(...attention.map((chance) => 1 / chance))
  expect(most).toBeCloseTo(said(/no weight exceeds (\d)/u, /权重不会超过 (\d)/u), 9)
})

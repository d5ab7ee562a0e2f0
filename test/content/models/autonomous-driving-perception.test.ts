import { describe, expect, test } from 'vitest'
import { seeded } from '../../../drills/random.ts'
import { calculations } from '../calculation.ts'
import { poisson } from './chance.ts'
import { design, inDesign, inFacts } from './said.ts'

const SLUG = 'autonomous-driving-perception'
const said = inDesign(SLUG)
const facts = inFacts(SLUG)

/** Metres from the confirming exposure to standstill, step by step. */
function stopping(kmh: number, seconds: number, deceleration: number): number {
  const step = 1e-4
  let [speed, metres] = [kmh / 3.6, 0]
  for (let time = 0; speed > 0; time += step) {
    metres += speed * step
    if (time >= seconds) speed -= deceleration * step
  }
  return metres
}

describe('50 m', () => {
  const list = said(/After it come (\d+) ms for the list/u, /此后 (\d+) ms 出列表/u)
  const brakes = facts(/brake build-up take (\d+) ms/u, /制动建压还要 (\d+) ms/u)
  const [dry, wet] = [
    facts(/decelerate at (\d) m\/s² on dry/u, /干燥沥青路面允许减速度 (\d) m/u),
    facts(/manages (\d) m\/s² on wet/u, /湿滑路面只能做到 (\d) m/u),
  ]
  const reaction = (list + brakes) / 1000

  test('counts from the confirming exposure, with the latency of the budget', () => {
    expect(list).toBe(
      said(/20 \+ 15 \+ 10 \+ 15 \+ 5 \+ 15 = (\d+) ms/u, /20 \+ 15 \+ 10 \+ 15 \+ 5 \+ 15 = (\d+) ms/u),
    )
    expect(design(SLUG, 'en')).toContain(`\`${list} + ${brakes} = ${list + brakes} ms\``)
  })

  test.each([
    [80, dry, 49.5],
    [80, wet, 70.0],
    [70, dry, 38.7],
    [60, wet, 41.2],
  ])('from %d km/h at %d m/s² the car stops within what is said', (kmh, deceleration, metres) => {
    const stated = calculations(design(SLUG, 'zh')).filter(({ stated: value }) => value === metres)
    expect(stated).toHaveLength(1)
    expect(Math.abs(stopping(kmh, reaction, deceleration) - metres)).toBeLessThan(0.3)
  })

  test('just holds 80 km/h on dry roads, without margin even for a list in time, and not on wet ones', () => {
    const allowed = facts(/needs objects within (\d+) ms of exposure/u, /曝光后 (\d+) ms 内拿到/u)
    expect(stopping(80, reaction, dry)).toBeLessThan(50)
    expect(50 - stopping(80, (allowed + brakes) / 1000, dry)).toBeLessThan(0.2)
    expect(stopping(80, reaction, wet)).toBeGreaterThan(60)
    expect(stopping(80, reaction, dry)).toBeLessThan(60)
    for (const [kmh, deceleration] of [
      [70, dry],
      [60, wet],
    ] as const)
      expect(stopping(kmh, reaction, deceleration)).toBeLessThan(42)
  })

  test('is reached unconfirmed by who steps out nearer than is said, whatever the phase of the camera', () => {
    const [frame, view] = [
      0.05,
      said(/`50 \+ 22\.2 × 0\.15 ≈ ([\d.]+)` m/u, /`50 \+ 22\.2 × 0\.15 ≈ ([\d.]+)` m/u),
    ]
    const confirmedAt = (from: number, phase: number) => from - (80 / 3.6) * (phase * frame + 2 * frame)
    const phases = Array.from({ length: 21 }, (_, index) => index / 20)
    expect(Math.min(...phases.map((phase) => confirmedAt(view + 0.05, phase)))).toBeGreaterThan(50)
    expect(Math.min(...phases.map((phase) => confirmedAt(view - 0.05, phase)))).toBeLessThan(50)
  })
})

test('a lidar at 10 Hz meets every second exposure at 20 Hz, and its points are as old as said', () => {
  const ages = Array.from({ length: 20 }, (_, frame) => (frame * 50) % 100)
  const oldest = said(/its points there are (\d+) ms old/u, /前方点已旧了 (\d+) ms/u)
  expect(new Set(ages)).toEqual(new Set([0, oldest]))
  expect(said(/`22\.2 × 0\.05 = ([\d.]+)` m/u, /`22\.2 × 0\.05 = ([\d.]+)` m/u)).toBeCloseTo(
    (22.2 * oldest) / 1000,
    6,
  )
})

describe('a hot chip', () => {
  const gpu = said(/one takes `10 \+ 15 \+ 5 = (\d+) ms`/u, /一个网络只要 `10 \+ 15 \+ 5 = (\d+) ms`/u)
  const spared = said(/needs (\d+) ms at full clock/u, /满频只要 (\d+) ms/u)
  const late = (clock: number, work: number) => 80 - gpu + work / clock > 100 + 1e-9
  const behind = (clock: number, work: number) => work / clock > 50 + 1e-9

  test('breaks latency and throughput at the same clock', () => {
    const clocks = Array.from({ length: 70 }, (_, index) => (30 + index) / 100)
    const limit = (breaks: typeof late) => 100 * Math.min(...clocks.filter((clock) => !breaks(clock, gpu)))
    const both = said(/at the same (\d+) % of the clock/u, /都是 (\d+)%/u)
    expect(limit(late)).toBeCloseTo(both, 6)
    expect(limit(behind)).toBeCloseTo(both, 6)
  })

  test('at half its clock needs less work: half the frame rate would still leave the list late', () => {
    expect(late(0.5, gpu)).toBe(true)
    expect(gpu / 0.5).toBeLessThan(100)
    expect(late(0.5, spared)).toBe(false)
    expect(behind(0.5, spared)).toBe(false)
  })
})

describe('a wave of an update', () => {
  /** How often a difference in rates is seen at 5 %, from the counts of two groups. */
  function power(km: number, rates: readonly [number, number], trials: number): number {
    const random = seeded(`power ${km}`)
    let seen = 0
    for (let trial = 0; trial < trials; trial++) {
      const [old, fresh] = [poisson(km * rates[0], random), poisson(km * rates[1], random)]
      if (Math.abs(fresh - old) > 1.96 * Math.sqrt(fresh + old)) seen++
    }
    return seen / trials
  }
  const target = 1 / facts(/one false hard brake in ([\d,]+) km\.\n/u, /不超过每 ([\d,]+) km 一次/u)
  const doubled = said(/0\.02%\) \/ 0\.01%\^2 = ([\d,]+)` km/u, /0\.02%\) \/ 0\.01%\^2 = ([\d,]+)` km/u)
  const fifth =
    1e6 * said(/0\.012%\) \/ 0\.002%\^2 ≈ ([\d.]+) M` km/u, /0\.012%\) \/ 0\.002%\^2 ≈ ([\d.]+) M` km/u)

  test('sees a doubled rate with the kilometres that are said, and not with those of the usual 16', () => {
    expect(power(doubled, [target, 2 * target], 1500)).toBeGreaterThan(0.77)
    expect(power((16 * target) / target ** 2, [target, 2 * target], 1500)).toBeLessThan(0.7)
  })

  test('sees a fifth more with the kilometres that are said', () => {
    expect(Math.abs(power(fifth, [target, 1.2 * target], 400) - 0.8)).toBeLessThan(0.06)
  })
})

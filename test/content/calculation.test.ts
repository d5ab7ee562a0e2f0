import { expect, test } from 'vitest'
import { calculations, evaluate } from './calculation.ts'

test.each([
  ['10 + 2 + 10 + 5', 27],
  ['8 − 2 − 1', 5],
  ['34 × 3 / 2', 51],
  ['(50 − 2.5) / ((1 − 0.9) × 500)', 0.95],
  ['16 × 50% × 2^3', 64],
  ['200 M × 2 KB', 400e9],
])('%s is %d', (expression, value) => {
  expect(evaluate(expression)).toBeCloseTo(value, 9)
})

test.each(['2 +', '(1 + 2', '1 2', 'many × 3'])('“%s” is no calculation', (expression) => {
  expect(() => evaluate(expression)).toThrow(SyntaxError)
})

test.each([
  ['`2 × 2 = 4`', true],
  ['`2 × 2 = 5`', false],
  ['`1 / 3 ≈ 0.33`', true],
  ['`1 / 3 ≈ 0.34`', false],
  ['`479,261 × 1 ≈ 479,000`', true],
  ['`479,561 × 1 ≈ 479,000`', false],
  ['`850 / (850 + 999) ≈ 46%`', true],
  ['`850 / (850 + 999) ≈ 47%`', false],
])('%s holds: %s', (text, holds) => {
  expect(calculations(text).map((calculation) => calculation.holds)).toEqual([holds])
})

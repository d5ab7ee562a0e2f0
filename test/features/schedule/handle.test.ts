import { expect, it } from 'vitest'
import { handleOf, readHandle } from '../../../src/features/schedule/rules/handle.ts'

it.each([
  ['#3', { number: 3 }],
  ['3', { number: 3 }],
  ['＃3', { number: 3 }],
  [' #3.12 ', { number: 3, revision: 12 }],
  ['#3.12 · every Monday at 18:00', { number: 3, revision: 12 }],
  ['', undefined],
  ['#', undefined],
  ['#3.', undefined],
  ['#3x', undefined],
  ['#1234567', undefined],
])('the handle “%s” is read as %j', (typed, handle) => {
  expect(readHandle(typed)).toEqual(handle)
})

it('is read as it is written', () => {
  expect(readHandle(handleOf(7))).toEqual({ number: 7 })
  expect(readHandle(handleOf(7, 2))).toEqual({ number: 7, revision: 2 })
})

import { expect, test } from 'vitest'
import { afterWorkingFor } from './deadline.ts'

const passed = (ms: number) => new Promise<void>((resolve) => void afterWorkingFor(ms, resolve))

test('time in which the process stands still hardly counts', async () => {
  let over = false
  afterWorkingFor(200, () => {
    over = true
  })
  const end = performance.now() + 500
  while (performance.now() < end);
  await passed(50)
  expect(over).toBe(false)
  await passed(400)
  expect(over).toBe(true)
})

test('a deadline that was called off does not come', async () => {
  let called = 0
  const callOff = afterWorkingFor(20, () => called++)
  callOff()
  afterWorkingFor(20, () => called++)
  await passed(60)
  expect(called).toBe(1)
})

import { expect, test } from 'vitest'
import { attackChallenge, attackMock } from './attacks.ts'

/** The lease lasts longer; the texts once kept the bot busy for as much as a minute. */
const BLOCKED_MS = 5_000

test('files that are all spaces, ticks or short lines are handed in, and another server is answered meanwhile', async () => {
  const { answers, leases, complaints, stored, blockedMs } = await attackChallenge()
  expect(stored).toEqual([39_985, 40_000, 39_999])
  expect(answers.length).toBeGreaterThan(0)
  expect(answers.filter((text) => !text.includes('Fraud'))).toEqual([])
  expect(leases[1]).toEqual(leases[0])
  expect(complaints).toEqual([])
  expect(blockedMs).toBeLessThan(BLOCKED_MS)
})

test('a message of ticks and spaces, and its edits, are recorded, and another channel is answered meanwhile', async () => {
  const { answers, leases, complaints, stored, blockedMs } = await attackMock()
  expect(stored).toEqual([39_994])
  expect(answers.length).toBeGreaterThan(0)
  expect(leases[1]).toEqual(leases[0])
  expect(complaints).toEqual([])
  expect(blockedMs).toBeLessThan(BLOCKED_MS)
})

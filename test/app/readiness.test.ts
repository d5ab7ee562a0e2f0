import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PlatformName } from '#bot'
import { createReadiness } from '../../src/app/readiness.ts'
import type { LeaseState } from '../../src/durable/lease/lease.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const answers = async () => undefined
const connections = (states: Partial<Record<PlatformName, LeaseState>>) => ({
  in: (state: LeaseState) =>
    (['discord', 'slack', 'playground'] as const).filter((name) => states[name] === state),
})

test('a bot that is connected or on standby is ready', async () => {
  const { problems } = createReadiness(answers, connections({ discord: 'connected', slack: 'standby' }))
  expect(await problems()).toEqual([])
})

test('it names the database and each platform that is not there', async () => {
  const fails = async () => {
    throw new Error('no answer')
  }
  const { problems } = createReadiness(fails, connections({ discord: 'connecting', slack: 'connecting' }))
  expect(await problems()).toEqual([
    'the database does not answer',
    'discord is not connected',
    'slack is not connected',
  ])
})

test('a connection may be renewed for a minute', async () => {
  const readiness = createReadiness(answers, connections({ discord: 'connected' }))
  readiness.onConnection('discord', false)
  vi.advanceTimersByTime(40_000)
  // A second notice of the same loss does not begin the minute again.
  readiness.onConnection('discord', false)
  vi.advanceTimersByTime(20_000)
  expect(await readiness.problems()).toEqual([])
  vi.advanceTimersByTime(1)
  expect(await readiness.problems()).toEqual(['discord has lost its connection'])
  readiness.onConnection('discord', true)
  expect(await readiness.problems()).toEqual([])
})

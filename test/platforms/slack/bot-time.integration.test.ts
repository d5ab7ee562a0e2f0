import { afterEach, expect, test } from 'vitest'
import { timeToken } from '#bot'
import { HOUR } from '../../../src/kit/durations.ts'
import { text } from '../../platform-contract/script.ts'
import { openSlackStage, type SlackStage } from './stage.ts'

let stage: SlackStage
afterEach(() => stage.close())

test('a countdown is reckoned from bot time, however far real time is from it', async () => {
  let now = Date.UTC(2040, 0, 1, 12)
  stage = await openSlackStage('socket', { rateLimits: 'off' }, { now: () => now })
  const card = text(`Ends ${timeToken(Date.UTC(2040, 0, 1, 15), 'relative')}`)
  const ref = await stage.platform.post(stage.channel, card, 'k', false)
  expect(stage.message(ref).text).toBe('Ends in 3 h')
  now += HOUR
  await stage.platform.edit(ref, card)
  expect(stage.message(ref).text).toBe('Ends in 2 h')
  now += 3 * HOUR
  await stage.platform.edit(ref, card)
  expect(stage.message(ref).text).toMatch(/^Ends .*ago$/u)
})

import { WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api'
import { beforeEach, expect, test } from 'vitest'
import { createTokenCheck } from '../../../src/platforms/slack/token-check.ts'
import { until } from '../../support/until.ts'

const REFUSED = new WebAPIPlatformError({ ok: false, error: 'account_inactive', response_metadata: {} })
const AWAY = new WebAPIRequestError(new Error('no route'))

type Answer = PromiseWithResolvers<void>
let asked: Answer[]
let lost: boolean[]
const createCheck = () =>
  createTokenCheck(
    () => {
      const answer = Promise.withResolvers<void>()
      asked.push(answer)
      return answer.promise
    },
    async (removed) => void lost.push(removed),
  )
const answer = async (at: number, error?: Error) => {
  const { resolve, reject } = await until(() => asked[at])
  if (error) reject(error)
  else resolve()
  await Promise.allSettled([asked[at]?.promise])
  await Promise.resolve()
}
beforeEach(() => {
  asked = []
  lost = []
})

test('a token that Slack still takes is kept, whatever was told', async () => {
  const { check, checkRemoval } = createCheck()
  checkRemoval()
  await answer(0)
  check()
  await answer(1, REFUSED)
  await until(() => lost.length === 1)
  expect(lost).toEqual([false])
})

test('a removed app is given up once Slack refuses its token', async () => {
  const { checkRemoval } = createCheck()
  checkRemoval()
  await answer(0, REFUSED)
  await until(() => lost.length === 1)
  expect(lost).toEqual([true])
})

test('a removal that is told while Slack is asked has it asked again', async () => {
  const { check, checkRemoval } = createCheck()
  check()
  checkRemoval()
  expect(asked).toHaveLength(1)
  await answer(0)
  await answer(1, REFUSED)
  await until(() => lost.length === 1)
  expect(lost).toEqual([true])
})

test('a removal is remembered while Slack is away', async () => {
  const { check, checkRemoval } = createCheck()
  checkRemoval()
  await answer(0, AWAY)
  expect(lost).toEqual([])
  await until(() => {
    check()
    return asked.length === 2
  })
  await answer(1, REFUSED)
  await until(() => lost.length === 1)
  expect(lost).toEqual([true])
})

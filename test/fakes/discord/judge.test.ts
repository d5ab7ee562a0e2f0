import { afterEach, expect, it, vi } from 'vitest'
import { judgeIsHere, judgeRecorded } from './judge.ts'

const NOWHERE = new URL('file:///nowhere/judge.mjs')

afterEach(() => vi.unstubAllEnvs())

it('says that nothing was judged, and only where it has to be that this is wrong', async () => {
  vi.stubEnv('LOOPMATE_REQUIRE_JUDGE', '')
  expect(judgeIsHere(NOWHERE)).toBe(false)
  expect(await judgeRecorded([], NOWHERE)).toEqual({ judged: false, violations: [] })
  vi.stubEnv('LOOPMATE_REQUIRE_JUDGE', '1')
  expect(await judgeRecorded([], NOWHERE)).toEqual({ judged: false, violations: ['the judge is not here'] })
})

it.skipIf(!judgeIsHere())('has something against what Discord never takes', async () => {
  const request = {
    at: 0,
    method: 'POST',
    path: '/channels/100000000000000001/messages',
    query: '',
    body: { content: 'x'.repeat(2001) },
    multipart: false,
    files: [],
    status: undefined,
    response: undefined,
  }
  const { judged, violations } = await judgeRecorded([request])
  expect(judged).toBe(true)
  expect(violations).not.toEqual([])
})

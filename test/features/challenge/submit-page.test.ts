import { expect, test } from 'vitest'
import { submitHandlers } from '../../../src/features/challenge/submit-panel.ts'

test('all that is done on the page of an answer replaces the page, so that one is left', () => {
  const { actions = {}, forms = {} } = submitHandlers({} as never)
  const { 'challenge.answer': opens, ...others } = { ...actions, ...forms }
  expect(opens?.answer).toBe('private')
  for (const [name, { answer }] of Object.entries(others)) expect(['replace', 'form'], name).toContain(answer)
})

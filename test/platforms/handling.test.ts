import { expect, test } from 'vitest'
import { z } from 'zod'
import { PlatformError } from '#bot'
import { createEmit, logUnhandled } from '../../src/platforms/handling.ts'

type Line = Readonly<{ level: string; fields: object }>

function logger() {
  const lines: Line[] = []
  const note = (level: string) => (fields: object) => void lines.push({ level, fields })
  return { lines, log: { info: note('info'), warn: note('warn'), error: note('error') } }
}

test.each([
  [new PlatformError('gone', 'x'), 'warn'],
  [new PlatformError('forbidden', 'x'), 'warn'],
  [new PlatformError('later', 'x'), 'error'],
  [new PlatformError('invalid', 'x'), 'error'],
  [new TypeError('x'), 'error'],
  ['thrown', 'error'],
])('%s is logged as %s, in one line', async (error, level) => {
  const { log, lines } = logger()
  logUnhandled(log, error, { packet: 'MESSAGE_CREATE' })
  await createEmit(() => () => Promise.reject(error), log)({ kind: 'connected', platform: 'slack' })
  expect(lines).toEqual([
    { level, fields: { packet: 'MESSAGE_CREATE', err: error } },
    { level, fields: { event: 'connected', err: error } },
  ])
})

test('what can not be read is named without what it says', () => {
  const { log, lines } = logger()
  const { error } = z.object({ d: z.object({ id: z.string() }) }).safeParse({ d: { id: ['secret'] } })
  logUnhandled(log, error, {})
  expect(lines).toEqual([
    { level: 'warn', fields: { problem: 'd.id: Invalid input: expected string, received array' } },
  ])
})

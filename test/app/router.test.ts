import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type BotEvent, type MessageRef, PlatformError, type PlatformName } from '#bot'
import { createRouter } from '../../src/app/router.ts'
import type { EventRef } from '../../src/durable/attempts.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'

const ref: MessageRef = { platform: 'slack', space: 'T', channel: 'C', thread: '1.0', message: '2.0' }
const author = { platform: 'slack', space: 'T', user: 'U', name: 'Ana', bot: false } as const
const message = { ref, author, text: 'x', files: [], writtenAt: 1, at: 7 }
const posted: BotEvent = { kind: 'message', change: 'posted', id: 'e', message }

/** A router whose features fail. @param most failures after which an event is set aside; `away`: they can't be counted */
function failingRouter(most: number | 'away', error: Error = new Error('a mistake of ours')) {
  const levels: number[] = []
  const missed: PlatformName[] = []
  const counted: EventRef[] = []
  const handle = createRouter({
    db: undefined as never,
    texts: loadTexts(),
    commands: new Map(),
    features: {
      apis: {} as never,
      actions: new Map(),
      forms: new Map(),
      home: async () => [],
      tell: async () => {
        throw error
      },
    },
    attempts: {
      failed: async (event) => {
        if (most === 'away') throw new Error('the database is away')
        return counted.push(event) >= most
      },
    },
    log: pino({}, { write: (line) => void levels.push((JSON.parse(line) as { level: number }).level) }),
    onHandled: () => undefined,
    onConnection: () => undefined,
    onMissed: (platform) => missed.push(platform),
    onLost: () => undefined,
  })
  return { handle, missed, counted, levels }
}

test('a message that is set aside does not make the threads be read again', async () => {
  const { handle, missed, counted } = failingRouter(3)
  for (const _ of [1, 2, 3, 4]) expect(await handle(posted)).toBe('fault')
  expect(missed).toEqual(['slack', 'slack'])
  expect(counted[0]).toEqual({ platform: 'slack', id: '1.0/2.0@7' })
})

test('a deletion is counted by itself', async () => {
  const { handle, counted } = failingRouter(3)
  await handle({ kind: 'message', change: 'deleted', id: 'e', ref })
  expect(counted).toEqual([{ platform: 'slack', id: '1.0/2.0@deleted' }])
})

test('a reaction that fails is always read again', async () => {
  const { handle, missed, counted } = failingRouter(1)
  await handle({ kind: 'reaction', message: ref, user: author, emoji: '👍', added: true })
  expect([missed, counted]).toEqual([['slack'], []])
})

test('where a failure can not be counted, the threads are read again', async () => {
  const { handle, missed } = failingRouter('away')
  for (const _ of [1, 2, 3, 4]) await handle(posted)
  expect(missed).toHaveLength(4)
})

test.each([
  [new PlatformError('gone', 'the channel was deleted'), 'warn'],
  [new PlatformError('forbidden', 'the bot was removed from the channel'), 'warn'],
  [new PlatformError('later', 'away'), 'error'],
  [new PlatformError('invalid', 'never accepted'), 'error'],
  [new Error('a mistake of ours'), 'error'],
] as const)('%s is logged as %s', async (error, level) => {
  const { handle, levels } = failingRouter(3, error)
  await handle(posted)
  expect(levels).toEqual([pino.levels.values[level]])
})

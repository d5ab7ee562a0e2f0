import { expect, test } from 'vitest'
import type { BotEvent, SeenMessage } from '#bot'
import { createProxies } from '../../../src/platforms/discord/proxies.ts'

const place = { platform: 'discord', space: '1', channel: '20', thread: '30' } as const
const author = { platform: 'discord', space: '1', user: '7', name: 'Ada', bot: false } as const

function message(id: string, text: string, more: Partial<SeenMessage> = {}): SeenMessage {
  return { ref: { ...place, message: id }, author, text, files: [], writtenAt: 1000, at: 1000, ...more }
}

const copy = (id: string, text: string, more: Partial<SeenMessage> = {}) =>
  message(id, text, {
    author: { ...author, user: '99', name: 'Alter', bot: true },
    relayed: true,
    writtenAt: 3000,
    at: 3000,
    ...more,
  })
const posted = (said: SeenMessage): BotEvent => ({
  kind: 'message',
  change: 'posted',
  id: said.ref.message,
  message: said,
})
const deleted = ({ ref }: SeenMessage): BotEvent => ({
  kind: 'message',
  change: 'deleted',
  id: `${ref.message}:deleted`,
  ref,
})
/** The changes that a series of events amounts to, each with the message that it is about. */
function settle(...events: readonly BotEvent[]) {
  const { settle } = createProxies()
  return events.flatMap(settle).map((event) => {
    if (event.kind !== 'message') return event.kind
    if (event.change !== 'replaced')
      return `${event.change} ${'ref' in event ? event.ref.message : event.message.ref.message}`
    return `${event.ref.message} replaced by ${event.message.ref.message} of ${event.message.author.user}`
  })
}

const [original, other] = [message('1', 'an answer'), copy('2', 'an answer')]

test('a deletion after the copy is a replacement', () => {
  expect(settle(posted(original), posted(other), deleted(original))).toEqual([
    'posted 1',
    'posted 2',
    '1 replaced by 2 of 7',
  ])
})

test('a copy after the deletion is one too', () => {
  expect(settle(posted(original), deleted(original), posted(other))).toEqual([
    'posted 1',
    'deleted 1',
    '1 replaced by 2 of 7',
  ])
})

test('each copy stands for one message', () => {
  const twin = message('3', 'an answer')
  expect(
    settle(posted(original), posted(twin), posted(other), deleted(original), deleted(twin)).slice(3),
  ).toEqual(['1 replaced by 2 of 7', 'deleted 3'])
})

test('an edited original is compared as it stands', () => {
  const edited: BotEvent = {
    kind: 'message',
    change: 'edited',
    id: '1:e',
    message: { ...original, text: 'better' },
  }
  expect(settle(posted(original), edited, posted(copy('2', 'better')), deleted(original)).at(-1)).toBe(
    '1 replaced by 2 of 7',
  )
})

test.each<[string, SeenMessage]>([
  ['says something else', copy('2', 'words of a bridge')],
  ['stands in another thread', copy('2', 'an answer', { ref: { ...place, thread: '31', message: '2' } })],
  ['came much later', copy('2', 'an answer', { writtenAt: 62_000 })],
  ['came before', copy('2', 'an answer', { writtenAt: 900 })],
  ['is a member’s', message('2', 'an answer')],
])('a message is deleted although another one %s', (_, another) => {
  expect(settle(posted(original), posted(another), deleted(original)).at(-1)).toBe('deleted 1')
})

test('a copy that was deleted stands for nothing', () => {
  expect(settle(posted(original), posted(other), deleted(other), deleted(original)).slice(2)).toEqual([
    'deleted 2',
    'deleted 1',
  ])
})

test('outside of threads nothing is compared', () => {
  const outside = (said: SeenMessage): SeenMessage => {
    const { thread: _, ...ref } = said.ref
    return { ...said, ref }
  }
  const [one, two] = [outside(original), outside(other)]
  expect(settle(posted(one), posted(two), deleted(one)).at(-1)).toBe('deleted 1')
})

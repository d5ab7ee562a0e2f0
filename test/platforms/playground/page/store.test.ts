import { describe, expect, it } from 'vitest'
import {
  allPings,
  continues,
  lastOwn,
  messagesIn,
  threadsOf,
  unreadIn,
} from '../../../../src/platforms/playground/page/select.ts'
import {
  createStore,
  type Event,
  emptyState,
  reduce,
  type State,
} from '../../../../src/platforms/playground/page/store.ts'
import { hello, message } from './fixtures.ts'

const HERE = { channel: 'c1', thread: null }
const heard = (message: Extract<Event, { kind: 'heard' }>['message']): Event => ({
  kind: 'heard',
  message,
  at: 49_000,
})
const say = (...messages: ReturnType<typeof message>[]): Event =>
  heard({ kind: 'messages', messages, change: Math.max(...messages.map(({ change }) => change)) })
const stateOf = (...events: readonly Event[]): State => events.reduce(reduce, emptyState({}, {}))
const ids = (state: State, place = HERE) => messagesIn(state.messages, place).map(({ id }) => id)

describe('the store', () => {
  it('greets: who one is, where one looks, and how far the clocks are apart', () => {
    const state = stateOf(heard(hello({ messages: [message('1')], change: 7 })))
    expect(state).toMatchObject({ me: 'ana', link: 'open', change: 7, offset: 1000, view: { channel: 'c1' } })
    expect(ids(state)).toEqual(['1'])
  })

  it('keeps a known place in the address and replaces an unknown one', () => {
    const at = (channel: string) =>
      reduce(emptyState({ channel, thread: '9', panel: 'thread', message: '12' }, {}), heard(hello())).view
    expect(at('c1')).toEqual({ channel: 'c1', thread: '9', panel: 'thread', message: '12' })
    expect(at('gone')).toMatchObject({ channel: 'c1', thread: null })
  })

  it('lets the later change win, in whatever order changes arrive', () => {
    const old = message('1', { change: 3 })
    const edited = message('1', { change: 9, editedAt: 5 })
    const history: Event = { kind: 'history', place: HERE, messages: [old], more: false }
    const state = stateOf(heard(hello({ change: 2 })), say(edited), history)
    expect(state.messages.get('1')?.editedAt).toBe(5)
    expect(state.change).toBe(9)
    expect(state.past.c1).toEqual({ loaded: true, more: false })
  })

  it('a page of history does not move what is asked for after a reconnection', () => {
    const history: Event = {
      kind: 'history',
      place: HERE,
      messages: [message('1', { change: 99 })],
      more: true,
    }
    expect(stateOf(heard(hello({ change: 5 })), history).change).toBe(5)
  })

  it('adds what was missed, and forgets all when too much was', () => {
    const before = [heard(hello({ messages: [message('1')], change: 1 })), say(message('2'))]
    const resumed = heard(hello({ fresh: false, messages: [message('3')], change: 3 }))
    expect(ids(stateOf(...before, resumed))).toEqual(['1', '2', '3'])
    const anew = heard(hello({ fresh: true, messages: [message('9')], change: 2 }))
    const state = stateOf(...before, { kind: 'history', place: HERE, messages: [], more: false }, anew)
    expect(ids(state)).toEqual(['9'])
    expect(state.change).toBe(2)
    expect(state.past).toEqual({})
  })

  it('keeps what is for somebody else out, and dismissed private messages away', () => {
    const state = stateOf(
      heard(hello()),
      say(message('1', { onlyFor: 'olga' }), message('2', { onlyFor: 'ana' })),
      say(message('3', { deleted: true }), message('2', { onlyFor: 'ana', deleted: true, change: 8 })),
    )
    expect(ids(state)).toEqual(['3'])
  })

  it('orders by time, then by number', () => {
    const state = stateOf(
      heard(hello()),
      say(message('10', { at: 5 }), message('9', { at: 5 }), message('1', { at: 9 })),
    )
    expect(ids(state)).toEqual(['9', '10', '1'])
  })

  it('tells its listeners of changes only', () => {
    const store = createStore(emptyState({}, {}))
    let told = 0
    const stop = store.subscribe(() => told++)
    store.dispatch({ kind: 'marks', marks: {} })
    expect(told).toBe(0)
    store.dispatch({ kind: 'link', link: 'lost' })
    stop()
    store.dispatch({ kind: 'link', link: 'open' })
    expect(told).toBe(1)
  })
})

describe('unread messages', () => {
  const late = (id: string, more = {}) => message(id, { at: 60_000, ...more })

  it('is nothing at the first visit, and then what others wrote', () => {
    const first = stateOf(heard(hello({ messages: [message('1')] })))
    expect(unreadIn(first, HERE)).toEqual({ any: false, pings: 0 })
    const state = reduce(first, say(late('2', { pings: ['ana'] }), late('3', { author: 'ana' })))
    expect(unreadIn(state, HERE)).toEqual({ any: true, pings: 1 })
    expect(allPings(state)).toBe(1)
    const read = reduce(state, { kind: 'read', place: HERE, at: 60_000 })
    expect(unreadIn(read, HERE)).toEqual({ any: false, pings: 0 })
    expect(allPings(read)).toBe(0)
  })

  it('does not come back with an older mark of another tab', () => {
    const state = stateOf(
      heard(hello()),
      { kind: 'read', place: HERE, at: 60_000 },
      { kind: 'marks', marks: { c1: 5 } },
    )
    expect(state.marks.c1).toBe(60_000)
  })

  it('counts own messages and deleted ones as read', () => {
    const state = stateOf(heard(hello()), say(late('2', { author: 'ana' }), late('3', { deleted: true })))
    expect(unreadIn(state, HERE).any).toBe(false)
  })

  it('is known of a thread before it was opened', () => {
    const root = message('1', { opened: { title: 'Mock', messages: 3, latestAt: 70_000 } })
    const state = stateOf(heard(hello({ messages: [root] })))
    expect(unreadIn(state, { channel: 'c1', thread: '1' }).any).toBe(true)
    expect(threadsOf(state.messages, 'c1')).toEqual([{ root, title: 'Mock', at: 70_000 }])
  })
})

describe('messages beside each other', () => {
  it('stand under one name when one person goes on', () => {
    const first = message('1')
    expect(continues(first, message('2'))).toBe(true)
    expect(continues(undefined, first)).toBe(false)
    expect(continues(first, message('2', { author: 'ana' }))).toBe(false)
    expect(continues(first, message('2', { at: 10 * 60_000 }))).toBe(false)
    expect(continues(first, message('2', { onlyFor: 'ana' }))).toBe(false)
    expect(continues(message('1', { author: null, tone: 'live' }), message('2', { author: null }))).toBe(
      false,
    )
  })

  it('finds one’s last to edit', () => {
    const own = message('2', { author: 'ana' })
    expect(lastOwn([message('1'), own, message('3', { author: 'ana', deleted: true })], 'ana')).toBe(own)
    expect(lastOwn([message('1', { author: null })], 'ana')).toBeUndefined()
  })
})

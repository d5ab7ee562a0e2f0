import type { CommandDefinition } from '#bot'
import type { Channel, Hello, LiveMessage, Person, WireClock, WireMessage, WirePlace } from '../wire.ts'

type Link = 'connecting' | 'open' | 'lost'

/** The panel that a narrow window shows. */
type Panel = 'nav' | 'channel' | 'thread'

/** How much of a place's past is loaded. */
type Past = Readonly<{ loaded: boolean; more: boolean }>

/** The time up to which a person has read each place, in the server's real time; `*` is the default. */
export type Marks = Readonly<Record<string, number>>

export type State = Readonly<{
  link: Link
  /** The time of the next attempt to connect, by this browser's clock. */
  retryAt: number
  botReady: boolean
  /** Undefined until the first hello. */
  me: string | undefined
  people: readonly Person[]
  channels: readonly Channel[]
  commands: readonly CommandDefinition[]
  clock: WireClock | undefined
  /** How far the server's real time is ahead of this browser's, in milliseconds. */
  offset: number
  emoji: readonly string[]
  maxFileBytes: number
  maxTextLength: number
  messages: ReadonlyMap<string, WireMessage>
  /** The number of the latest change that arrived. */
  change: number
  past: Readonly<Record<string, Past>>
  marks: Marks
  /** `message`: the message for which the place is opened. */
  view: WirePlace & Readonly<{ panel: Panel; message: string | null }>
}>

export type Event =
  | Readonly<{ kind: 'heard'; message: LiveMessage; at: number }>
  | Readonly<{ kind: 'link'; link: Link; retryAt?: number }>
  | Readonly<{ kind: 'history'; place: WirePlace; messages: readonly WireMessage[]; more: boolean }>
  | Readonly<{ kind: 'view'; view: Partial<State['view']> }>
  | Readonly<{ kind: 'read'; place: WirePlace; at: number }>
  /** Another tab of the same person has read something. */
  | Readonly<{ kind: 'marks'; marks: Marks }>

export function placeKey({ channel, thread }: WirePlace): string {
  return thread === null ? channel : `${channel}/${thread}`
}

export function emptyState(view: Partial<State['view']>, marks: Marks): State {
  return {
    link: 'connecting',
    retryAt: 0,
    botReady: true,
    me: undefined,
    people: [],
    channels: [],
    commands: [],
    clock: undefined,
    offset: 0,
    emoji: [],
    maxFileBytes: 0,
    maxTextLength: Number.POSITIVE_INFINITY,
    messages: new Map(),
    change: 0,
    past: {},
    marks,
    view: { channel: '', thread: null, panel: 'channel', message: null, ...view },
  }
}

export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'heard':
      return heard(state, event.message, event.at)
    case 'link':
      return { ...state, link: event.link, retryAt: event.retryAt ?? state.retryAt }
    case 'history': {
      const past = { ...state.past, [placeKey(event.place)]: { loaded: true, more: event.more } }
      return { ...state, past, messages: merged(state.messages, event.messages, state.me) }
    }
    case 'view':
      // Another view drops the message for which the last one was opened.
      return { ...state, view: { ...state.view, message: null, ...event.view } }
    case 'read':
      return withMarks(state, { [placeKey(event.place)]: event.at })
    case 'marks':
      return withMarks(state, event.marks)
    default:
      return event satisfies never
  }
}

function heard(state: State, message: LiveMessage, at: number): State {
  switch (message.kind) {
    case 'hello':
      return greeted(state, message, at)
    case 'messages':
      return {
        ...state,
        messages: merged(state.messages, message.messages, state.me),
        change: Math.max(state.change, message.change),
      }
    case 'clock':
      return { ...state, clock: message.clock, offset: message.now - at }
    case 'people':
      return { ...state, people: message.people }
    case 'bot':
      return { ...state, botReady: message.ready }
    default:
      return message satisfies never
  }
}

function greeted(state: State, hello: Hello, at: number): State {
  const { fresh, messages, change, as, people, channels, commands, clock, now } = hello
  const known = channels.some(({ id }) => id === state.view.channel)
  const first = channels.find(({ kind }) => kind === 'channel') ?? channels[0]
  return {
    ...state,
    link: 'open',
    botReady: true,
    me: as,
    people,
    channels,
    commands,
    clock,
    offset: now - at,
    emoji: hello.emoji,
    maxFileBytes: hello.maxFileBytes,
    maxTextLength: hello.maxTextLength,
    messages: merged(fresh ? new Map() : state.messages, messages, as),
    change: fresh ? change : Math.max(state.change, change),
    past: fresh ? {} : state.past,
    // On a first visit, all existing messages count as read.
    marks: '*' in state.marks ? state.marks : { ...state.marks, '*': now },
    view: known
      ? state.view
      : { channel: first?.id ?? '', thread: null, panel: state.view.panel, message: null },
  }
}

/** The later change wins, in whatever order the two arrived. */
function merged(
  before: ReadonlyMap<string, WireMessage>,
  arrived: readonly WireMessage[],
  me: string | undefined,
): ReadonlyMap<string, WireMessage> {
  if (arrived.length === 0) return before
  const messages = new Map(before)
  for (const message of arrived) {
    if (message.onlyFor !== null && message.onlyFor !== me) continue
    const held = messages.get(message.id)
    if (!held || held.change <= message.change) messages.set(message.id, message)
  }
  return messages
}

/** Read marks never move back. */
function withMarks(state: State, arrived: Marks): State {
  const later = Object.entries(arrived).filter(([key, at]) => at > (state.marks[key] ?? 0))
  return later.length === 0 ? state : { ...state, marks: { ...state.marks, ...Object.fromEntries(later) } }
}

export type Store = Readonly<{
  get: () => State
  dispatch: (event: Event) => void
  /** @returns a function that ends the subscription */
  subscribe: (listener: () => void) => () => void
}>

export function createStore(first: State): Store {
  let state = first
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    dispatch(event) {
      const next = reduce(state, event)
      if (next === state) return
      state = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

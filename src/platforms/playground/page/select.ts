import type { WireMessage, WirePlace } from '../wire.ts'
import { type Marks, placeKey, type State } from './store.ts'

/** Selectors: they read the state and never change it. */

const numeric = new Intl.Collator('en', { numeric: true })

/** Messages in the order in which they were written. */
function inOrder(a: WireMessage, b: WireMessage): number {
  return a.at - b.at || numeric.compare(a.id, b.id)
}

/** Whether a message is shown: a dismissed private one is not, any other deleted one leaves a note. */
export function messagesIn(
  messages: ReadonlyMap<string, WireMessage>,
  { channel, thread }: WirePlace,
): readonly WireMessage[] {
  return [...messages.values()]
    .filter((message) => message.channel === channel && message.thread === thread && !isDismissed(message))
    .sort(inOrder)
}

function isDismissed({ deleted, onlyFor }: WireMessage): boolean {
  return deleted && onlyFor !== null
}

export type ThreadSummary = Readonly<{
  root: WireMessage
  title: string
  /** The time of the latest activity in it. */
  at: number
}>

/** The channel's threads, the most recently active first. */
export function threadsOf(
  messages: ReadonlyMap<string, WireMessage>,
  channel: string,
): readonly ThreadSummary[] {
  return [...messages.values()]
    .flatMap((root) =>
      root.opened && root.channel === channel && !root.deleted
        ? [{ root, title: root.opened.title, at: root.opened.latestAt ?? root.at }]
        : [],
    )
    .sort((a, b) => b.at - a.at)
}

export function readUpTo(marks: Marks, place: WirePlace): number {
  return Math.max(marks[placeKey(place)] ?? 0, marks['*'] ?? Number.POSITIVE_INFINITY)
}

export type Unread = Readonly<{ any: boolean; pings: number }>

export function unreadIn(state: State, place: WirePlace): Unread {
  const upTo = readUpTo(state.marks, place)
  const fresh = messagesIn(state.messages, place).filter(
    ({ at, author, deleted }) => at > upTo && !deleted && (author === null || author !== state.me),
  )
  const pings = fresh.filter(({ pings }) => pings.some((id) => id === state.me)).length
  const latest = place.thread === null ? null : state.messages.get(place.thread)?.opened?.latestAt
  const unseen = state.past[placeKey(place)]?.loaded !== true && (latest ?? 0) > upTo
  return { any: fresh.length > 0 || unseen, pings }
}

/** Unread pings over all places, for the page's title. */
export function allPings(state: State): number {
  const { me, marks } = state
  return [...state.messages.values()].filter(
    (message) =>
      !message.deleted &&
      message.author !== me &&
      message.pings.some((id) => id === me) &&
      message.at > readUpTo(marks, message),
  ).length
}

/** A person's last message in a place, if it can be edited. */
export function lastOwn(messages: readonly WireMessage[], me: string | undefined): WireMessage | undefined {
  return messages.findLast(({ author, deleted }) => author !== null && author === me && !deleted)
}

/** A person's message has one block of text, or none. */
export function textOf({ blocks }: WireMessage): string {
  return blocks.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
}

const GROUP_MS = 5 * 60_000

/** Whether a message continues the previous one under the same name. */
export function continues(before: WireMessage | undefined, message: WireMessage): boolean {
  return (
    before !== undefined &&
    before.author === message.author &&
    before.onlyFor === message.onlyFor &&
    before.opened === null &&
    !before.deleted &&
    !message.deleted &&
    message.at - before.at < GROUP_MS &&
    message.tone === null &&
    before.tone === null
  )
}

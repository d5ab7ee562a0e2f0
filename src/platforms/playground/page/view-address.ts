import type { WirePlace } from '../wire.ts'
import type { State } from './store.ts'

/** The current view is part of the address, so that reloads keep it and the back button works. */

type View = State['view']

/** @param place with `message`, the message to scroll to */
export function viewHash({
  channel,
  thread,
  message = null,
}: WirePlace & Partial<Pick<View, 'message'>>): string {
  const parts =
    message === null ? [channel, ...(thread === null ? [] : [thread])] : [channel, thread ?? '', message]
  return `#${parts.map(encodeURIComponent).join('/')}`
}

/** Reads an address without checks: an unknown channel is corrected once the server has listed them. */
export function readView(hash: string): View {
  const [channel = '', thread, message] = hash.replace(/^#/u, '').split('/').map(decoded)
  return { channel, thread: thread || null, message: message || null, panel: thread ? 'thread' : 'channel' }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

export function writeView(view: View, before: View): void {
  const hash = viewHash(view)
  if (hash === location.hash) return
  if (before.channel === '') history.replaceState(null, '', hash)
  else history.pushState(null, '', hash)
}

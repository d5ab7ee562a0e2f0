import type { WirePlace } from '../wire.ts'
import type { State } from './store.ts'

/** What is looked at stands in the address, so that a reload keeps it and the browser's back button leads back. */

type View = State['view']

/** @param place with `message`, that is what the page scrolls to */
export function viewHash({
  channel,
  thread,
  message = null,
}: WirePlace & Partial<Pick<View, 'message'>>): string {
  const parts =
    message === null ? [channel, ...(thread === null ? [] : [thread])] : [channel, thread ?? '', message]
  return `#${parts.map(encodeURIComponent).join('/')}`
}

/** Whatever stands there: an unknown channel is put right when the server has said which there are. */
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

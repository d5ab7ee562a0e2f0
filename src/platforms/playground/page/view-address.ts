import type { Place, State } from './store.ts'

/** What is looked at stands in the address, so that a reload keeps it and the browser's back button leads back. */

type View = State['view']

export function viewHash({ channel, thread }: Place): string {
  return `#${[channel, ...(thread === null ? [] : [thread])].map(encodeURIComponent).join('/')}`
}

/** Whatever stands there: an unknown channel is put right when the server has said which there are. */
export function readView(hash: string): View {
  const [channel = '', thread] = hash.replace(/^#/u, '').split('/').map(decoded)
  return { channel, thread: thread || null, panel: thread ? 'thread' : 'channel' }
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

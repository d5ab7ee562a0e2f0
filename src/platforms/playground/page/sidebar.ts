import type { ComponentChildren, VNode } from 'preact'
import type { Channel, WirePlace } from '../wire.ts'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { Icon, IconButton, type IconName } from './icons.ts'
import { People } from './people.ts'
import { Preferences } from './preferences.ts'
import { threadsOf, type Unread, unreadIn } from './select.ts'
import { Avatar } from './text.ts'

/** The most threads per channel that the sidebar lists. */
const THREADS = 6

export function Sidebar(): VNode {
  const { state, t, look } = usePage()
  const { view, channels, messages } = state
  const threads = threadsOf(messages, view.channel).slice(0, THREADS)
  const ofKind = (kind: Channel['kind']) => channels.filter((channel) => channel.kind === kind)
  return html`<div class="sidebar">
    <header class="brand">
      <${Avatar} person=${null} />
      <div><p class="brand-name">${t('bot.name')}</p><p class="brand-what">${t('nav.what')}</p></div>
      <${IconButton} icon="close" class="only-narrow" label=${t('nav.close')} onClick=${() => look({ panel: 'channel' })} />
    </header>
    <div class="sidebar-scroll">
      <nav aria-label=${t('nav.label')}>
        <h2 class="sidebar-title">${t('nav.channels')}</h2>
        <ul>${ofKind('channel').map(
          ({ id, name }) =>
            html`<${Entry} key=${id} icon="hash" place=${{ channel: id, thread: null }}>${name}</${Entry}>`,
        )}</ul>
        ${
          threads.length > 0 &&
          html`<h2 class="sidebar-title">${t('nav.threads')}</h2>
        <ul>${threads.map(
          ({ root, title }) =>
            html`<${Entry} key=${root.id} icon="thread" place=${{ channel: root.channel, thread: root.id }}>${title}</${Entry}>`,
        )}</ul>`
        }
        <h2 class="sidebar-title">${t('nav.direct')}</h2>
        <ul>${ofKind('direct').map(
          ({ id }) =>
            html`<${Entry} key=${id} icon="direct" place=${{ channel: id, thread: null }}>${t('bot.name')}</${Entry}>`,
        )}</ul>
      </nav>
      <${People} />
      <${Preferences} />
    </div>
  </div>`
}

type EntryProps = Readonly<{ icon: IconName; place: WirePlace; children: ComponentChildren }>

function Entry({ icon, place, children }: EntryProps): VNode {
  const { state, look } = usePage()
  const { view } = state
  const current = view.channel === place.channel && view.thread === place.thread
  const within = view.channel === place.channel && place.thread === null
  const unread = unreadIn(state, place)
  const go = () =>
    // An open thread beside its channel stays open when the channel is selected.
    look(
      place.thread === null && view.channel === place.channel
        ? { panel: 'channel' }
        : { ...place, panel: place.thread === null ? 'channel' : 'thread' },
    )
  return html`<li>
    <button type="button" class="entry ${within ? 'within' : ''} ${unread.any ? 'unread' : ''}"
      aria-current=${current || (within && view.thread === null) ? 'page' : undefined} onClick=${go}>
      <${Icon} name=${icon} /><span class="entry-name">${children}</span><${UnreadMark} unread=${unread} />
    </button>
  </li>`
}

function UnreadMark({ unread }: Readonly<{ unread: Unread }>): VNode | null {
  const { t } = usePage()
  if (unread.pings > 0)
    return html`<span class="pings"><span aria-hidden="true">${unread.pings}</span><span class="sr-only">${t('nav.pings', { count: unread.pings })}</span></span>`
  return unread.any ? html`<span class="dot"><span class="sr-only">${t('nav.unread')}</span></span>` : null
}

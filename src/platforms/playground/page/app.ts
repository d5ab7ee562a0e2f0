import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { Banners } from './banners.ts'
import { usePage } from './context.ts'
import { Conversation } from './conversation.ts'
import { html } from './html.ts'
import { Icon, IconButton } from './icons.ts'
import { allPings } from './select.ts'
import { Sidebar } from './sidebar.ts'
import { placeKey } from './store.ts'

/** The three views side by side; a narrow window shows one of them. */
export function App(): VNode {
  const { state, t, look } = usePage()
  const { channel, thread, panel } = state.view
  const here = state.channels.find(({ id }) => id === channel)
  const direct = here?.kind === 'direct'
  const name = direct ? t('bot.name') : (here?.name ?? '')
  useTitle(name)
  useSlash()
  const label = direct ? t('channel.directLabel') : t('channel.label', { name })
  return html`<div class="app ${thread === null ? '' : 'with-thread'}" data-panel=${panel}>
    <a class="skip" href="#main">${t('nav.skip')}</a>
    <${Sidebar} />
    <main id="main" class="channel" tabindex="-1">
      <header class="head">
        <${IconButton} icon="menu" class="only-narrow" label=${t('nav.open')} onClick=${() => look({ panel: 'nav' })} />
        <h1><${Icon} name=${direct ? 'direct' : 'hash'} /><span>${name}</span></h1>
      </header>
      <${Banners} />
      ${
        here &&
        html`<${Conversation} key=${channel} place=${{ channel, thread: null }} label=${label}
          prompt=${direct ? t('composer.toBot') : t('composer.to', { name })} shown=${panel === 'channel' || !isNarrow()}
          empty=${html`<div class="empty"><p class="empty-title">${direct ? t('channel.directEmpty') : t('channel.empty')}</p>
            <p>${t(direct ? 'channel.directEmptyText' : 'channel.emptyText')}</p></div>`} />`
      }
    </main>
    ${thread !== null && html`<${ThreadPanel} key=${placeKey(state.view)} channel=${channel} thread=${thread} />`}
  </div>`
}

function ThreadPanel({ channel, thread }: Readonly<{ channel: string; thread: string }>): VNode {
  const { state, t, look } = usePage()
  const root = state.messages.get(thread)
  const title = root?.opened?.title ?? t('thread.untitled')
  const close = () => {
    look({ thread: null, panel: 'channel' })
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>(`[data-thread="${CSS.escape(thread)}"]`)?.focus()
    })
  }
  useEffect(() => {
    // The message for which the thread was opened keeps the focus.
    if (state.view.message !== null) return
    if (isNarrow()) document.querySelector<HTMLElement>('.thread .head button')?.focus()
    else document.querySelector<HTMLElement>('.thread .composer-text')?.focus()
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
  }
  return html`<aside class="thread" aria-label=${t('thread.label', { title })} onKeyDown=${onKeyDown}>
    <header class="head">
      <${IconButton} icon="back" class="only-narrow" label=${t('thread.back')} onClick=${close} />
      <h2><${Icon} name="thread" /><span>${title}</span></h2>
      <${IconButton} icon="close" class="only-wide" label=${t('thread.close')} onClick=${close} />
    </header>
    <${Conversation} place=${{ channel, thread }} label=${t('thread.messages', { title })} prompt=${t('composer.toThread')}
      shown=${true} empty=${html`<div class="empty"><p>${t('thread.empty')}</p></div>`} />
  </aside>`
}

/** The same width as in the style sheet. */
const NARROW = '(max-width: 760px)'

function isNarrow(): boolean {
  return matchMedia(NARROW).matches
}

function useTitle(name: string): void {
  const { state, t } = usePage()
  const pings = allPings(state)
  useEffect(() => {
    const title = t('title', { name })
    document.title = pings > 0 ? `(${pings}) ${title}` : title
  }, [name, pings, t])
}

/** `/` moves the focus to the composer, which then takes it as typed there; not from a text field. */
function useSlash(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event
      if (event.key !== '/' || event.isComposing || event.defaultPrevented) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (target instanceof Element && target.closest('textarea, select, dialog, input:not([type=radio])'))
        return
      const composers = [...document.querySelectorAll<HTMLElement>('.composer-text')]
      const visible = composers.filter((each) => each.offsetParent !== null).at(-1)
      visible?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

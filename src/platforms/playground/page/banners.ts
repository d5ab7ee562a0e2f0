import type { VNode } from 'preact'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'

/** Warns of a lost connection, or of a bot that is not ready. */
export function Banners(): VNode {
  const { state, t, retry } = usePage()
  const { link, me, botReady } = state
  const lost = link === 'lost' || (link === 'connecting' && me !== undefined)
  return html`<div class="banners" role="status">
    ${
      lost &&
      html`<p class="banner banner-lost"><${Icon} name="warning" /><span>${t('link.lost')}</span>
        <button type="button" class="link-button" onClick=${retry}>${t('link.retry')}</button></p>`
    }
    ${!lost && !botReady && html`<p class="banner"><${Icon} name="clock" /><span>${t('bot.away')}</span></p>`}
  </div>`
}

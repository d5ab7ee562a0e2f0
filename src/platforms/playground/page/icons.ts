import type { VNode } from 'preact'
import { html } from './html.ts'

const PATHS = {
  hash: 'M6 2.5 4.5 13.5M11.5 2.5 10 13.5M2.5 5.5h11M2 10.5h11',
  thread: 'M3 3h10v7H7l-3 3v-3H3z',
  direct: 'M2.5 4h11v8h-11zM2.5 4.5 8 9l5.5-4.5',
  smile: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M5.5 9.5c1 1.6 4 1.6 5 0M6 6.2v.6M10 6.2v.6',
  edit: 'M3 13l.6-2.8L10.4 3.4l2.2 2.2-6.8 6.8zM9.2 4.6l2.2 2.2',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M9.5 3 4.5 8l5 5',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  clip: 'M12.5 7.5 7.8 12.2a2.7 2.7 0 0 1-3.8-3.8l5.2-5.2a1.8 1.8 0 0 1 2.6 2.6L6.7 10.9a.9.9 0 0 1-1.3-1.3l4.2-4.2',
  send: 'M2.5 8 13.5 3l-3.5 10.5-2.5-4zM7.5 9.5 13.5 3',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  window: 'M9 3h4v4M13 3 7.5 8.5M11 9v4H3V5h4',
  file: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.3',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.3',
} as const

export type IconName = keyof typeof PATHS

/** A decorative icon: the text or label beside it has its meaning. */
export function Icon({ name }: Readonly<{ name: IconName }>): VNode {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none"
    stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round">
    <path d=${PATHS[name]} />
  </svg>`
}

export type IconButtonProps = Readonly<{
  icon: IconName
  label: string
  onClick: (event: MouseEvent) => void
  class?: string
  expanded?: boolean
}>

export function IconButton({ icon, label, onClick, class: extra = '', expanded }: IconButtonProps): VNode {
  return html`<button type="button" class="icon-button ${extra}" aria-label=${label} title=${label}
    aria-expanded=${expanded} onClick=${onClick}><${Icon} name=${icon} /></button>`
}

import type { ComponentChildren, VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { TimeStyle } from '../../../bot/tokens.ts'
import { nameOf, useBotTime, usePage } from './context.ts'
import { html } from './html.ts'
import { hueOf, initials } from './initials.ts'
import { inlineMarkdown, markdown, plain, type Writer } from './markdown.ts'
import { formatRelative, formatTime } from './time.ts'

/** A moment of bot time; a relative one counts by itself. */
function Moment({ at, style }: Readonly<{ at: number; style: TimeStyle }>): VNode {
  const { tag, t } = usePage()
  const shown = useBotTime((now) => {
    return style === 'relative' ? formatRelative(at, now, t, tag) : formatTime(at, style, tag)
  })
  return html`<time class="moment" dateTime=${new Date(at).toISOString()} title=${formatTime(at, 'date', tag)}>${shown}</time>`
}

function Mention({ user }: Readonly<{ user: string }>): VNode {
  const { state, me } = usePage()
  return html`<bdi class="mention ${user === me ? 'mention-me' : ''}">@${nameOf(state, user)}</bdi>`
}

function Copy({ source }: Readonly<{ source: string }>): VNode | null {
  const { t, announce } = usePage()
  const [copied, setCopied] = useState(false)
  // Browsers give clipboard access only to pages from this machine or over https.
  if (!window.isSecureContext) return null
  const copy = async () => {
    await navigator.clipboard.writeText(source)
    setCopied(true)
    announce(t('message.copied'))
  }
  return html`<button type="button" class="code-copy" onClick=${copy}>${t(copied ? 'message.copied' : 'message.copy')}</button>`
}

const WRITER: Writer = {
  time: (at, style) => html`<${Moment} at=${at} style=${style} />`,
  user: (user) => html`<${Mention} user=${user} />`,
  copy: (source) => html`<${Copy} source=${source} />`,
}

type TextProps = Readonly<{ text: string; class?: string }>

/** A text of a message. */
export function Markdown({ text, class: extra = '' }: TextProps): VNode {
  const drawn = useMemo(() => markdown(text, WRITER), [text])
  return html`<div class="md ${extra}">${drawn}</div>`
}

/** A text of one line: markdown without paragraphs. */
export function Inline({ text }: TextProps): ComponentChildren {
  return useMemo(() => inlineMarkdown(text, WRITER), [text])
}

/** A title: moments and people, no markdown. */
export function Plain({ text }: TextProps): ComponentChildren {
  return useMemo(() => plain(text, WRITER), [text])
}

/** `person` is null for the bot. */
export function Avatar({ person }: Readonly<{ person: string | null }>): VNode {
  const { state } = usePage()
  if (person === null)
    return html`<span class="avatar avatar-bot" aria-hidden="true"><svg viewBox="0 0 24 24" width="20" height="20"
      fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path
      d="M12 12c-2-3-3.3-4-5-4a4 4 0 0 0 0 8c1.700 0 3-1 5-4s3.300-4 5-4a4 4 0 0 1 0 8c-1.700 0-3-1-5-4" /></svg></span>`
  return html`<span class="avatar hue-${hueOf(person)}" aria-hidden="true">${initials(nameOf(state, person))}</span>`
}

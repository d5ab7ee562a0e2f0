import type { VNode } from 'preact'
import { useErrorBoundary, useRef, useState } from 'preact/hooks'
import type { WireMessage } from '../wire.ts'
import { Blocks } from './blocks.ts'
import { nameOf, usePage } from './context.ts'
import { Dialog } from './dialog.ts'
import { Attachments } from './files.ts'
import { html } from './html.ts'
import { Icon, IconButton } from './icons.ts'
import { MessageEditor } from './message-editor.ts'
import { ReactionPicker, Reactions } from './reactions.ts'
import { textOf, unreadIn } from './select.ts'
import { Avatar, Markdown } from './text.ts'
import { formatTime } from './time.ts'

export type MessageProps = Readonly<{
  message: WireMessage
  /** Whether the message continues the previous one under the same name. */
  continued: boolean
  editing: boolean
  onEdit: (id: string | null) => void
}>

/** Contains a fault in one message, so that the others are shown. */
export function MessageItem(props: MessageProps): VNode {
  const { t } = usePage()
  const [error] = useErrorBoundary()
  if (error === undefined) return html`<${Message} ...${props} />`
  return html`<li class="message gone" data-message=${props.message.id}>
    <span class="gutter-time"><${Icon} name="warning" /></span>
    <p class="gone-text">${t('message.unshowable')}</p>
  </li>`
}

function Message(props: MessageProps): VNode {
  const { message, continued } = props
  const { state, me, tag, t } = usePage()
  const { author, onlyFor, deleted, pings, at } = message
  if (deleted) return html`<${Gone} message=${message} />`
  const classes = [
    'message',
    continued && 'continued',
    onlyFor !== null && 'private',
    pings.includes(me) && 'pinged',
  ]
  const name = author === null ? t('bot.name') : nameOf(state, author)
  return html`<li class=${classes.filter(Boolean).join(' ')} data-message=${message.id} tabindex="-1">
    ${continued ? html`<span class="gutter-time" aria-hidden="true">${formatTime(at, 'clock', tag)}</span>` : html`<${Avatar} person=${author} />`}
    <div class="message-main">
      <div class=${continued ? 'message-head sr-only' : 'message-head'}>
        <bdi class="author">${name}</bdi>
        ${author === null && html`<span class="badge">${t('bot.badge')}</span>`}
        <time class="at" dateTime=${new Date(at).toISOString()} title=${formatTime(at, 'date', tag)}>${formatTime(at, 'clock', tag)}</time>
      </div>
      ${onlyFor !== null && html`<${PrivateMark} message=${message} />`}
      <${Body} ...${props} />
      <${Reactions} message=${message} />
      ${message.opened && html`<${ThreadLink} message=${message} />`}
    </div>
    ${onlyFor === null && !props.editing && html`<${Actions} ...${props} />`}
  </li>`
}

function Gone({ message }: Readonly<{ message: WireMessage }>): VNode {
  const { t } = usePage()
  return html`<li class="message gone" data-message=${message.id}>
    <span class="gutter-time"><${Icon} name="trash" /></span>
    <div class="message-main"><p class="gone-text">${t('message.gone')}</p>
    ${message.opened && html`<${ThreadLink} message=${message} />`}</div>
  </li>`
}

function PrivateMark({ message }: Readonly<{ message: WireMessage }>): VNode {
  const { server, t, fail } = usePage()
  const dismiss = async () => {
    const result = await server.call('remove', { message: message.id })
    if (!result.ok) fail(result.say)
  }
  return html`<p class="private-mark"><${Icon} name="lock" /><span>${t('message.private')}</span>
    <button type="button" class="link-button" onClick=${dismiss}>${t('message.dismiss')}</button></p>`
}

/** Whether a message is shown as a card: the bot's with a tone, or with more than text. */
function isCard({ author, tone, blocks }: WireMessage): boolean {
  return author === null && (tone !== null || blocks.some(({ type }) => type !== 'text' && type !== 'note'))
}

function Body({ message, editing, onEdit }: MessageProps): VNode {
  const { t } = usePage()
  if (editing) return html`<${MessageEditor} message=${message} onDone=${() => onEdit(null)} />`
  const edited = message.author !== null && message.editedAt !== null
  const text = message.author === null ? null : textOf(message)
  return html`<div class="message-body ${isCard(message) ? `card tone-${message.tone ?? 'none'}` : ''}">
    ${text === null ? html`<${Blocks} blocks=${message.blocks} message=${message} />` : text !== '' && html`<${Markdown} text=${text} />`}
    <${Attachments} files=${message.files} />
    ${edited && html`<span class="edited">${t('message.edited')}</span>`}
  </div>`
}

function ThreadLink({ message }: Readonly<{ message: WireMessage }>): VNode | null {
  const { state, look, t } = usePage()
  const { opened, id, channel } = message
  if (!opened) return null
  const unread = unreadIn(state, { channel, thread: id })
  return html`<button type="button" class="thread-link ${unread.any ? 'unread' : ''}" data-thread=${id}
    onClick=${() => look({ channel, thread: id, panel: 'thread' })}>
    <${Icon} name="thread" /><span class="thread-title">${opened.title}</span>
    <span class="thread-count">${t('thread.count', { count: opened.messages })}</span>
    ${unread.any && html`<span class="dot"><span class="sr-only">${t('nav.unread')}</span></span>`}
  </button>`
}

function Actions({ message, onEdit }: MessageProps): VNode {
  const { me, t } = usePage()
  const [picking, setPicking] = useState(false)
  const [removing, setRemoving] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const closePicker = () => {
    setPicking(false)
    box.current?.querySelector('button')?.focus()
  }
  return html`<div ref=${box} class="actions ${picking ? 'open' : ''}">
    <${IconButton} icon="smile" label=${t('message.react')} expanded=${picking} onClick=${() => setPicking(!picking)} />
    ${
      message.author === me &&
      html`<${IconButton} icon="edit" label=${t('message.edit')} onClick=${() => onEdit(message.id)} />
        <${IconButton} icon="trash" label=${t('message.delete')} onClick=${() => setRemoving(true)} />`
    }
    ${picking && html`<${ReactionPicker} message=${message} onClose=${closePicker} />`}
    ${removing && html`<${RemoveDialog} message=${message} onClose=${() => setRemoving(false)} />`}
  </div>`
}

function RemoveDialog({ message, onClose }: Readonly<{ message: WireMessage; onClose: () => void }>): VNode {
  const { server, t, fail } = usePage()
  const remove = async () => {
    onClose()
    const result = await server.call('remove', { message: message.id })
    if (!result.ok) fail(result.say)
  }
  return html`<${Dialog} title=${t('message.deleteTitle')} onClose=${onClose}>
    <p class="dialog-text">${t('message.deleteText')}</p>
    <footer class="dialog-foot">
      <button type="button" class="button" onClick=${onClose}>${t('message.keep')}</button>
      <button type="button" class="button button-danger" onClick=${remove}>${t('message.delete')}</button>
    </footer>
  </${Dialog}>`
}

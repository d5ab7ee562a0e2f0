import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { WirePlace } from '../wire.ts'
import { Composer } from './composer.ts'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { MessageList } from './message-list.ts'
import { lastOwn, messagesIn } from './select.ts'
import { placeKey } from './store.ts'
import { useUploads } from './uploads.ts'

type ConversationProps = Readonly<{
  place: WirePlace
  /** The label of the message list for screen readers. */
  label: string
  /** The placeholder of the composer. */
  prompt: string
  shown: boolean
  empty: VNode
}>

/** A place's messages and composer; files may be dropped anywhere on it. */
export function Conversation({ place, label, prompt, shown, empty }: ConversationProps): VNode {
  const { state, me, t } = usePage()
  const messages = useMemo(
    () => messagesIn(state.messages, place),
    [state.messages, place.channel, place.thread],
  )
  const [editing, setEditing] = useState<string | null>(null)
  const [dropping, setDropping] = useState(false)
  const uploads = useUploads(place)

  const onEdit = (id: string | null) => {
    setEditing(id)
    // The focus stays if the person has moved it in the meantime.
    const { activeElement } = document
    const elsewhere = activeElement !== document.body && !activeElement?.closest('.editor')
    if (id === null && !elsewhere) composerOf(place)?.focus()
  }
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setDropping(true)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setDropping(false)
    uploads.add([...(event.dataTransfer?.files ?? [])])
  }
  const onDragLeave = (event: DragEvent & Readonly<{ currentTarget: Element }>) => {
    if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
      setDropping(false)
  }

  return html`<div class="conversation ${dropping ? 'dropping' : ''}" onDragOver=${onDragOver} onDrop=${onDrop}
    onDragLeave=${onDragLeave}>
    <${MessageList} place=${place} label=${label} messages=${messages} shown=${shown} editing=${editing}
      onEdit=${onEdit} empty=${empty} />
    <${Composer} place=${place} label=${prompt} uploads=${uploads}
      onEditLast=${() => setEditing(lastOwn(messages, me)?.id ?? null)} />
    ${dropping && html`<p class="drop-hint">${t('file.drop')}</p>`}
  </div>`
}

function composerOf(place: WirePlace): HTMLElement | null {
  return document.querySelector(`[data-composer="${CSS.escape(placeKey(place))}"]`)
}

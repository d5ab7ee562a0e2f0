import type { VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { WireMessage } from '../wire.ts'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { textOf } from './select.ts'
import { grow, isPlainEnter } from './textarea.ts'

type EditorProps = Readonly<{ message: WireMessage; onDone: () => void }>

/** Edits a person's own message in its place. Enter saves, Escape cancels. */
export function MessageEditor({ message, onDone }: EditorProps): VNode {
  const { server, state, t } = usePage()
  const [text, setText] = useState(textOf(message))
  const [problem, setProblem] = useState('')
  const ref = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => {
    const area = ref.current
    area?.focus()
    area?.setSelectionRange(area.value.length, area.value.length)
    area?.scrollIntoView({ block: 'nearest' })
  }, [])
  useLayoutEffect(() => grow(ref.current), [text])

  const save = async () => {
    if (text === textOf(message)) return onDone()
    if (text.trim() === '' && message.files.length === 0) return setProblem(t('message.empty'))
    if (text.length > state.maxTextLength)
      return setProblem(t('composer.tooLong', { max: state.maxTextLength, count: text.length }))
    const result = await server.call('rewrite', { message: message.id, text })
    if (result.ok) onDone()
    else setProblem(result.say)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') onDone()
    if (!isPlainEnter(event)) return
    event.preventDefault()
    void save()
  }
  return html`<div class="editor">
    <textarea ref=${ref} rows="1" aria-label=${t('message.editLabel')} value=${text} onKeyDown=${onKeyDown}
      onInput=${(event: Readonly<{ currentTarget: HTMLTextAreaElement }>) => setText(event.currentTarget.value)}></textarea>
    <div class="editor-foot">
      <p class="problem" role="alert">${problem}</p>
      <button type="button" class="button" onClick=${onDone}>${t('message.cancel')}</button>
      <button type="button" class="button button-primary" onClick=${save}>${t('message.save')}</button>
    </div>
  </div>`
}

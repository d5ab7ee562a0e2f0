import type { VNode } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { WirePlace } from '../wire.ts'
import { checkLine, readLine } from './command-line.ts'
import { usePage } from './context.ts'
import { loadDraft, NO_DRAFT, saveDraft } from './drafts.ts'
import { Chips } from './files.ts'
import { html } from './html.ts'
import { Icon, IconButton } from './icons.ts'
import { placeKey } from './store.ts'
import { Suggestions, useSuggestions } from './suggestions.ts'
import { grow, isPlainEnter } from './textarea.ts'
import type { Uploads } from './uploads.ts'

type ComposerProps = Readonly<{
  place: WirePlace
  /** The person or place to which the message goes. */
  label: string
  uploads: Uploads
  onEditLast: () => void
}>

/** The field for messages, commands with their options, and files. */
export function Composer({ place, label, uploads, onEditLast }: ComposerProps): VNode {
  const { server, state, me, notes, known, t, openForm } = usePage()
  const key = placeKey(place)
  const [text, setText] = useState(() => loadDraft(notes, me, key).text)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const id = useId()
  const { files } = uploads

  useLayoutEffect(() => grow(area.current), [text])
  // Saved at once, since a reload may follow.
  useLayoutEffect(() => saveDraft(notes, me, key, { text, files }), [text, files])

  const write = (next: string, caret = next.length) => {
    setText(next)
    setProblem('')
    const element = area.current
    if (!element) return
    element.value = next
    element.setSelectionRange(caret, caret)
    suggestions.look(next.slice(0, caret))
  }
  const suggestions = useSuggestions(place, (insert, start) => {
    const caret = area.current?.selectionStart ?? text.length
    write(text.slice(0, start) + insert + text.slice(caret).trimStart(), start + insert.length)
    area.current?.focus()
  })

  const sent = () => {
    write('')
    uploads.clear()
    saveDraft(notes, me, key, NO_DRAFT)
  }
  /** The text stays until the server has it, so a failed request loses nothing. */
  const sending = async (work: () => Promise<string>) => {
    suggestions.close()
    setBusy(true)
    const failed = await work()
    setBusy(false)
    setProblem(failed)
    area.current?.focus()
  }

  const send = async () => {
    if (busy) return
    if (uploads.underWay.length > 0) return setProblem(t('file.underWay'))
    const line = readLine(text.trim(), known.commands)
    if (line) {
      const checked = checkLine(line, known)
      if ('problem' in checked) return setProblem(t(checked.problem))
      return await sending(async () => {
        const { options, subcommand } = checked
        const result = await server.call('command', {
          ...place,
          name: line.command?.name ?? line.name,
          ...(subcommand !== undefined && { subcommand }),
          options,
        })
        if (!result.ok) return result.say
        if (result.value.outcome === 'done') sent()
        // A refused text is selected, to be corrected or typed over.
        else area.current?.select()
        if (result.value.form) openForm(result.value.form, place)
        return ''
      })
    }
    if (text.trim() === '' && files.length === 0) return
    if (text.length > state.maxTextLength)
      return setProblem(t('composer.tooLong', { max: state.maxTextLength, count: text.length }))
    await sending(async () => {
      const result = await server.call('say', { ...place, text, files: files.map((file) => file.id) })
      if (!result.ok) return result.say
      sent()
      return ''
    })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (suggestions.onKeyDown(event)) return
    if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault()
      return onEditLast()
    }
    if (!isPlainEnter(event)) return
    event.preventDefault()
    void send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...(event.clipboardData?.files ?? [])]
    if (pasted.length === 0) return
    event.preventDefault()
    uploads.add(pasted)
  }
  const onPick = (event: Readonly<{ currentTarget: HTMLInputElement }>) => {
    uploads.add([...(event.currentTarget.files ?? [])])
    event.currentTarget.value = ''
  }

  const said = problem || uploads.problem
  return html`<div class="composer" role="group" aria-label=${label}>
    <${Suggestions} suggestions=${suggestions} id="${id}-list" />
    <${Chips} files=${files} underWay=${uploads.underWay} onRemove=${uploads.remove} />
    <div class="composer-row">
      <${IconButton} icon="clip" label=${t('file.add')} onClick=${() => picker.current?.click()} />
      <input ref=${picker} type="file" multiple hidden aria-label=${t('file.add')} onChange=${onPick} />
      <textarea ref=${area} rows="1" class="composer-text" data-composer=${key} placeholder=${label} aria-label=${label}
        value=${text} readOnly=${busy} aria-describedby="${id}-hint" ...${suggestions.aria(`${id}-list`)}
        onInput=${(event: Readonly<{ currentTarget: HTMLTextAreaElement }>) => {
          const { value, selectionStart } = event.currentTarget
          write(value, selectionStart)
        }}
        onKeyDown=${onKeyDown} onPaste=${onPaste} onBlur=${suggestions.close}></textarea>
      <button type="button" class="icon-button send" aria-label=${t('composer.send')} title=${t('composer.send')}
        data-busy=${busy} onClick=${send}><${Icon} name="send" /></button>
    </div>
    <div class="composer-foot">
      <p class="problem" role="alert">${said}</p>
      <p id="${id}-hint" class="hint ${said ? 'sr-only' : ''}">${t('composer.hint')}</p>
    </div>
  </div>`
}

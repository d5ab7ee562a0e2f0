import type { ComponentChildren, VNode } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { IconButton } from './icons.ts'

export type DialogProps = Readonly<{
  title: string
  /** Called on Escape, the cross, and a click outside. */
  onClose: () => void
  class?: string
  children: ComponentChildren
}>

/** A modal dialog: the browser keeps the focus inside, and restores it at the end. */
export function Dialog({ title, onClose, class: extra = '', children }: DialogProps): VNode {
  const { t } = usePage()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // The browser would focus the cross first.
    dialog
      ?.querySelector<HTMLElement>('.form-fields :is(input, select, textarea), .dialog-foot :is(button, a)')
      ?.focus()
    return () => dialog?.close()
  }, [])
  const onCancel = (event: Event) => {
    event.preventDefault()
    onClose()
  }
  const onPointerDown = (event: PointerEvent) => {
    if (event.target === ref.current) onClose()
  }
  return html`<dialog ref=${ref} class="dialog ${extra}" aria-labelledby=${id} onCancel=${onCancel}
    onPointerDown=${onPointerDown} onKeyDown=${(event: KeyboardEvent) => event.stopPropagation()}>
    <header class="dialog-head">
      <h2 id=${id} tabindex="-1">${title}</h2>
      <${IconButton} icon="close" label=${t('dialog.close')} onClick=${onClose} />
    </header>
    ${children}
  </dialog>`
}

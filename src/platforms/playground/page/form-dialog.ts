import type { VNode } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { FormValues } from '#bot'
import type { WireBlock, WireForm, WirePlace } from '../wire.ts'
import { Blocks } from './blocks.ts'
import { usePage } from './context.ts'
import { Dialog } from './dialog.ts'
import { Field } from './form-field.ts'
import { firstValues, problemsOf } from './form-rules.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'
import { Markdown } from './text.ts'

export type FormDialogProps = Readonly<{
  form: WireForm
  place: WirePlace
  /** The message with the button that opened it. */
  source: string | undefined
  onClose: () => void
}>

const DRAFT_MS = 400

/** A form of the bot. Its values are saved on the server while they are typed, whatever closes the dialog. */
export function FormDialog({ form, place, source, onClose }: FormDialogProps): VNode {
  const { server, t, fail } = usePage()
  const [values, setValues] = useState<FormValues>(() => firstValues(form.fields))
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<readonly WireBlock[] | string | undefined>(undefined)
  const body = useRef<HTMLFormElement>(null)
  const prefix = useId()
  /** The number of files that are being uploaded. */
  const waiting = useRef(0)
  const unsaved = useRef<FormValues | undefined>(undefined)
  const mixed = form.fields.some(({ required }) => required)
  const problems = tried ? problemsOf(form.fields, values) : new Map()

  const keep = async () => {
    const kept = unsaved.current
    unsaved.current = undefined
    if (!kept) return
    const result = await server.call('draft', { form: form.id, values: kept })
    if (!result.ok) fail(result.say)
  }
  useEffect(() => {
    if (!unsaved.current) return
    const timer = setTimeout(() => void keep(), DRAFT_MS)
    return () => clearTimeout(timer)
  }, [values])

  const close = () => {
    void keep()
    onClose()
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (busy) return
    if (waiting.current > 0) return setRefusal(t('file.underWay'))
    setTried(true)
    const wrong = form.fields.findIndex(({ id }) => problemsOf(form.fields, values).has(id))
    if (wrong >= 0)
      return body.current?.querySelector<HTMLElement>(`#${CSS.escape(`${prefix}-${wrong}`)}`)?.focus()
    unsaved.current = undefined
    setBusy(true)
    const result = await server.call('form', { form: form.id, ...place, values, ...(source && { source }) })
    setBusy(false)
    if (!result.ok) return setRefusal(result.say)
    if (result.value.outcome === 'done') return onClose()
    setRefusal(result.value.refusal ?? t('form.refused'))
  }

  return html`<${Dialog} title=${form.title} onClose=${close} class="form-dialog">
    <form ref=${body} class="form" novalidate onSubmit=${submit}>
      <div class="form-fields">
        ${form.intro && html`<${Markdown} text=${form.intro} class="form-intro" />`}
        ${form.fields.map(
          (field, index) => html`<${Field} key=${field.id} field=${field} id="${prefix}-${index}"
            value=${values[field.id] ?? ''} problem=${problems.get(field.id)} mixed=${mixed} before=${form.files[field.id]}
            onWait=${(waits: boolean) => {
              waiting.current += waits ? 1 : -1
            }}
            onValue=${(value: string) => {
              // An upload ends later, when more values may have been filled in.
              setValues((now) => {
                const next = { ...now, [field.id]: value }
                unsaved.current = next
                return next
              })
            }} />`,
        )}
      </div>
      <div class="form-refusal" role="alert">
        ${refusal && html`<${Icon} name="warning" />`}
        ${typeof refusal === 'string' ? html`<p>${refusal}</p>` : refusal && html`<${Blocks} blocks=${refusal} />`}
      </div>
      <footer class="dialog-foot">
        <p class="field-help">${t('form.kept')}</p>
        <button type="button" class="button" onClick=${close}>${t('form.later')}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy} data-busy=${busy}>${form.submit}</button>
      </footer>
    </form>
  </${Dialog}>`
}

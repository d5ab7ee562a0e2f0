import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { FormField } from '#bot'
import type { WireFile } from '../wire.ts'
import { usePage } from './context.ts'
import { sizeOf } from './files.ts'
import { faultOfChosen } from './form-rules.ts'
import { html } from './html.ts'
import { Icon, IconButton } from './icons.ts'

type FileInputProps = Readonly<{
  field: Extract<FormField, { kind: 'file' }>
  /** The attributes that all fields share. */
  shared: Readonly<Record<string, unknown>>
  /** The file uploaded before and not submitted. */
  before: WireFile | undefined
  /** The file's id on the server; an empty text without one. */
  onValue: (value: string) => void
  /** Called when an upload starts or ends. */
  onWait: (waits: boolean) => void
}>

/** A field for one file, which is uploaded as soon as it is chosen. */
export function FileInput({ field, shared, before, onValue, onWait }: FileInputProps): VNode {
  const { server, t } = usePage()
  const [file, setFile] = useState(before)
  const [problem, setProblem] = useState('')

  const choose = async (chosen: File | undefined) => {
    if (!chosen) return
    const fault = faultOfChosen(field, chosen)
    const { name } = chosen
    if (fault === 'fileType')
      return setProblem(t('form.fileType', { name, endings: field.accept.join(', ') }))
    if (fault === 'fileSize') return setProblem(t('form.fileSize', { name, max: sizeOf(field.maxBytes, t) }))
    setProblem('')
    onWait(true)
    const result = await server.upload(chosen)
    onWait(false)
    if (!result.ok) return setProblem(result.say)
    setFile(result.value)
    onValue(result.value.id)
  }
  const remove = () => {
    setFile(undefined)
    onValue('')
  }

  return html`<input ...${shared} type="file" accept=${field.accept.join(',')}
      onChange=${(event: Readonly<{ currentTarget: HTMLInputElement }>) => {
        const [chosen] = event.currentTarget.files ?? []
        void choose(chosen)
        // This allows choosing the same file again after it was changed or removed.
        event.currentTarget.value = ''
      }} />
    ${
      file &&
      html`<p class="chip field-file"><${Icon} name="file" /><span class="chip-name">${file.name}</span>
        <span class="chip-size">${sizeOf(file.bytes, t)}</span>
        <${IconButton} icon="close" label=${t('file.remove', { name: file.name })} onClick=${remove} /></p>`
    }
    ${problem && html`<p class="field-problem" role="alert"><${Icon} name="warning" />${problem}</p>`}`
}

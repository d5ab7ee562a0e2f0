import type { VNode } from 'preact'
import type { WireFile } from '../wire.ts'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { Icon, IconButton } from './icons.ts'
import type { Words } from './words.ts'

/** The types that the server serves as pictures. SVG is not among them: it is a document. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

function isPicture({ mediaType }: Pick<WireFile, 'mediaType'>): boolean {
  return PICTURES.has(mediaType.split(';')[0]?.trim() ?? '')
}

/** A size such as 12 KB. */
export function sizeOf(bytes: number, t: Words): string {
  if (bytes < 1000) return t('file.bytes', { n: bytes })
  const kilobytes = bytes / 1000
  return kilobytes < 1000
    ? t('file.kilobytes', { n: Math.round(kilobytes) })
    : t('file.megabytes', { n: Math.round(kilobytes / 100) / 10 })
}

export function Picture({ file, alt }: Readonly<{ file: WireFile; alt: string }>): VNode {
  const { showImage, t } = usePage()
  return html`<button type="button" class="picture" aria-label=${t('file.enlarge', { name: alt })}
    onClick=${() => showImage(file, alt)}><img src=${file.url} alt=${alt} loading="lazy" /></button>`
}

export function Download({ file }: Readonly<{ file: WireFile }>): VNode {
  const { t } = usePage()
  return html`<a class="download" href=${file.url} download=${file.name}>
    <${Icon} name="file" /><span class="download-name">${file.name}</span>
    <span class="download-size">${sizeOf(file.bytes, t)}</span>
  </a>`
}

/** The files of a message: pictures are shown, others can be downloaded. */
export function Attachments({ files }: Readonly<{ files: readonly WireFile[] }>): VNode | null {
  if (files.length === 0) return null
  return html`<div class="attachments">
    ${files.map((file) =>
      isPicture(file)
        ? html`<${Picture} key=${file.id} file=${file} alt=${file.name} />`
        : html`<${Download} key=${file.id} file=${file} />`,
    )}
  </div>`
}

type ChipsProps = Readonly<{
  files: readonly WireFile[]
  /** The names of files that are being uploaded. */
  underWay: readonly string[]
  onRemove: (id: string) => void
}>

/** The files for the next message. */
export function Chips({ files, underWay, onRemove }: ChipsProps): VNode | null {
  const { t } = usePage()
  if (files.length + underWay.length === 0) return null
  return html`<ul class="chips" aria-label=${t('file.toSend')}>
    ${files.map(
      (file) => html`<li key=${file.id} class="chip">
        ${isPicture(file) ? html`<img src=${file.url} alt="" />` : html`<${Icon} name="file" />`}
        <span class="chip-name">${file.name}</span>
        <span class="chip-size">${sizeOf(file.bytes, t)}</span>
        <${IconButton} icon="close" label=${t('file.remove', { name: file.name })} onClick=${() => onRemove(file.id)} />
      </li>`,
    )}
    ${underWay.map((name, i) => html`<li key=${`way-${i}`} class="chip" data-busy="true"><span class="chip-name">${name}</span></li>`)}
  </ul>`
}

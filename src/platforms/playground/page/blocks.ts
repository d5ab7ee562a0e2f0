import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { WireBlock, WireButton, WireMessage, WirePlace } from '../wire.ts'
import { usePage } from './context.ts'
import { Download, Picture } from './files.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'
import { Inline, Markdown, Plain } from './text.ts'
import { readView, viewHash } from './view-address.ts'

/** `message` is the message of the controls; without it no controls are shown. */
type BlocksProps = Readonly<{ blocks: readonly WireBlock[]; message?: WireMessage }>

export function Blocks({ blocks, message }: BlocksProps): VNode {
  return html`${blocks.map((block, index) => html`<${Piece} key=${index} block=${block} message=${message} />`)}`
}

type PieceProps<T extends WireBlock['type'] = WireBlock['type']> = Readonly<{
  block: Extract<WireBlock, Readonly<{ type: T }>>
  message: WireMessage | undefined
}>

function Piece({ block, message }: PieceProps): VNode | null {
  switch (block.type) {
    case 'heading':
      return html`<h3 class="card-heading"><${Plain} text=${block.text} /></h3>`
    case 'text':
      return html`<${Markdown} text=${block.text} />`
    case 'note':
      return html`<${Markdown} text=${block.text} class="note" />`
    case 'fields':
      return html`<dl class="fields">
        ${block.fields.map(
          ({ name, value }, index) => html`<div key=${index}>
            <dt><${Inline} text=${name} /></dt>
            <dd><${Markdown} text=${value} /></dd>
          </div>`,
        )}
      </dl>`
    case 'table':
      return html`<${Table} block=${block} />`
    case 'image':
      return html`<${Picture} file=${block.file} alt=${block.alt} />`
    case 'file':
      return html`<${Download} file=${block.file} />`
    case 'buttons':
      return message ? html`<${Buttons} block=${block} message=${message} />` : null
    case 'select':
      return message ? html`<${Select} block=${block} message=${message} />` : null
    case 'divider':
      return html`<hr />`
    default:
      return block satisfies never
  }
}

function Table({ block }: Readonly<{ block: PieceProps<'table'>['block'] }>): VNode {
  return html`<div class="table" tabindex="0">
    <table>
      <thead><tr>${block.columns.map((column, i) => html`<th key=${i} scope="col"><${Inline} text=${column} /></th>`)}</tr></thead>
      <tbody>${block.rows.map(
        (row, i) =>
          html`<tr key=${i}>${row.map((cell, j) =>
            j === 0
              ? html`<th key=${j} scope="row"><${Inline} text=${cell} /></th>`
              : html`<td key=${j}><${Inline} text=${cell} /></td>`,
          )}</tr>`,
      )}</tbody>
    </table>
  </div>`
}

/** The place of an answer's form: the message's own, not the thread on it. */
const placeOf = ({ channel, thread }: WireMessage): WirePlace => ({ channel, thread })

/** Sends actions. @returns the action under way, and the function that sends one */
function useAction(message: WireMessage) {
  const { server, openForm, fail } = usePage()
  const [busy, setBusy] = useState<string | undefined>(undefined)
  const send = async (action: string, value?: string) => {
    if (busy !== undefined) return
    setBusy(action)
    const result = await server.call('action', {
      message: message.id,
      action,
      ...(value !== undefined && { value }),
    })
    setBusy(undefined)
    if (!result.ok) fail(result.say)
    else if (result.value.form) openForm(result.value.form, placeOf(message), message.id)
  }
  return [busy, send] as const
}

function Buttons({
  block,
  message,
}: Readonly<{ block: PieceProps<'buttons'>['block']; message: WireMessage }>): VNode {
  const [busy, send] = useAction(message)
  return html`<div class="buttons">
    ${block.buttons.map((button, index) =>
      'to' in button
        ? html`<${LinkTo} key=${index} button=${button} />`
        : html`<button key=${index} type="button" class="button button-${button.style ?? 'secondary'}"
            disabled=${button.disabled ?? false} aria-disabled=${busy !== undefined} data-busy=${busy === button.action}
            onClick=${() => send(button.action)}>${button.label}</button>`,
    )}
  </div>`
}

/** A button that leads to another place of the page, as a real link, so that it works like any link. */
function LinkTo({
  button,
}: Readonly<{ button: Extract<WireButton, Readonly<{ to: unknown }>> }>): VNode | null {
  const { state, look } = usePage()
  const href = viewHash(button.to)
  if (!state.channels.some(({ id }) => id === button.to.channel)) return null
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    look(readView(href))
  }
  return html`<a class="button button-secondary" href=${href} onClick=${onClick}>
    ${button.label}<${Icon} name=${button.to.thread === null ? 'hash' : 'thread'} />
  </a>`
}

function Select({
  block,
  message,
}: Readonly<{ block: PieceProps<'select'>['block']; message: WireMessage }>): VNode {
  const [busy, send] = useAction(message)
  return html`<select class="select-block" aria-label=${block.placeholder} value=${block.chosen ?? ''}
    disabled=${busy !== undefined}
    onChange=${(event: Readonly<{ currentTarget: HTMLSelectElement }>) => send(block.action, event.currentTarget.value)}>
    <option value="" disabled>${block.placeholder}</option>
    ${block.choices.map(
      ({
        value,
        label,
        description,
      }) => html`<option key=${value} value=${value} selected=${value === block.chosen}>
        ${description ? `${label} (${description})` : label}
      </option>`,
    )}
  </select>`
}

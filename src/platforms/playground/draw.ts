import { randomUUID } from 'node:crypto'
import { type Block, type Button, encodeAction, type Form, type FormDraft, type Message } from '#bot'
import { placeOfRef } from './channels.ts'
import type { Content, NewFile } from './storage.ts'
import { cleanName, fileOf } from './uploads.ts'
import type { WireBlock, WireButton, WireForm } from './wire.ts'

export type DrawnMessage = Readonly<{ content: Content; files: readonly NewFile[] }>

/** A message as it is stored and shown: bytes become files, actions are encoded. */
export function draw(message: Message): DrawnMessage {
  const files: NewFile[] = []
  const keep = (name: string, mediaType: string, bytes: Uint8Array) => {
    const file = { id: randomUUID(), name: cleanName(name), mediaType, bytes }
    files.push(file)
    return fileOf({ ...file, bytes: bytes.byteLength })
  }
  const block = (each: Block): WireBlock => {
    switch (each.type) {
      case 'image':
        return { type: 'image', file: keep(each.name, 'image/png', each.png), alt: each.alt }
      case 'file':
        return { type: 'file', file: keep(each.name, 'text/plain', Buffer.from(each.text)) }
      case 'buttons':
        return { type: 'buttons', buttons: each.buttons.map(drawButton) }
      case 'select':
        return { ...each, action: encodeAction(each.action) }
      case 'heading':
      case 'text':
      case 'note':
      case 'fields':
      case 'table':
      case 'divider':
        return each
      default:
        return each satisfies never
    }
  }
  const { summary, tone = null, ping = [] } = message
  const blocks = message.blocks.map(block)
  return { content: { summary, tone, pings: ping.map(({ user }) => user), blocks }, files }
}

function drawButton(button: Button): WireButton {
  if ('action' in button) return { ...button, action: encodeAction(button.action) }
  const message = 'message' in button.to ? button.to.message : null
  return { label: button.label, to: { ...placeOfRef(button.to), message } }
}

/** The fields show the values that were filled in before. */
export function drawForm({ form, values }: FormDraft, files: WireForm['files']): WireForm {
  const { title, intro, submit, fields } = form
  return {
    id: idOf(form),
    title,
    ...(intro !== undefined && { intro }),
    submit,
    fields: fields.map((field) => {
      // A file that has expired must be chosen again.
      const value = field.kind === 'file' ? files[field.id]?.id : values[field.id]
      return value === undefined ? field : { ...field, value }
    }),
    files,
  }
}

function idOf({ action }: Form): string {
  return encodeAction(action)
}

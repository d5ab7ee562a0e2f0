import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
  type RawFile,
} from 'discord.js'
import type { Message } from '#bot'
import { chunksOf } from '../../kit/chunks.ts'
import { splitText } from '../split-text.ts'
import { CONTENT_LIMIT, condense, FILE_LIMIT, pack } from './pack.ts'
import { type Piece, pieces } from './pieces.ts'
import { mention } from './text.ts'

/** The data of one message for Discord's API. */
export type Wire = Readonly<{
  body: Readonly<{
    content?: string | null
    embeds?: readonly never[]
    flags?: number
    components?: readonly APIMessageTopLevelComponent[]
    attachments: readonly Readonly<{ id: string; filename: string; description?: string }>[]
    allowed_mentions: Readonly<{ parse: readonly never[]; users?: readonly string[] }>
  }>
  files: readonly RawFile[]
}>

const ACCENTS = { calm: 0x5b7083, live: 0x2e9e5b, paused: 0xe0a030, done: 0x7a7f87 } as const

/** Draws a message to be posted: several where it does not fit in one, the buttons in the last. */
export function render(message: Message): readonly Wire[] {
  const drawn = drawAll(message)
  if (isCard(message)) {
    const parts = pack(drawn)
    return addressed(
      message,
      parts.map((part) => drawCard(message, part)),
    )
  }
  const text = drawn.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : [])).join('\n\n')
  const files = chunksOf(
    drawn.filter((piece) => piece.kind !== 'text'),
    FILE_LIMIT,
  )
  const contents = splitText(text, CONTENT_LIMIT)
  const [first, ...others] = files
  const wires = contents.map((content, index) =>
    drawPlain(content, index === contents.length - 1 ? (first ?? []) : []),
  )
  if (contents.length === 0) wires.push(drawPlain('', first ?? []))
  return addressed(message, [...wires, ...others.map((part) => drawPlain('', part))])
}

/**
 * Draws a message to replace a posted one. A message with components V2 can't go back to plain content, but the
 * reverse is possible, so an edit always has them. A part that does not fit becomes a file.
 */
export function renderEdit(message: Message): Wire {
  const drawn = drawAll(message)
  const [first = [], ...others] = pack(drawn)
  const wire = drawCard(message, others.length === 0 ? first : condense(drawn))
  // Only null removes content, and only an empty list removes embeds (discord/discord-api-docs#7787).
  return { ...wire, body: { ...wire.body, content: null, embeds: [] } }
}

function isCard(message: Message): boolean {
  return message.blocks.some(({ type }) => ['buttons', 'select', 'fields', 'divider', 'table'].includes(type))
}

function drawAll(message: Message): readonly Piece[] {
  const drawn = message.blocks.flatMap(pieces)
  const texts = drawn.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : [])).join('\n')
  const unnamed = (message.ping ?? [])
    .map(({ user }) => mention(user))
    .filter((name) => !texts.includes(name))
  const lead: Piece[] = unnamed.length > 0 ? [{ kind: 'text', text: unnamed.join(' ') }] : []
  const all = [...lead, ...drawn]
  return all.length > 0 ? all : [{ kind: 'text', text: message.summary.trim() || '…' }]
}

function drawCard(message: Message, part: readonly Piece[]): Wire {
  const attached = attach(part)
  const components = part.map((piece, index) => drawComponent(piece, attached.names.get(index) ?? ''))
  const accent = message.tone === undefined ? {} : { accent_color: ACCENTS[message.tone] }
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components: isCard(message) ? [{ type: ComponentType.Container, ...accent, components }] : components,
      attachments: attached.attachments,
      allowed_mentions: { parse: [] },
    },
    files: attached.files,
  }
}

function drawPlain(content: string, part: readonly Piece[]): Wire {
  const { attachments, files } = attach(part)
  return { body: { content, attachments, allowed_mentions: { parse: [] } }, files }
}

function drawComponent(piece: Piece, fileName: string): APIComponentInContainer {
  switch (piece.kind) {
    case 'text':
      return { type: ComponentType.TextDisplay, content: piece.text }
    case 'divider':
      return { type: ComponentType.Separator }
    case 'control':
      return piece.row
    case 'file': {
      const media = { url: `attachment://${fileName}` }
      if (piece.alt === undefined) return { type: ComponentType.File, file: media }
      const description = piece.alt === '' ? {} : { description: piece.alt }
      return { type: ComponentType.MediaGallery, items: [{ media, ...description }] }
    }
    default:
      return piece satisfies never
  }
}

function attach(part: readonly Piece[]) {
  const names = new Map<number, string>()
  const attachments: { id: string; filename: string; description?: string }[] = []
  const files: RawFile[] = []
  part.forEach((piece, index) => {
    if (piece.kind !== 'file') return
    // Components refer to a file by its name.
    const name = [...names.values()].includes(piece.name) ? `${files.length}-${piece.name}` : piece.name
    names.set(index, name)
    attachments.push({
      id: String(files.length),
      filename: name,
      ...(piece.alt ? { description: piece.alt } : {}),
    })
    files.push({ name, data: piece.data, contentType: piece.contentType })
  })
  return { names, attachments, files }
}

/** Allows each ping once, in the first part that names the person. */
function addressed(message: Message, wires: readonly Wire[]): readonly Wire[] {
  const waiting = new Set((message.ping ?? []).map(({ user }) => user))
  return wires.map((wire) => {
    const text = JSON.stringify([wire.body.content, wire.body.components])
    const users = [...waiting].filter((user) => text.includes(mention(user)))
    for (const user of users) waiting.delete(user)
    return users.length > 0
      ? { ...wire, body: { ...wire.body, allowed_mentions: { parse: [], users } } }
      : wire
  })
}

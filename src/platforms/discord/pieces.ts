import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { type Block, type Button, type Choice, encodeAction } from '#bot'
import { chunksOf } from '../../kit/chunks.ts'
import { shorten } from '../split-text.ts'
import { addressOf } from './refs.ts'
import { drawFields, drawHeading, drawNote, drawTable, drawTokens } from './text.ts'

/** A part of a drawn message. Only texts are split further. */
export type Piece =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'divider' }>
  | Readonly<{ kind: 'control'; row: APIActionRowComponent<APIComponentInMessageActionRow> }>
  /** With `alt` it is shown as a picture. */
  | Readonly<{ kind: 'file'; name: string; data: Uint8Array; contentType: string; alt?: string }>

const BUTTONS_PER_ROW = 5
const LABEL_LIMIT = 80
const CHOICE_LIMIT = 25
const CHOICE_TEXT_LIMIT = 100
const PLACEHOLDER_LIMIT = 150
const ALT_LIMIT = 1024
const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const

export function pieces(block: Block): readonly Piece[] {
  switch (block.type) {
    case 'heading':
      return block.text.trim() ? [{ kind: 'text', text: drawHeading(block.text) }] : []
    case 'text':
      return textPiece(drawTokens(block.text))
    case 'note':
      return textPiece(drawNote(block.text))
    case 'fields':
      return textPiece(drawFields(block.fields))
    case 'table':
      return textPiece(drawTable(block.columns, block.rows))
    case 'divider':
      return [{ kind: 'divider' }]
    case 'image':
      return [
        {
          kind: 'file',
          name: fileName(block.name, '.png'),
          data: block.png,
          contentType: 'image/png',
          alt: shorten(block.alt, ALT_LIMIT),
        },
      ]
    case 'file':
      return [
        {
          kind: 'file',
          name: fileName(block.name, '.md'),
          data: Buffer.from(block.text),
          contentType: `${block.name.endsWith('.md') ? 'text/markdown' : 'text/plain'}; charset=utf-8`,
        },
      ]
    case 'buttons':
      return buttonRows(block.buttons)
    case 'select':
      return block.choices.length === 0 ? [] : [selectPiece(block)]
    default:
      return block satisfies never
  }
}

/** The options of a select. Labels are shortened to fit; values never are. */
export function drawChoices(choices: readonly Choice[], chosen: string | undefined) {
  return choices.slice(0, CHOICE_LIMIT).map(({ value, label, description }) => ({
    value,
    label: shorten(label, CHOICE_TEXT_LIMIT),
    ...(description ? { description: shorten(description, CHOICE_TEXT_LIMIT) } : {}),
    ...(value === chosen ? { default: true } : {}),
  }))
}

function textPiece(text: string): readonly Piece[] {
  return text.trim() ? [{ kind: 'text', text: text.trim() }] : []
}

function selectPiece(block: Extract<Block, { type: 'select' }>): Piece {
  return {
    kind: 'control',
    row: {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: encodeAction(block.action),
          placeholder: shorten(block.placeholder, PLACEHOLDER_LIMIT),
          options: drawChoices(block.choices, block.chosen),
        },
      ],
    },
  }
}

function buttonRows(buttons: readonly Button[]): readonly Piece[] {
  return chunksOf(buttons, BUTTONS_PER_ROW).map((row) => ({
    kind: 'control',
    row: { type: ComponentType.ActionRow, components: row.map(drawButton) },
  }))
}

function drawButton(button: Button): APIButtonComponent {
  const label = shorten(button.label, LABEL_LIMIT) || '…'
  if (!('action' in button)) {
    return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: addressOf(button.to) }
  }
  return {
    type: ComponentType.Button,
    style: STYLES[button.style ?? 'secondary'],
    label,
    custom_id: encodeAction(button.action),
    ...(button.disabled ? { disabled: true } : {}),
  }
}

/** Discord rewrites other characters in a file's name, which would break the references of components. */
function fileName(name: string, extension: string): string {
  const safe = name.replace(/[^\w.-]+/g, '_').replace(/^[_.]+/, '')
  return safe === '' || safe === extension.slice(1) ? `file${extension}` : safe
}

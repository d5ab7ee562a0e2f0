import type {
  ActionsBlockElement,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  Button as SlackButton,
  StaticSelect,
} from '@slack/types'
import { type Action, type Block, type Button, type Choice, encodeAction } from '#bot'
import { chunksOf } from '../../kit/chunks.ts'
import { fenceLine } from '../fences.ts'
import { shorten } from '../split-text.ts'
import { drawTable, stackTable } from './table.ts'
import { drawMarkdown, drawMrkdwn, drawPlain, type Ink } from './text.ts'

/** The surface that shows blocks: only messages can hold `markdown` blocks and files. */
export type Surface = 'message' | 'view'

/** A part of a drawn message that is never split further. */
export type Piece =
  | Readonly<{ kind: 'block'; block: KnownBlock; length: number }>
  /** Buttons and selects. */
  | Readonly<{ kind: 'control'; block: KnownBlock; length: number }>
  | Readonly<{ kind: 'file'; file: DrawnFile }>

/** With `alt` it is shown as a picture. */
export type DrawnFile = Readonly<{ name: string; data: Uint8Array; alt?: string }>

const SECTION_LIMIT = 3000
const HEADER_LIMIT = 150
const CONTEXT_LIMIT = 2000
const FIELDS_PER_SECTION = 10
/** Longer values are hard to read in two narrow columns. */
const SHORT_FIELD = 200
/** A longer text reads better in one `markdown` block than in several, and needs no conversion. */
const LONG_TEXT = 3000
const MARKDOWN_LIMIT = 9000
const BUTTONS_PER_ROW = 25
const LABEL_LIMIT = 75
const CHOICES_PER_SELECT = 100
const CHOICE_VALUE_LIMIT = 150
const PLACEHOLDER_LIMIT = 150
const ALT_LIMIT = 1000
const STYLES = { primary: 'primary', success: 'primary', danger: 'danger', secondary: undefined } as const

/** Precedes the suffix that distinguishes two equal actions of one row; `encodeAction` never writes it. */
const NUMBER = '#'

export function pieces(block: Block, ink: Ink, surface: Surface): readonly Piece[] {
  switch (block.type) {
    case 'heading':
      return heading(block.text, ink)
    case 'text':
      return text(block.text, ink, surface)
    case 'note':
      return drawMrkdwn(block.text, ink, CONTEXT_LIMIT).map((part) =>
        piece({ type: 'context', elements: [mrkdwn(part)] }, part.length),
      )
    case 'fields':
      return fields(block.fields, ink)
    case 'table':
      return surface === 'message'
        ? (drawTable(block, ink, MARKDOWN_LIMIT)?.map(markdown) ?? sections(stackTable(block), ink))
        : sections(stackTable(block), ink)
    case 'divider':
      return [piece({ type: 'divider' }, 0)]
    case 'image':
      return [
        { kind: 'file', file: { name: block.name, data: block.png, alt: shorten(block.alt, ALT_LIMIT) } },
      ]
    case 'file':
      return [{ kind: 'file', file: { name: block.name, data: Buffer.from(block.text) } }]
    case 'buttons':
      return buttonRows(block.buttons, ink)
    case 'select':
      return selects(block)
    default:
      return block satisfies never
  }
}

/** The encoded action in a component's id; undefined for a link. */
export function actionIdOf(id: string): string | undefined {
  const [encoded] = id.split(NUMBER)
  return encoded || undefined
}

export function mrkdwn(text: string): MrkdwnElement {
  // Without `verbatim` Slack would look for names and addresses in it by itself.
  return { type: 'mrkdwn', text, verbatim: true }
}

/** @param fallback the text if nothing is left, since Slack refuses an empty one */
export function plain(text: string, limit: number, fallback = '…'): PlainTextElement {
  return { type: 'plain_text', text: shorten(text, limit) || fallback }
}

/** The options of a select. Labels are shortened to fit; values never are. */
export function drawOptions(choices: readonly Choice[]): PlainTextOption[] {
  return choices.map(({ value, label, description }) => {
    if (value.length > CHOICE_VALUE_LIMIT)
      throw new RangeError(`a choice's value is ${value.length} characters long`)
    return {
      value,
      text: plain(label, LABEL_LIMIT),
      ...(description && { description: plain(description, LABEL_LIMIT) }),
    }
  })
}

export function section(part: string): Piece {
  return piece({ type: 'section', text: mrkdwn(part) }, part.length)
}

function piece(block: KnownBlock, length: number): Piece {
  return { kind: 'block', block, length }
}

function control(elements: ActionsBlockElement[]): Piece {
  return { kind: 'control', block: { type: 'actions', elements }, length: 0 }
}

function heading(source: string, ink: Ink): readonly Piece[] {
  const line = drawPlain(source, ink).replace(/\s+/g, ' ').trim()
  if (line === '') return []
  if (line.length <= HEADER_LIMIT)
    return [piece({ type: 'header', text: plain(line, HEADER_LIMIT) }, line.length)]
  return drawMrkdwn(`**${line.replace(/\*/g, '')}**`, ink, SECTION_LIMIT).map(section)
}

function text(source: string, ink: Ink, surface: Surface): readonly Piece[] {
  if (source.trim() === '') return []
  // The markdown block has no mentions and no dates, and its handling of special characters in code is undocumented.
  const plainProse = !source.includes('⟦') && !source.split('\n').some(hasCode)
  if (surface === 'message' && source.length > LONG_TEXT && plainProse)
    return drawMarkdown(source, ink, MARKDOWN_LIMIT).map((part) => markdown(part))
  return sections(source, ink)
}

/** Whether a line begins a code block, or has code with characters that Slack escapes. */
function hasCode(line: string): boolean {
  const inTicks = line.split('`').slice(1, -1)
  return fenceLine(line) !== undefined || inTicks.some((part) => /[<>&]/u.test(part))
}

function sections(source: string, ink: Ink): readonly Piece[] {
  return drawMrkdwn(source, ink, SECTION_LIMIT).filter(Boolean).map(section)
}

function markdown(part: string): Piece {
  return piece({ type: 'markdown', text: part }, part.length)
}

type Field = Readonly<{ name: string; value: string }>

function fields(all: readonly Field[], ink: Ink): readonly Piece[] {
  const drawn: Piece[] = []
  let row: string[] = []
  const flush = () => {
    if (row.length > 0) drawn.push(piece({ type: 'section', fields: row.map(mrkdwn) }, row.join('').length))
    row = []
  }
  for (const { name, value } of all) {
    const source = `**${name.trim()}**\n${value.trim() || '–'}`
    const parts = drawMrkdwn(source, ink, SECTION_LIMIT)
    const [only] = parts
    if (only !== undefined && parts.length === 1 && only.length <= SHORT_FIELD) row.push(only)
    else {
      flush()
      drawn.push(...parts.map(section))
    }
    if (row.length === FIELDS_PER_SECTION) flush()
  }
  flush()
  return drawn
}

function buttonRows(buttons: readonly Button[], ink: Ink): readonly Piece[] {
  // Slack has no disabled buttons.
  const shown = buttons.filter((button) => !('action' in button && button.disabled))
  return chunksOf(shown, BUTTONS_PER_ROW).map((row) =>
    control(row.map((button, index) => drawButton(button, index, ink))),
  )
}

function drawButton(button: Button, index: number, ink: Ink): SlackButton {
  const label = plain(button.label, LABEL_LIMIT)
  if (!('action' in button)) {
    return { type: 'button', text: label, url: ink.address(button.to), action_id: `${NUMBER}${index}` }
  }
  const style = STYLES[button.style ?? 'secondary']
  return { type: 'button', text: label, action_id: idOf(button.action, index), ...(style && { style }) }
}

function selects(block: Extract<Block, { type: 'select' }>): readonly Piece[] {
  return chunksOf(block.choices, CHOICES_PER_SELECT).map((choices, index) => {
    const options = drawOptions(choices)
    const chosen = options.find(({ value }) => value === block.chosen)
    const select: StaticSelect = {
      type: 'static_select',
      action_id: idOf(block.action, index),
      placeholder: plain(block.placeholder, PLACEHOLDER_LIMIT),
      options,
      ...(chosen && { initial_option: chosen }),
    }
    return control([select])
  })
}

function idOf(action: Action, index: number): string {
  return `${encodeAction(action)}${NUMBER}${index}`
}

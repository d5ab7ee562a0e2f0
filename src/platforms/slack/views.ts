import type { HomeView, InputBlock, KnownBlock, ModalView } from '@slack/types'
import type { Translate } from '#bot'
import { type ChannelRef, encodeAction, type Form, type FormField, type Message } from '#bot'
import { encodeFileField, type FileField } from '../file-fields.ts'
import { drawOptions, mrkdwn, type Piece, pieces, plain, section } from './blocks.ts'
import { drawMrkdwn, type Ink } from './text.ts'
import { writeChannel } from './window-channel.ts'

const TITLE = 'Loopmate'
const TITLE_LIMIT = 24
const BUTTON_LIMIT = 24
/** Blocks in a window; one is reserved for the note about the rest. */
const BLOCK_LIMIT = 99
/** Slack accepts some 250 kB per window; people read far less. */
const TEXT_LIMIT = 60_000
const INPUT_LIMIT = 3000
const INTRO_LIMIT = 3000
const LABEL_LIMIT = 2000
const CHOICES_LIMIT = 100

/** A window, and whether a part of the messages does not fit into it. */
export type DrawnView = Readonly<{ view: ModalView; overflow: boolean }>

export const LOADING = 'loading'
export const DONE = 'done'
export const SAID = 'said'

/** Shown at once, until the answer is there. */
export function drawLoading(place: ChannelRef, t: Translate): ModalView {
  return modal(LOADING, place, t, [section(`_${t('slack.loading')}_`)])
}

/** Shown if there is no answer: only the person can close a window. */
export function drawDone(place: ChannelRef, t: Translate): ModalView {
  return modal(DONE, place, t, [section(t('slack.done'))])
}

/** Messages to one person, one below the other. */
export function drawSaid(messages: readonly Message[], place: ChannelRef, ink: Ink, t: Translate): DrawnView {
  const { shown, overflow } = fitting(messages.map((message) => drawMessage(message, ink)))
  const note = overflow ? [contextPiece(t('slack.sentDirectly'))] : []
  const all = [...shown, ...note]
  return { view: modal(SAID, place, t, all.length > 0 ? all : [section(t('slack.done'))]), overflow }
}

/** A message on the page that a person sees when they look at the bot. */
export function drawHome(message: Message, ink: Ink): HomeView {
  const { shown } = fitting([drawMessage(message, ink)])
  return { type: 'home', blocks: blocksOf(shown) }
}

function drawMessage(message: Message, ink: Ink): readonly Piece[] {
  const drawn = message.blocks.flatMap((block) => pieces(block, ink, 'view'))
  return drawn.length > 0 ? drawn : drawMrkdwn(message.summary, ink, INTRO_LIMIT).filter(Boolean).map(section)
}

function fitting(parts: readonly (readonly Piece[])[]): { shown: readonly Piece[]; overflow: boolean } {
  const drawn = parts.flatMap((part, index) => [...(index > 0 ? [DIVIDER] : []), ...part])
  const shown: Piece[] = []
  let length = 0
  for (const each of drawn) {
    if (each.kind === 'file') continue
    length += each.length
    if (shown.length === BLOCK_LIMIT || length > TEXT_LIMIT) return { shown, overflow: true }
    shown.push(each)
  }
  return { shown, overflow: shown.length < drawn.length }
}

const DIVIDER: Piece = { kind: 'block', block: { type: 'divider' }, length: 0 }

function contextPiece(text: string): Piece {
  return { kind: 'block', block: { type: 'context', elements: [mrkdwn(text)] }, length: text.length }
}

/** A form of any length as one window; submitting it raises a form event with its action. */
export function drawForm(form: Form, place: ChannelRef, ink: Ink, t: Translate): ModalView {
  const long = form.title.length > TITLE_LIMIT
  const title = long ? [{ type: 'heading', text: form.title } as const] : []
  const intro = form.intro?.trim() ? [{ type: 'text', text: form.intro } as const] : []
  const head = [...title, ...intro].flatMap((block) => pieces(block, ink, 'view'))
  return {
    ...modal(encodeAction(form.action), place, t, head),
    title: plain(form.title, TITLE_LIMIT),
    submit: plain(form.submit, BUTTON_LIMIT),
    blocks: [...blocksOf(head), ...form.fields.map((field) => drawField(field, t))],
  }
}

/** A refused form as it was filled in, below the reason. */
export function drawRefused(
  form: Readonly<{
    callbackId: string
    title: ModalView['title']
    submit: ModalView['submit']
    blocks: KnownBlock[]
  }>,
  why: readonly Message[],
  place: ChannelRef,
  ink: Ink,
  t: Translate,
): ModalView {
  const { shown } = fitting(why.map((message) => drawMessage(message, ink)))
  const room = BLOCK_LIMIT - form.blocks.length
  return {
    ...modal(form.callbackId, place, t, []),
    title: form.title,
    ...(form.submit && { submit: form.submit }),
    blocks: [...blocksOf(shown).slice(0, Math.max(room, 1)).map(asRefusal), ...form.blocks],
  }
}

const REFUSAL = 'refusal-'

/** Marks the reason, so that a second refusal replaces the first. */
function asRefusal(block: KnownBlock, index: number): KnownBlock {
  return { ...block, block_id: `${REFUSAL}${index}` }
}

export function isRefusal({ block_id }: KnownBlock): boolean {
  return block_id?.startsWith(REFUSAL) ?? false
}

function modal(callbackId: string, place: ChannelRef, t: Translate, content: readonly Piece[]): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: writeChannel(place),
    title: plain(TITLE, TITLE_LIMIT),
    close: plain(t('slack.close'), BUTTON_LIMIT),
    blocks: blocksOf(content),
  }
}

function blocksOf(drawn: readonly Piece[]): KnownBlock[] {
  return drawn.flatMap((each) => (each.kind === 'file' ? [] : [each.block]))
}

function drawField(field: FormField, t: Translate): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plain(field.label, LABEL_LIMIT),
    ...(field.help && { hint: plain(field.help, LABEL_LIMIT) }),
    optional: !field.required,
    element: drawElement(field, t),
  }
}

function drawElement(field: FormField, t: Translate): InputBlock['element'] {
  switch (field.kind) {
    case 'text':
      return textInput(field)
    case 'choice':
      return choiceInput(field, t)
    case 'file':
      return fileInput(field)
    default:
      return field satisfies never
  }
}

function fileInput(field: FileField) {
  return {
    type: 'file_input' as const,
    action_id: encodeFileField(field),
    filetypes: field.accept.map((ending) => ending.slice(1)),
    max_files: 1,
  }
}

function textInput({ id, multiline, maxLength, value }: Extract<FormField, { kind: 'text' }>) {
  const max = Math.min(maxLength, INPUT_LIMIT)
  return {
    type: 'plain_text_input' as const,
    action_id: id,
    multiline,
    max_length: max,
    ...(value && { initial_value: value.slice(0, max) }),
  }
}

function choiceInput({ id, choices, value }: Extract<FormField, { kind: 'choice' }>, t: Translate) {
  const options = drawOptions(choices.slice(0, CHOICES_LIMIT))
  const chosen = options.find((option) => option.value === value)
  return {
    type: 'static_select' as const,
    action_id: id,
    placeholder: plain(t('form.choose'), 150),
    options,
    ...(chosen && { initial_option: chosen }),
  }
}

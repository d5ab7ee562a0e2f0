import {
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js'
import type { Translate } from '#bot'
import { encodeAction, type Form, type FormDraft, type FormField, MAX_MODAL_FIELDS } from '#bot'
import { chunksOf } from '../../kit/chunks.ts'
import { shorten, splitText } from '../split-text.ts'
import { fieldValue } from './modal.ts'
import { drawChoices } from './pieces.ts'
import { drawHeading, drawTokens } from './text.ts'

/** A choice takes a label, a row and a select: with the intro and two rows of buttons a page has fewer than 40 components. */
const CHOICES_PER_PAGE = 10
/** Keeps all texts of a page below 4000 characters. */
const INTRO_LIMIT = 1400
const LABEL_LIMIT = 120
const HELP_LIMIT = 100
const BUTTON_LIMIT = 80
const BUTTONS_PER_ROW = 5
const ID_LIMIT = 100
/** Marks the panel's own ids: features' ids start with a letter. */
const PREFIX = '~'

/** The purpose of a panel's component: a choice, opening a modal for texts, that modal, turning the page, submitting. */
export type PanelPart = 'select' | 'write' | 'written' | 'page' | 'submit'

const PARTS: Readonly<Record<PanelPart, string>> = {
  select: 's',
  write: 'w',
  written: 'm',
  page: 'p',
  submit: 'x',
}

export type PanelMessage = Readonly<{ flags: number; components: readonly APIMessageTopLevelComponent[] }>

/** @throws RangeError when Discord's ids could not hold the form's */
export function panelId(part: PanelPart, index: number, form: Form): string {
  const id = `${PREFIX}${PARTS[part]}${index.toString(36).padStart(2, '0')}${encodeAction(form.action)}`
  if (id.length > ID_LIMIT) throw new RangeError(`the form ${form.action.name} has too long an action`)
  return id
}

/** Undefined for the ids of features. */
export function readPanelId(id: string): { part: PanelPart; index: number; formId: string } | undefined {
  if (!id.startsWith(PREFIX)) return undefined
  const part = (Object.keys(PARTS) as PanelPart[]).find((each) => PARTS[each] === id[1])
  const index = Number.parseInt(id.slice(2, 4), 36)
  return part && !Number.isNaN(index) ? { part, index, formId: id.slice(4) } : undefined
}

export function pageOfField(form: Form, index: number): number {
  const before = form.fields.slice(0, index).filter(({ kind }) => kind === 'choice')
  return Math.floor(before.length / CHOICES_PER_PAGE)
}

/** The text fields of a form, in groups that one button and its modal hold. */
export function textsOf(form: Form): readonly (readonly FormField[])[] {
  return chunksOf(
    form.fields.filter(({ kind }) => kind === 'text'),
    MAX_MODAL_FIELDS,
  )
}

/** A long form as a private message: its choices as selects, its texts behind buttons. */
export function drawPanel({ form, values }: FormDraft, page: number, t: Translate): PanelMessage {
  const [intro = ''] = splitText(drawTokens(form.intro ?? ''), INTRO_LIMIT)
  const choices = form.fields.flatMap((field, index) => (field.kind === 'choice' ? [{ field, index }] : []))
  const shown = choices.slice(page * CHOICES_PER_PAGE, (page + 1) * CHOICES_PER_PAGE)
  return panelMessage([
    {
      type: ComponentType.TextDisplay,
      content: `${drawHeading(shorten(form.title, LABEL_LIMIT))}\n${intro}`.trim(),
    },
    ...shown.flatMap(({ field, index }): readonly APIMessageTopLevelComponent[] => [
      { type: ComponentType.TextDisplay, content: fieldText(field) },
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.StringSelect,
            custom_id: panelId('select', index, form),
            placeholder: shorten(field.label, BUTTON_LIMIT) || t('form.choose'),
            min_values: field.required ? 1 : 0,
            max_values: 1,
            options: drawChoices(field.choices, fieldValue(field, values)),
          },
        ],
      },
    ]),
    ...rows(buttons({ form, values }, page, Math.ceil(choices.length / CHOICES_PER_PAGE), t)),
  ])
}

/** A panel that is closed. */
export function drawClosed(text: string): PanelMessage {
  return panelMessage([{ type: ComponentType.TextDisplay, content: text }])
}

function panelMessage(components: readonly APIMessageTopLevelComponent[]): PanelMessage {
  return { flags: MessageFlags.IsComponentsV2, components }
}

function fieldText(field: FormField): string {
  const help = field.help ? `\n-# ${shorten(field.help, HELP_LIMIT)}` : ''
  return `**${shorten(field.label, LABEL_LIMIT)}**${field.required ? ' \\*' : ''}${help}`
}

function buttons({ form, values }: FormDraft, page: number, pages: number, t: Translate) {
  const turn = (to: number, label: string) =>
    to >= 0 && to < pages ? [button(panelId('page', to, form), label, ButtonStyle.Secondary)] : []
  const write = textsOf(form).map((fields, chunk) => {
    const done = fields.some((field) => fieldValue(field, values).trim() !== '')
    const label = `${done ? '✓ ' : ''}${fields.map((field) => field.label).join(' · ')}`
    return button(panelId('write', chunk, form), label, ButtonStyle.Secondary)
  })
  return [
    ...turn(page - 1, t('form.back')),
    ...turn(page + 1, t('form.next')),
    ...write,
    button(panelId('submit', page, form), form.submit, ButtonStyle.Success),
  ]
}

function button(
  id: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'],
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: id, label: shorten(label, BUTTON_LIMIT) || '…', style }
}

function rows(all: readonly APIButtonComponentWithCustomId[]): readonly APIMessageTopLevelComponent[] {
  return chunksOf(all, BUTTONS_PER_ROW).map((components) => ({
    type: ComponentType.ActionRow,
    components: [...components],
  }))
}

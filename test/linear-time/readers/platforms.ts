import { type Block, type Message, splitTokens } from '#bot'
import { decodeAction } from '../../../src/bot/actions.ts'
import { languageOf } from '../../../src/bot/language.ts'
import { fileRef as discordFile, seenMessage } from '../../../src/platforms/discord/events.ts'
import { drawModal, fieldValue } from '../../../src/platforms/discord/modal.ts'
import { condense, pack } from '../../../src/platforms/discord/pack.ts'
import { drawClosed, drawPanel, readPanelId } from '../../../src/platforms/discord/panel.ts'
import { drawChoices, pieces } from '../../../src/platforms/discord/pieces.ts'
import { render, renderEdit } from '../../../src/platforms/discord/render.ts'
import * as discord from '../../../src/platforms/discord/text.ts'
import { fenceLine, stretchesOf } from '../../../src/platforms/fences.ts'
import { decodeFileField, faultOfFile } from '../../../src/platforms/file-fields.ts'
import { checkDraft, checkSubmitted } from '../../../src/platforms/playground/form-values.ts'
import { checkOptions } from '../../../src/platforms/playground/option-values.ts'
import { cleanName, fileHeaders, mediaTypeOf } from '../../../src/platforms/playground/uploads.ts'
import { shorten, splitText } from '../../../src/platforms/split-text.ts'
import { bullets, fenced, names, quoted } from '../../../src/texts/phrases.ts'
import { FORM, OPTIONS } from './definitions.ts'
import { T, VIEWER } from './fixtures.ts'
import { readersOf } from './reader.ts'

const FENCES = ['```\n', '~~~\n', 'a\n```mermaid\n'] as const
const one = (...blocks: readonly Block[]): Message => ({ summary: 'S', blocks })
const text = (of: string): Block => ({ type: 'text', text: of })
const drawn = (of: string) => pieces(text(of))
/** A message that says what a member wrote. */
export const saying = (of: string): Message => ({ ...one(text(of)), summary: of })
/** Blocks in which it may stand. */
export const blocksOf = (of: string): readonly Block[] => [
  { type: 'heading', text: of },
  { type: 'fields', fields: [{ name: 'A', value: of }] },
]

export const PLATFORM_READERS = [
  ...readersOf('src/bot/tokens.ts', { splitTokens: [splitTokens, '⟦user ', '⟦time '] }),
  ...readersOf('src/bot/actions.ts', { decodeAction }),
  ...readersOf('src/bot/language.ts', { languageOf: [languageOf, 'en-'] }),
  ...readersOf('src/texts/phrases.ts', {
    bullets: (of) => bullets(of.split('\n')),
    quoted,
    fenced,
    names: (of) => names(T, [{ platform: 'slack', space: 's', user: of }]),
  }),
  ...readersOf('src/platforms/split-text.ts', {
    splitText: [(of) => [splitText(of, 2000), splitText(of, 300)], ...FENCES],
    shorten: (of) => shorten(of, 100),
  }),
  ...readersOf('src/platforms/fences.ts', {
    fenceLine: [fenceLine, '```', '~~~'],
    stretchesOf: [stretchesOf, ...FENCES],
  }),
  ...readersOf('src/platforms/file-fields.ts', {
    decodeFileField: [decodeFileField, 'a?'],
    faultOfFile: (of) =>
      faultOfFile({ id: 'a', required: true, accept: ['.md'], maxBytes: 9 }, { name: of, bytes: 1 }),
  }),
  ...readersOf('src/platforms/discord/text.ts', {
    drawTokens: [discord.drawTokens, '⟦user '],
    mention: discord.mention,
    drawHeading: discord.drawHeading,
    drawNote: discord.drawNote,
    drawFields: (of) => discord.drawFields([{ name: of, value: of }]),
    drawTable: (of) => discord.drawTable(['A', of], [[of, of]]),
  }),
  ...readersOf('src/platforms/discord/pieces.ts', {
    pieces: [(of) => [...blocksOf(of), text(of)].map(pieces), '```\n'],
    drawChoices: (of) => drawChoices([{ value: 'a', label: of, description: of }], of),
  }),
  ...readersOf('src/platforms/discord/pack.ts', {
    pack: [(of) => pack(drawn(of)), '```\n'],
    condense: [(of) => condense(drawn(of)), '```\n'],
  }),
  ...readersOf('src/platforms/discord/render.ts', {
    render: (of) => [render(saying(of)), render({ ...saying(of), blocks: blocksOf(of) })],
    renderEdit: (of) => renderEdit(saying(of)),
  }),
  ...readersOf('src/platforms/discord/modal.ts', {
    drawModal: (of) => drawModal({ ...FORM, title: of, intro: of }, T),
    fieldValue: (of) => FORM.fields.map((field) => fieldValue(field, { [field.id]: of })),
  }),
  ...readersOf('src/platforms/discord/panel.ts', {
    readPanelId: [readPanelId, '~s'],
    drawPanel: (of) => drawPanel({ form: { ...FORM, title: of, intro: of }, values: { text: of } }, 0, T),
    drawClosed,
  }),
  ...readersOf('src/platforms/discord/events.ts', {
    seenMessage: (of) => seenMessage(discordMessage(of), VIEWER.place),
    fileRef: (of) => discordFile({ id: '1', filename: of, size: 1, url: of, content_type: of }),
  }),
  ...readersOf('src/platforms/playground/form-values.ts', {
    checkDraft: (of) => checkDraft(FORM, { text: of, choice: of }),
    checkSubmitted: (of) => checkSubmitted(FORM, { text: of, choice: of }),
  }),
  ...readersOf('src/platforms/playground/option-values.ts', {
    checkOptions: (of) => checkOptions({ options: OPTIONS }, { problem: of }, [], VIEWER),
  }),
  ...readersOf('src/platforms/playground/uploads.ts', {
    cleanName,
    mediaTypeOf: [(of) => mediaTypeOf(Buffer.from(of), of), 'image/png;', 'a/'],
    fileHeaders: (of) => fileHeaders({ name: of, mediaType: of }),
  }),
]

function discordMessage(content: string): Parameters<typeof seenMessage>[0] {
  const author = { id: '7', username: content, global_name: content, discriminator: '0', avatar: null }
  const message = { id: '500', channel_id: '20', author, type: 0, content, attachments: [], embeds: [] }
  const at = { timestamp: '2026-05-03T12:00:00.000000+00:00', edited_timestamp: null }
  return { ...message, ...at } as unknown as Parameters<typeof seenMessage>[0]
}

import type { KnownBlock } from '@slack/types'
import type { TranslateIn } from '#bot'
import { type Message, splitTokens, type UserRef } from '#bot'
import { MINUTE } from '../../kit/durations.ts'
import { splitText } from '../split-text.ts'
import { type DrawnFile, type Piece, pieces, plain, section } from './blocks.ts'
import { permalinkOf } from './refs.ts'
import { languageIn, relativeTime } from './relative-time.ts'
import { drawMrkdwn, drawPlain, escapeText, type Ink } from './text.ts'

/** The parts of one message for Slack: its notification's text, its blocks, and the files to upload after it. */
export type Wire = Readonly<{ text: string; blocks: KnownBlock[]; files: readonly DrawnFile[] }>

const BLOCK_LIMIT = 50
/** The characters of all blocks of a message. */
const TEXT_LIMIT = 10_000
/** The characters of a notification; the blocks hold the whole text. */
const NOTIFICATION_LIMIT = 300
/** Ends a text that continues in a file. */
const CUT = '\n…'
const NAME_LIMIT = 80

/** A message's readers and the time at which they read it, from which countdowns are reckoned. */
export type Scene = Readonly<{
  /** A member's name, where it is known. */
  nameOf(user: string): string | undefined
  translate: TranslateIn
  /** Bot time, milliseconds. */
  now: number
  /** The workspace's address, where it is known. */
  workspace: string | undefined
}>

/**
 * @param pinged the people to mention, each once, since every mention pings; whoever was mentioned is removed.
 *   `anybody` where mentions don't ping
 */
export function inkFor({ nameOf, translate, now, workspace }: Scene, pinged: Set<string> | 'anybody'): Ink {
  // Others are named in plain text, and a name might look like markup.
  const name = (user: string) => shortName(nameOf(user) ?? user)
  // Texts with many moments are read once for their language.
  let [nearby, language] = ['', languageIn('')]
  return {
    name,
    person: (user) => {
      if (pinged === 'anybody' ? /^[A-Z0-9]+$/u.test(user) : pinged.delete(user)) return `<@${user}>`
      return harmless(`@${name(user)}`)
    },
    address: (place) => permalinkOf(workspace, place),
    relative: (at, near) => {
      if (near !== nearby) [nearby, language] = [near, languageIn(near)]
      return relativeTime(translate(language), Math.round((at - now) / MINUTE))
    },
  }
}

function shortName(name: string): string {
  return [...name].slice(0, NAME_LIMIT).join('')
}

function harmless(text: string): string {
  return escapeText(text).replace(/[*_~`]/g, (sign) => `\u200B${sign}\u200B`)
}

/** The people named in a message, to look them up before it is drawn. */
export function usersIn({ summary, blocks }: Message): readonly string[] {
  const texts = JSON.stringify([summary, blocks.filter(({ type }) => type !== 'image' && type !== 'file')])
  const named = splitTokens(texts).flatMap((token) => (token.kind === 'user' ? [token.user] : []))
  return [...new Set(named)]
}

/** Whether something in a message leads to another. */
export function leadsSomewhere({ blocks }: Message): boolean {
  return blocks.some((block) => block.type === 'buttons' && block.buttons.some((button) => 'to' in button))
}

/** Draws a message to be posted: several where it does not fit in one, the buttons in the last. */
export function render(message: Message, scene: Scene): readonly Wire[] {
  const ink = inkFor(scene, new Set((message.ping ?? []).map(({ user }) => user)))
  const drawn = drawAll(message, ink)
  const files = filesIn(drawn)
  const parts = pack(drawn)
  return parts.map((part, index) => wire(message, part, index === parts.length - 1 ? files : [], ink))
}

/** Draws a message to replace a posted one. A part that does not fit becomes a file. */
export function renderEdit(message: Message, scene: Scene): Wire {
  const ink = inkFor(scene, new Set())
  const drawn = drawAll({ ...message, ping: [] }, ink)
  const [first = [], ...others] = pack(drawn)
  if (others.length === 0) return wire(message, first, filesIn(drawn), ink)
  const { kept, whole } = condense(drawn)
  return wire(message, kept, [...filesIn(drawn), { name: 'text.md', data: Buffer.from(whole) }], ink)
}

function drawAll(message: Message, ink: Ink): readonly Piece[] {
  const drawn = message.blocks.flatMap((block) => pieces(block, ink, 'message'))
  const named = JSON.stringify(drawn.map((each) => (each.kind === 'file' ? null : each.block)))
  const unnamed = (message.ping ?? []).filter(({ user }) => !named.includes(`<@${user}>`))
  const lead = unnamed.length > 0 ? [section(unnamed.map(mention).join(' '))] : []
  const all = [...lead, ...drawn]
  const hasBlocks = all.some(({ kind }) => kind !== 'file')
  return hasBlocks ? all : [...drawMrkdwn(message.summary.trim() || '…', ink, 3000).map(section), ...all]
}

function mention({ user }: UserRef): string {
  return `<@${user}>`
}

function filesIn(drawn: readonly Piece[]): readonly DrawnFile[] {
  return drawn.flatMap((each) => (each.kind === 'file' ? [each.file] : []))
}

type BlockPiece = Exclude<Piece, { kind: 'file' }>

function blocksIn(drawn: readonly Piece[]): readonly BlockPiece[] {
  return drawn.filter((each) => each.kind !== 'file')
}

/** Divides blocks into as few messages as possible; controls go to the last. */
function pack(drawn: readonly Piece[]): readonly (readonly BlockPiece[])[] {
  const all = blocksIn(drawn)
  if (fits(all)) return [all]
  const controls = all.filter(({ kind }) => kind === 'control')
  const parts: BlockPiece[][] = [[]]
  for (const each of [...all.filter(({ kind }) => kind !== 'control'), ...controls]) {
    const last = parts.at(-1)
    if (last && fits([...last, each])) last.push(each)
    else parts.push([each])
  }
  return parts
}

function fits(part: readonly BlockPiece[]): boolean {
  const length = part.reduce((sum, each) => sum + each.length, 0)
  return part.length <= BLOCK_LIMIT && length <= TEXT_LIMIT
}

/** Fits blocks into one message: keeps controls first, then as many others as have room. */
function condense(drawn: readonly Piece[]): { kept: readonly BlockPiece[]; whole: string } {
  const all = blocksIn(drawn)
  const controls: BlockPiece[] = []
  for (const each of all)
    if (each.kind === 'control' && fits([...controls, each, note()])) controls.push(each)
  const start: BlockPiece[] = []
  for (const each of all) {
    if (each.kind === 'control') continue
    if (!fits([...start, each, note(), ...controls])) break
    start.push(each)
  }
  const whole = all.map(({ block }) => textOf(block)).filter(Boolean)
  return { kept: [...start, note(), ...controls], whole: whole.join('\n\n') }
}

function note(): BlockPiece {
  return { kind: 'block', block: { type: 'context', elements: [plain(CUT, 10)] }, length: CUT.length }
}

/** A block's text for a file. */
function textOf(block: KnownBlock): string {
  if (block.type === 'markdown') return block.text
  if (block.type === 'header') return `# ${block.text.text}`
  if (block.type === 'section')
    return [block.text, ...(block.fields ?? [])].flatMap((each) => (each ? [each.text] : [])).join('\n')
  if (block.type === 'context')
    return block.elements.flatMap((each) => ('text' in each ? [each.text] : [])).join('\n')
  return ''
}

function wire(message: Message, part: readonly BlockPiece[], files: readonly DrawnFile[], ink: Ink): Wire {
  const summary = drawPlain(message.summary, ink).slice(0, 2 * NOTIFICATION_LIMIT)
  const [first = ''] = splitText(summary, NOTIFICATION_LIMIT)
  return { text: escapeText(first.trim()) || '…', blocks: part.map(({ block }) => block), files }
}

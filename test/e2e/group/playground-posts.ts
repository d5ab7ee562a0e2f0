import { splitTokens } from '#bot'
import type { WireBlock, WireButton, WireFile, WireMessage } from '../../../src/platforms/playground/wire.ts'
import type { Post } from './group.ts'

/** A message with the texts of its files; pictures are named only. */
export async function postOf(base: string, message: WireMessage): Promise<Post> {
  const buttons = buttonsIn(message)
  return {
    id: message.id,
    author: message.author ?? undefined,
    text: message.blocks.map(textOf).join('\n'),
    buttons: buttons.flatMap((each) => ('disabled' in each && each.disabled ? [] : [each.label])),
    pings: message.pings,
    links: Object.fromEntries(
      buttons.flatMap((button) => ('action' in button ? [] : [[button.label, JSON.stringify(button.to)]])),
    ),
    files: await Promise.all(filesOf(message).map(async (file) => fetched(base, file))),
    reactions: message.reactions.map(({ emoji, people }) => ({
      emoji,
      people: people.filter((person) => person !== 'bot'),
    })),
  }
}

type File = Readonly<{ file: WireFile; alt: string }>

function filesOf({ blocks, files }: WireMessage): readonly File[] {
  return [
    ...files.map((file) => ({ file, alt: '' })),
    ...blocks.flatMap((block): File[] =>
      block.type === 'image'
        ? [{ file: block.file, alt: block.alt }]
        : block.type === 'file'
          ? [{ file: block.file, alt: '' }]
          : [],
    ),
  ]
}

async function fetched(base: string, { file: { name, mediaType, url }, alt }: File) {
  if (mediaType.startsWith('image/')) return { name, text: '', alt }
  return { name, text: await (await fetch(`${base}${url}`)).text(), alt }
}

function buttonsIn({ blocks }: WireMessage): readonly WireButton[] {
  return blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
}

/** The action that a button sends. @throws Error where there is no such button */
export function actionOf(message: WireMessage, label: string): string {
  const button = buttonsIn(message).find((each) => each.label === label)
  if (!button || !('action' in button) || button.disabled)
    throw new Error(`no button ${label}, but: ${buttonsIn(message).map((each) => each.label)}`)
  return button.action
}

export function textOf(block: WireBlock): string {
  switch (block.type) {
    case 'heading':
    case 'text':
    case 'note':
      return plain(block.text)
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}: ${plain(value)}`).join('\n')
    case 'table':
      return [block.columns, ...block.rows].map((row) => row.join(' | ')).join('\n')
    default:
      return ''
  }
}

const plain = (text: string) =>
  splitTokens(text)
    .map((token) =>
      token.kind === 'text' ? token.text : token.kind === 'user' ? `@${token.user}` : token.kind,
    )
    .join('')

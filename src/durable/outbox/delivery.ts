import type { Block, ChannelRef, Language, Message, UserRef } from '#bot'
import type { ChartSpec } from '../../pictures/charts/spec.ts'

/** A channel, or the place remembered under a slot of the same stream. */
export type Target = Readonly<{ channel: ChannelRef }> | Readonly<{ slot: string }>

/** What is to be drawn. */
export type PictureSource =
  | Readonly<{
      kind: 'diagram'
      /** Mermaid. */
      source: string
      /** The file's name, without its ending. */
      name: string
      /** What stands there where it can't be drawn: why, and with `source` the text too. */
      instead: 'reason' | 'source'
      /** Of several in one message, which one: said where it can't be drawn. */
      number?: number
    }>
  /** Tables stand beside charts: where one can't be drawn nothing is in its place. */
  | Readonly<{ kind: 'chart'; spec: ChartSpec; name: string }>

/** A picture that is drawn when its message is sent: the outbox keeps texts, not bytes. */
export type PictureBlock = Readonly<{ type: 'picture'; picture: PictureSource; language: Language }>

export type DraftBlock = Block | PictureBlock

/** A message before its pictures are drawn. */
export type Draft = Omit<Message, 'blocks'> & Readonly<{ blocks: readonly DraftBlock[] }>

/**
 * One outgoing effect. A slot is a name, unique within its stream, under which the message or thread
 * is remembered; later deliveries refer to it before it exists.
 */
export type Delivery =
  | Readonly<{ kind: 'post'; to: Target; message: Draft; slot?: string }>
  /** Replaces an earlier edit of the same slot that nobody has begun to send. */
  | Readonly<{ kind: 'edit'; slot: string; message: Draft }>
  /**
   * Posts a message, or edits it where it stands already: what a slot shows now. Replaces an earlier `put` or
   * `remove` of the same slot that nobody has begun to send.
   */
  | Readonly<{ kind: 'put'; to: Target; slot: string; message: Draft }>
  /** Takes the message of a slot away, where there is one. */
  | Readonly<{ kind: 'remove'; slot: string }>
  /** Opens a thread on the message remembered under `on`, and remembers it under `slot`. */
  | Readonly<{ kind: 'thread'; on: string; title: string; slot: string }>
  | Readonly<{ kind: 'react'; slot: string; emoji: string }>
  | Readonly<{ kind: 'dm'; user: UserRef; message: Draft }>

/** Stored under an earlier name of it, which rows of a running version have too. */
type StoredPicture = Readonly<{ type: 'sketch'; sketch: PictureSource; language: Language }>

type StoredBlock =
  | Exclude<DraftBlock, { type: 'image' | 'picture' }>
  | StoredPicture
  | (Omit<Extract<Block, { type: 'image' }>, 'png'> & Readonly<{ png: string }>)

type StoredMessage = Omit<Draft, 'blocks'> & Readonly<{ blocks: readonly StoredBlock[] }>

type Stored<D> = D extends { message: Draft } ? Omit<D, 'message'> & Readonly<{ message: StoredMessage }> : D

/** A delivery as JSON: the bytes of images are base64. */
export type StoredDelivery = Stored<Delivery>

export function storeDelivery(delivery: Delivery): StoredDelivery {
  return 'message' in delivery ? { ...delivery, message: storeMessage(delivery.message) } : delivery
}

export function restoreDelivery(stored: StoredDelivery): Delivery {
  return 'message' in stored ? { ...stored, message: restoreMessage(stored.message) } : stored
}

function storeMessage(message: Draft): StoredMessage {
  return { ...message, blocks: message.blocks.map(storeBlock) }
}

function storeBlock(block: DraftBlock): StoredBlock {
  switch (block.type) {
    case 'image':
      return { ...block, png: Buffer.from(block.png).toString('base64') }
    case 'picture':
      return { type: 'sketch', sketch: block.picture, language: block.language }
    default:
      return block
  }
}

function restoreMessage(stored: StoredMessage): Draft {
  return { ...stored, blocks: stored.blocks.map(restoreBlock) }
}

function restoreBlock(block: StoredBlock): DraftBlock {
  switch (block.type) {
    case 'image':
      return { ...block, png: new Uint8Array(Buffer.from(block.png, 'base64')) }
    case 'sketch':
      return { type: 'picture', picture: block.sketch, language: block.language }
    default:
      return block
  }
}

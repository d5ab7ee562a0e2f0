import type { Block, ChannelRef, Language, Message, UserRef } from '#bot'
import type { ChartSpec } from '../../pictures/charts/spec.ts'

/** A channel, or the place stored under a slot of the same stream. */
export type Target = Readonly<{ channel: ChannelRef }> | Readonly<{ slot: string }>

/** The content of a picture. */
export type PictureSource =
  | Readonly<{
      kind: 'diagram'
      /** Mermaid. */
      source: string
      /** The file name, without its extension. */
      name: string
      /** The replacement if it can't be drawn: the reason, and with `source` the text too. */
      instead: 'reason' | 'source'
      /** Its number among several in one message, for the reason why it can't be drawn. */
      number?: number
    }>
  /** A chart has a table beside it, so nothing replaces one that can't be drawn. */
  | Readonly<{ kind: 'chart'; spec: ChartSpec; name: string }>

/** A picture that is drawn when its message is sent, so that the outbox stores text instead of bytes. */
export type PictureBlock = Readonly<{ type: 'picture'; picture: PictureSource; language: Language }>

export type DraftBlock = Block | PictureBlock

/** A message before its pictures are drawn. */
export type Draft = Omit<Message, 'blocks'> & Readonly<{ blocks: readonly DraftBlock[] }>

/**
 * One outgoing effect. A slot is a name, unique within its stream, under which the message or thread is stored. Later
 * deliveries refer to it before the message exists.
 */
export type Delivery =
  | Readonly<{ kind: 'post'; to: Target; message: Draft; slot?: string }>
  /** Replaces an earlier edit of the same slot that is not being sent yet. */
  | Readonly<{ kind: 'edit'; slot: string; message: Draft }>
  /**
   * Sets what a slot shows: edits its message, or posts it if there is none. Replaces an earlier `put` or `remove` of
   * the same slot that was not attempted yet.
   */
  | Readonly<{ kind: 'put'; to: Target; slot: string; message: Draft }>
  /** Deletes the message of a slot if there is one. */
  | Readonly<{ kind: 'remove'; slot: string }>
  /** Opens a thread on the message stored under `on`, and stores it under `slot`. */
  | Readonly<{ kind: 'thread'; on: string; title: string; slot: string }>
  | Readonly<{ kind: 'react'; slot: string; emoji: string }>
  | Readonly<{ kind: 'dm'; user: UserRef; message: Draft }>

/** Stored under its former name, which rows of an older running version have too. */
type StoredPicture = Readonly<{ type: 'sketch'; sketch: PictureSource; language: Language }>

type StoredBlock =
  | Exclude<DraftBlock, { type: 'image' | 'picture' }>
  | StoredPicture
  | (Omit<Extract<Block, { type: 'image' }>, 'png'> & Readonly<{ png: string }>)

type StoredMessage = Omit<Draft, 'blocks'> & Readonly<{ blocks: readonly StoredBlock[] }>

type Stored<D> = D extends { message: Draft } ? Omit<D, 'message'> & Readonly<{ message: StoredMessage }> : D

/** A delivery as JSON, with the bytes of images in base64. */
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

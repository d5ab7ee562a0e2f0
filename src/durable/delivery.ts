import type { Block, ChannelRef, Message, UserRef } from '#bot'

/** A channel, or the place remembered under a slot of the same stream. */
export type Target = Readonly<{ channel: ChannelRef }> | Readonly<{ slot: string }>

/**
 * One outgoing effect. A slot is a name, unique within its stream, under which the message or thread
 * is remembered; later deliveries refer to it before it exists.
 */
export type Delivery =
  | Readonly<{ kind: 'post'; to: Target; message: Message; slot?: string }>
  /** Replaces an earlier edit of the same slot that nobody has begun to send. */
  | Readonly<{ kind: 'edit'; slot: string; message: Message }>
  /** Opens a thread on the message remembered under `on`, and remembers it under `slot`. */
  | Readonly<{ kind: 'thread'; on: string; title: string; slot: string }>
  | Readonly<{ kind: 'react'; slot: string; emoji: string }>
  | Readonly<{ kind: 'dm'; user: UserRef; message: Message }>

type StoredBlock =
  | Exclude<Block, { type: 'image' }>
  | (Omit<Extract<Block, { type: 'image' }>, 'png'> & Readonly<{ png: string }>)

type StoredMessage = Omit<Message, 'blocks'> & Readonly<{ blocks: readonly StoredBlock[] }>

type Stored<D> = D extends { message: Message }
  ? Omit<D, 'message'> & Readonly<{ message: StoredMessage }>
  : D

/** A delivery as JSON: pictures are base64. */
export type StoredDelivery = Stored<Delivery>

export function storeDelivery(delivery: Delivery): StoredDelivery {
  return 'message' in delivery ? { ...delivery, message: storeMessage(delivery.message) } : delivery
}

export function restoreDelivery(stored: StoredDelivery): Delivery {
  return 'message' in stored ? { ...stored, message: restoreMessage(stored.message) } : stored
}

function storeMessage(message: Message): StoredMessage {
  return {
    ...message,
    blocks: message.blocks.map((block) =>
      block.type === 'image' ? { ...block, png: Buffer.from(block.png).toString('base64') } : block,
    ),
  }
}

function restoreMessage(stored: StoredMessage): Message {
  return {
    ...stored,
    blocks: stored.blocks.map((block) =>
      block.type === 'image' ? { ...block, png: new Uint8Array(Buffer.from(block.png, 'base64')) } : block,
    ),
  }
}

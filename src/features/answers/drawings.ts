import type { ChannelRef, Language, Translate } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Draft, enqueue } from '../../durable/outbox/index.ts'
import { type Drawing, MOST_DRAWN, redrawn } from './rules.ts'
import type { PartSource } from './store.ts'

/** Where the drawings of an answer's parts stand, and in which words. */
export type Board = Readonly<{
  /** Of its own, so that a drawing that takes long holds up nothing else. */
  stream: string
  thread: ChannelRef
  language: Language
  t: Translate
}>

/**
 * Draws what is new in a part's Mermaid blocks under it, draws anew what changed, and takes away what is gone; in
 * the transaction that saves the wording, which holds the answer's row.
 */
export async function drawPart(
  tx: Tx,
  board: Board,
  { sourceId }: PartSource,
  before: string,
  after: string,
): Promise<void> {
  const { stream, thread } = board
  for (const { index, drawing } of redrawn(before, after)) {
    const slot = `${sourceId}:${index}`
    await enqueue(
      tx,
      stream,
      thread.platform,
      drawing
        ? { kind: 'put', to: { channel: thread }, slot, message: drawingMessage(board, drawing) }
        : { kind: 'remove', slot },
    )
  }
}

function drawingMessage({ t, language }: Board, { source, number, of }: Drawing): Draft {
  const notes = [
    ...(of > 1 ? [t('picture.number', { number, of })] : []),
    ...(number === MOST_DRAWN && of > MOST_DRAWN
      ? [t('picture.more', { max: MOST_DRAWN, rest: of - MOST_DRAWN })]
      : []),
  ]
  return {
    summary: t('picture.summary'),
    blocks: [
      ...(notes.length > 0 ? [{ type: 'note', text: notes.join('. ') } as const] : []),
      {
        type: 'picture',
        picture: { kind: 'diagram', source, name: 'diagram', instead: 'reason' },
        language,
      },
    ],
  }
}

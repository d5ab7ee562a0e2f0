import type { ChannelRef, Language, Translate } from '#bot'
import type { Tx } from '../../db/client.ts'
import { enqueue } from '../../durable/outbox/index.ts'
import { diagramMessage } from './cards.ts'
import { diagramChanges, type TextDiagrams } from './rules.ts'
import type { PartSource } from './store.ts'

/** The thread that gets an answer's diagrams, and the language of their captions. */
export type DiagramThread = Readonly<{
  /** A stream of its own, so that a slow diagram delays no other message. */
  stream: string
  thread: ChannelRef
  language: Language
  t: Translate
}>

/**
 * Posts a diagram for each new Mermaid block of a part, edits those that changed, and removes those that are gone.
 * Runs in the transaction that saves the text, which holds the answer's row.
 */
export async function updateDiagrams(
  tx: Tx,
  { stream, thread, language, t }: DiagramThread,
  { sourceId }: PartSource,
  before: TextDiagrams,
  after: TextDiagrams,
): Promise<void> {
  for (const { index, diagram } of diagramChanges(before, after)) {
    const slot = `${sourceId}:${index}`
    const message = diagram && diagramMessage(t, language, diagram)
    await enqueue(
      tx,
      stream,
      thread.platform,
      message ? { kind: 'put', to: { channel: thread }, slot, message } : { kind: 'remove', slot },
    )
  }
}

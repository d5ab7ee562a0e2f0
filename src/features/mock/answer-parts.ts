import type { SeenMessage } from '#bot'
import type { Tx } from '../../db/client.ts'
import { findSlot } from '../../durable/outbox/index.ts'
import { updateDiagrams } from '../answers/diagrams.ts'
import { renameFiles } from '../answers/file-store.ts'
import { NO_DIAGRAMS } from '../answers/rules.ts'
import {
  answerOfMock,
  deletePart,
  findPart,
  moveMessage,
  type PartSource,
  type StoredPart,
  savePart,
} from '../answers/store.ts'
import { diagramStream, THREAD } from './streams.ts'
import type { View } from './view.ts'

type NewPart = Parameters<typeof savePart>[1]

/**
 * Stores a part of a mock's answer, and shows its Mermaid blocks as diagrams in the thread. A text older than the
 * stored one changes neither.
 * @returns the part's id; undefined when it was deleted
 */
export async function saveAnswerPart(tx: Tx, view: View, part: NewPart): Promise<number | undefined> {
  const before = await findPart(tx, part)
  const id = await savePart(tx, part)
  await showDiagrams(tx, view, part, before, await findPart(tx, part))
  return id
}

/**
 * Lets a copy of a message take its place as the source of a part.
 * @returns the part's id; undefined where the message has none, or the copy has one
 */
export async function moveAnswerPart(
  tx: Tx,
  view: View,
  from: PartSource,
  { ref, files, at }: SeenMessage,
): Promise<number | undefined> {
  const answer = await answerOfMock(tx, view.mock.id)
  if (!answer) return undefined
  const part = await findPart(tx, { answerId: answer.id, ...from })
  const to = { sourceId: ref.message, editedAt: at }
  const id = await moveMessage(tx, answer.id, from.sourceId, to)
  if (id === undefined) return undefined
  await renameFiles(tx, id, files)
  // Diagrams are named after their message, so they are posted anew.
  await showDiagrams(tx, view, from, part, undefined)
  await showDiagrams(tx, view, { source: 'message', sourceId: ref.message }, undefined, part)
  return id
}

/** Deletes a part of a mock's answer, and its diagrams. */
export async function deleteAnswerPart(tx: Tx, view: View, source: PartSource): Promise<void> {
  const { mock } = view
  const answer = await answerOfMock(tx, mock.id)
  if (!answer) return
  const part = { answerId: answer.id, ...source }
  const stage = 'timeline' in mock.state ? mock.state.timeline.stage : 0
  const before = await findPart(tx, part)
  await deletePart(tx, { ...part, stage, at: mock.state.at })
  await showDiagrams(tx, view, part, before, undefined)
}

async function showDiagrams(
  tx: Tx,
  { mock, language, t }: View,
  part: PartSource,
  before: StoredPart | undefined,
  after: StoredPart | undefined,
): Promise<void> {
  if (before?.text === after?.text) return
  const thread = await findSlot(tx, mock.id, THREAD)
  if (!thread) return
  await updateDiagrams(
    tx,
    { stream: diagramStream(mock.id), thread, language, t },
    part,
    before?.diagrams ?? NO_DIAGRAMS,
    after?.diagrams ?? NO_DIAGRAMS,
  )
}

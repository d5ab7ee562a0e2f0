import type { UserRef } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Delivery, type Draft, enqueue, expectPictures } from '../../durable/outbox/index.ts'
import { answerOfMock } from '../answers/store.ts'
import { listReviews } from '../review/store.ts'
import { lobbyCard } from './cards/lobby-card.ts'
import { submittedNotice } from './cards/notices.ts'
import { scoringCard } from './cards/scoring-card.ts'
import { stageCard } from './cards/stage-card.ts'
import type { Paused, Running } from './rules/state.ts'
import { answerSlot, LOBBY, SCORING, stageSlot, THREAD } from './streams.ts'
import type { View } from './view.ts'

/** All that a mock shows in its channel and thread goes through here. */
export function post(tx: Tx, { mock }: View, delivery: Delivery): Promise<void> {
  return enqueue(tx, mock.id, mock.channel.platform, delivery)
}

export function postInThread(tx: Tx, view: View, message: Draft, slot?: string): Promise<void> {
  return post(tx, view, { kind: 'post', to: { slot: THREAD }, message, ...(slot && { slot }) })
}

export function postLobby(tx: Tx, view: View): Promise<void> {
  const to = { channel: view.mock.channel }
  return post(tx, view, { kind: 'post', to, message: lobbyCard(view), slot: LOBBY })
}

export function editLobby(tx: Tx, view: View): Promise<void> {
  return post(tx, view, { kind: 'edit', slot: LOBBY, message: lobbyCard(view) })
}

export function editStage(tx: Tx, view: View, state: Running | Paused, stage: number): Promise<void> {
  const message = stageCard(view, state, state.missed ?? [])
  return post(tx, view, { kind: 'edit', slot: stageSlot(stage), message })
}

/** Shows who has scored so far. */
export async function editScoring(tx: Tx, view: View): Promise<void> {
  const { state } = view.mock
  if (state.phase !== 'scoring') return
  // The debrief has pictures and comes when everybody has scored.
  await expectPictures(tx)
  const message = scoringCard(view, state, await listScorers(tx, view))
  await post(tx, view, { kind: 'edit', slot: SCORING, message })
}

/** The people who have handed in the rubric form. */
export async function listScorers(tx: Tx, { mock }: View): Promise<readonly UserRef[]> {
  const answer = await answerOfMock(tx, mock.id)
  return answer ? (await listReviews(tx, answer.id)).map((review) => review.voter) : []
}

/** Shows in the thread what the candidate submitted by a form. @param again whether it replaces an earlier text */
export function postSubmitted(
  tx: Tx,
  view: View,
  stage: number,
  text: string,
  again: boolean,
): Promise<void> {
  const message = submittedNotice(view, stage, text)
  const slot = answerSlot(stage)
  return again ? post(tx, view, { kind: 'edit', slot, message }) : postInThread(tx, view, message, slot)
}

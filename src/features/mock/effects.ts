import type { Tx } from '../../db/client.ts'
import { type Draft, expectPictures, findSlot } from '../../durable/outbox/index.ts'
import { countPictures, listFiles } from '../answers/file-store.ts'
import { answerOfMock, countDiagrams, createAnswer, listParts, markRevealed } from '../answers/store.ts'
import { listFormVotes, listReviews } from '../review/store.ts'
import { type DebriefFacts, debrief } from './cards/debrief.ts'
import type { ShownFile } from './cards/files-card.ts'
import {
  clockNotice,
  curveballNotice,
  hintNotice,
  nudgeNotice,
  probeNotice,
  takeOverNotice,
} from './cards/notices.ts'
import { openingMessage } from './cards/opening.ts'
import { rubricMessage, scoredCard, scoringCard } from './cards/scoring-card.ts'
import { closedStageCard, stageCard } from './cards/stage-card.ts'
import { editLobby, editStage, listScorers, post, postInThread } from './posts.ts'
import { type Done, isUnderWay, type MockEffect } from './rules/state.ts'
import { listNotes } from './store.ts'
import { LOBBY, SCORING, stageSlot, THREAD } from './streams.ts'
import type { View } from './view.ts'

/** Writes what follows a step, in the step's transaction. */
export async function carryOut(tx: Tx, view: View, effects: readonly MockEffect[]): Promise<void> {
  // People wait for the new card; the old one loses its controls afterwards.
  const first = effects.filter(({ kind }) => kind !== 'stage-closed')
  const last = effects.filter(({ kind }) => kind === 'stage-closed')
  for (const effect of [...first, ...last]) await carryOutOne(tx, view, effect)
}

async function carryOutOne(tx: Tx, view: View, effect: MockEffect): Promise<void> {
  const { state } = view.mock
  const say = (message: Draft | undefined) => (message ? postInThread(tx, view, message) : undefined)
  switch (effect.kind) {
    case 'lobby-changed':
      return editLobby(tx, view)
    case 'started':
      return start(tx, view)
    case 'stage-opened':
      // People draw in every stage.
      await expectPictures(tx)
      if (!isUnderWay(state)) return
      return postInThread(tx, view, stageCard(view, state, effect.missed), stageSlot(effect.stage))
    case 'stage-changed':
      if (!isUnderWay(state)) return
      return editStage(tx, view, state, effect.stage)
    case 'stage-closed': {
      const message = closedStageCard(view, effect.stage)
      return post(tx, view, { kind: 'edit', slot: stageSlot(effect.stage), message })
    }
    case 'hinted':
      return say(hintNotice(view, effect.stage))
    case 'nudged':
      if (state.phase !== 'running') return
      // A countdown that does not run by itself is brought up to date.
      await editStage(tx, view, state, effect.stage)
      return say(nudgeNotice(view, effect.stage, effect.empty))
    case 'probed':
      return say(probeNotice(view, effect.stage, effect.probe))
    case 'curveball':
      return say(curveballNotice(view, effect.curveball))
    case 'paused':
    case 'resumed':
    case 'extended':
      return say(clockNotice(view, effect.kind, effect.by))
    case 'took-over':
      await say(takeOverNotice(view, effect.by, effect.from))
      return editLobby(tx, view)
    case 'scoring-opened':
      if (state.phase !== 'scoring') return
      await postInThread(tx, view, rubricMessage(view))
      await postInThread(tx, view, scoringCard(view, state, [], effect.missed), SCORING)
      return editLobby(tx, view)
    case 'revealed':
      if (state.phase !== 'done') return
      return reveal(tx, view, state)
    case 'cancelled':
      // Nobody can be told in a channel that is gone.
      return effect.reason === 'gone' ? undefined : editLobby(tx, view)
    default:
      return effect satisfies never
  }
}

/** Creates the candidate's answer, and opens the thread. */
async function start(tx: Tx, view: View): Promise<void> {
  const { mock, problem, language, t } = view
  const author = mock.state.seats.candidate
  if (!author) throw new Error(`mock ${mock.id} runs without a candidate`)
  await createAnswer(tx, { groupId: mock.groupId, mockId: mock.id, problem: mock.problem, language, author })
  const title = t('lobby.title', { problem: problem.title })
  await post(tx, view, { kind: 'thread', on: LOBBY, title, slot: THREAD })
  await postInThread(tx, view, openingMessage(view))
}

async function reveal(tx: Tx, view: View, state: Done): Promise<void> {
  const message = scoredCard(view, await listScorers(tx, view))
  const facts = await unseal(tx, view, state)
  await post(tx, view, { kind: 'edit', slot: SCORING, message })
  for (const part of debrief(view, state, facts)) await postInThread(tx, view, part)
  await editLobby(tx, view)
}

/** Unseals the votes, and gathers what the debrief shows. */
async function unseal(tx: Tx, { mock }: View, state: Done): Promise<DebriefFacts> {
  const answer = await answerOfMock(tx, mock.id)
  if (!answer) throw new Error(`mock ${mock.id} has no answer`)
  await markRevealed(tx, answer.id, state.at)
  const parts = (await listParts(tx, answer.id)).filter((part) => part.text !== '')
  return {
    author: answer.author,
    votes: await listFormVotes(tx, answer.id),
    reviews: await listReviews(tx, answer.id),
    notes: await listNotes(tx, mock.id),
    parts: parts.length,
    diagrams: await countDiagrams(tx, answer.id),
    pictures: await countPictures(tx, answer.id),
    files: await filesOf(tx, mock.id, answer.id),
  }
}

/** The files of an answer, each with the message that it is attached to. */
async function filesOf(tx: Tx, mockId: string, answerId: string): Promise<readonly ShownFile[]> {
  const thread = await findSlot(tx, mockId, THREAD)
  if (!thread) return []
  const files = await listFiles(tx, answerId)
  return files.map(({ name, stage, sourceId }) => ({ name, stage, to: { ...thread, message: sourceId } }))
}

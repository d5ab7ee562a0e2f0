import { textMessage, type UserRef, userToken } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Delivery, type Draft, enqueue, expectPictures } from '../../durable/outbox/index.ts'
import { quoted } from '../../texts/phrases.ts'
import { mermaidBlocks } from '../answers/rules.ts'
import { answerOfMock, countPictures, createAnswer, listParts, markRevealed } from '../answers/store.ts'
import { listFormVotes, listReviews } from '../review/store.ts'
import { type DebriefFacts, debrief } from './debrief.ts'
import { lobbyCard } from './lobby-card.ts'
import { leftOf } from './rules/running.ts'
import type { Done, MockEffect, Paused, Running } from './rules/state.ts'
import { rubricMessage, scoredCard, scoringCard } from './scoring-card.ts'
import { listNotes } from './store.ts'
import { closedStageCard, openingMessage, stageCard } from './thread-cards.ts'
import { duration, stageAt, type View } from './view.ts'

/** Names under which a mock's messages and its thread are remembered. */
export const LOBBY = 'lobby'
export const THREAD = 'thread'
const SCORING = 'scoring'
const stageSlot = (stage: number) => `stage:${stage}`

/** Writes what a step brought about into the outbox, in the transaction of that step. */
export async function announce(tx: Tx, view: View, effects: readonly MockEffect[]): Promise<void> {
  // What people wait for comes first; an old card loses its controls after the new one has them.
  const first = effects.filter(({ kind }) => kind !== 'stage-closed')
  const last = effects.filter(({ kind }) => kind === 'stage-closed')
  for (const effect of [...first, ...last]) {
    if (effect.kind === 'started') await openAnswer(tx, view)
    // In every stage people draw.
    if (effect.kind === 'stage-opened') await expectPictures(tx)
    for (const delivery of await deliveriesOf(tx, view, effect)) await send(tx, view, delivery)
  }
}

/** Posts a mock's lobby card. */
export async function announceLobby(tx: Tx, view: View): Promise<void> {
  await send(tx, view, {
    kind: 'post',
    to: { channel: view.mock.channel },
    message: lobbyCard(view),
    slot: LOBBY,
  })
}

/** Shows who has scored so far. */
export async function announceScored(tx: Tx, view: View): Promise<void> {
  const { state } = view.mock
  if (state.phase !== 'scoring') return
  // Of the debrief, when everybody has scored.
  await expectPictures(tx)
  await send(tx, view, {
    kind: 'edit',
    slot: SCORING,
    message: scoringCard(view, state, await scorers(tx, view)),
  })
}

/** Shows in the thread what was submitted by a form, for those who score. */
export async function announceSubmitted(
  tx: Tx,
  view: View,
  stage: number,
  text: string,
  again: boolean,
): Promise<void> {
  const { candidate } = view.mock.state.seats
  const name = stageAt(view.content, stage).name[view.language]
  const head = view.t('say.submitted', { who: candidate ? userToken(candidate) : '', stage: name })
  const message = textMessage(`**${head}**\n${quoted(text)}`)
  const slot = `answer:${stage}`
  await send(tx, view, again ? { kind: 'edit', slot, message } : inThread(message, slot))
}

function send(tx: Tx, { mock }: View, delivery: Delivery): Promise<void> {
  return enqueue(tx, mock.id, mock.channel.platform, delivery)
}

function inThread(message: Draft, slot?: string): Delivery {
  return { kind: 'post', to: { slot: THREAD }, message, ...(slot && { slot }) }
}

async function deliveriesOf(tx: Tx, view: View, effect: MockEffect): Promise<readonly Delivery[]> {
  const { mock, problem, content, language, t } = view
  const { state } = mock
  const candidate = state.seats.candidate
  const card = (): Delivery => ({ kind: 'edit', slot: LOBBY, message: lobbyCard(view) })
  switch (effect.kind) {
    case 'lobby-changed':
      return [card()]
    case 'started':
      return [
        { kind: 'thread', on: LOBBY, title: t('lobby.title', { problem: problem.title }), slot: THREAD },
        inThread(openingMessage(view)),
      ]
    case 'stage-opened':
      if (state.phase !== 'running' && state.phase !== 'paused') return []
      return [inThread(stageCard(view, state, effect.missed), stageSlot(effect.stage))]
    case 'stage-changed':
      if (state.phase !== 'running' && state.phase !== 'paused') return []
      return [changedCard(view, state, effect.stage)]
    case 'stage-closed':
      return [{ kind: 'edit', slot: stageSlot(effect.stage), message: closedStageCard(view, effect.stage) }]
    case 'hinted': {
      const stage = stageAt(content, effect.stage)
      const text = t('say.hint', {
        candidate: candidate ? userToken(candidate) : '',
        stage: stage.name[language],
      })
      return [inThread(textMessage(text))]
    }
    case 'nudged':
      if (state.phase !== 'running') return []
      return [
        // Where a countdown does not count by itself, it is drawn anew.
        changedCard(view, state, effect.stage),
        inThread(
          textMessage(
            t(effect.empty ? 'say.nudgeEmpty' : 'say.nudge', {
              stage: stageAt(content, effect.stage).name[language],
            }),
          ),
        ),
      ]
    case 'probed': {
      const probe = problem.probes[stageAt(content, effect.stage).id][effect.probe]
      return probe ? [inThread(textMessage(`${t('say.probe')}\n${quoted(probe)}`))] : []
    }
    case 'curveball': {
      const curveball = problem.curveballs[effect.curveball]
      return curveball ? [inThread(textMessage(`${t('say.curveball')}\n${quoted(curveball.text)}`))] : []
    }
    case 'paused':
    case 'resumed':
    case 'extended': {
      const left = state.phase === 'running' || state.phase === 'paused' ? duration(t, leftOf(state)) : ''
      return [inThread(textMessage(t(`say.${effect.kind}`, { who: userToken(effect.by), left })))]
    }
    case 'took-over':
      return [
        inThread(textMessage(t('say.tookOver', { who: userToken(effect.by), from: userToken(effect.from) }))),
        card(),
      ]
    case 'scoring-opened':
      if (state.phase !== 'scoring') return []
      return [
        inThread(rubricMessage(view)),
        inThread(scoringCard(view, state, [], effect.missed), SCORING),
        card(),
      ]
    case 'revealed': {
      if (state.phase !== 'done') return []
      const scored: Delivery = {
        kind: 'edit',
        slot: SCORING,
        message: scoredCard(view, await scorers(tx, view)),
      }
      const messages = debrief(view, state, await reveal(tx, view, state))
      return [scored, ...messages.map((message) => inThread(message)), card()]
    }
    case 'cancelled':
      // Where the channel is gone there is nobody to tell.
      return effect.reason === 'gone' ? [] : [card()]
    default:
      return effect satisfies never
  }
}

function changedCard(view: View, state: Running | Paused, stage: number): Delivery {
  return { kind: 'edit', slot: stageSlot(stage), message: stageCard(view, state, state.missed ?? []) }
}

async function openAnswer(tx: Tx, { mock, language }: View): Promise<void> {
  const author = mock.state.seats.candidate
  if (!author) throw new Error(`mock ${mock.id} runs without a candidate`)
  await createAnswer(tx, { groupId: mock.groupId, mockId: mock.id, problem: mock.problem, language, author })
}

async function scorers(tx: Tx, { mock }: View): Promise<readonly UserRef[]> {
  const answer = await answerOfMock(tx, mock.id)
  return answer ? (await listReviews(tx, answer.id)).map((review) => review.voter) : []
}

/** Unseals the votes, and gathers what the debrief shows. */
async function reveal(tx: Tx, { mock }: View, state: Done): Promise<DebriefFacts> {
  const answer = await answerOfMock(tx, mock.id)
  if (!answer) throw new Error(`mock ${mock.id} has no answer`)
  await markRevealed(tx, answer.id, state.at)
  const parts = (await listParts(tx, answer.id)).filter((part) => part.text !== '')
  const diagrams = parts.reduce((sum, part) => sum + mermaidBlocks(part.text).length, 0)
  return {
    author: answer.author,
    votes: await listFormVotes(tx, answer.id),
    reviews: await listReviews(tx, answer.id),
    notes: await listNotes(tx, mock.id),
    parts: parts.length,
    drawings: diagrams + (await countPictures(tx, answer.id)),
  }
}

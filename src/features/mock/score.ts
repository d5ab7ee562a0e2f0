import {
  type ActionEvent,
  action,
  type Form,
  type FormEvent,
  type Message,
  sameUser,
  textMessage,
  UserError,
  type UserRef,
} from '#bot'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { answerOfMock } from '../answers/store.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { rubricForm } from '../review/cards/rubric-form.ts'
import { countedScores } from '../review/cards/scorecard.ts'
import { readScores, type Scores } from '../review/rules.ts'
import { findScores, listReviews, saveScores } from '../review/store.ts'
import { mockOf } from './components.ts'
import type { MockDeps } from './deps.ts'
import { editScoring } from './posts.ts'
import { everyoneScored, mayScore } from './rules/seats.ts'
import { lockMock, type Mock } from './store.ts'

/** The rubric form that `Score` opens. Votes stay sealed until the reveal. */
export function scoreHandlers(deps: MockDeps): Handlers {
  return {
    actions: { 'mock.score': { answer: 'form', run: (event, caller) => openForm(deps, event, caller) } },
    forms: { 'mock.scored': { answer: 'private', run: (event, caller) => score(deps, event, caller) } },
  }
}

async function openForm(deps: MockDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const mock = await mockOf(deps, event, caller)
  const { user, t } = caller
  requireVoter(mock, user)
  const view = deps.engine.view(mock)
  const answer = await answerOfMock(deps.db, mock.id)
  const { candidate } = mock.state.seats
  const self = candidate && sameUser(candidate, user)
  return rubricForm(view.content.rubric, view.language, view.t, {
    action: action('mock.scored', mock.id),
    intro: t(self ? 'score.introSelf' : 'score.intro'),
    before: answer && (await findScores(deps.db, answer.id, user)),
  })
}

/** @throws UserError when votes are not taken, or not from this person */
function requireVoter({ state }: Mock, user: UserRef): void {
  if (state.phase === 'done') throw new UserError('error.revealed')
  if (state.phase !== 'scoring') throw new UserError('refused.notScoring')
  if (!mayScore(state.seats, user)) throw new UserError('error.scoreRole')
}

/** @returns a receipt with the scores that count */
async function score(deps: MockDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const { db, clock, content, engine } = deps
  const mock = await mockOf(deps, event, caller)
  const { user, t } = caller
  const criteria = content.rubric.criteria.map(({ id }) => id)
  const scores = readScores(criteria, event.values)
  const over = await db.transaction(async (tx) => {
    if (!(await claimEvent(tx, event.actor.platform, event.id))) return undefined
    const locked = await lockMock(tx, mock.id)
    if (!locked) throw new UserError('error.oldButton')
    // The votes may have been due to be unsealed since the form was opened.
    const { mock: now } = await engine.stepIn(tx, locked, { kind: 'seen', by: user, at: clock.now() })
    requireVoter(now, user)
    return saveVote(deps, tx, now, user, scores)
  })
  if (over === undefined) return undefined
  const counted = countedScores(content.rubric, mock.language, t, scores)
  return textMessage(t(over ? 'score.receiptLast' : 'score.receipt', counted))
}

/** @returns whether everybody has scored now, so that the votes are revealed */
async function saveVote(
  { clock, engine }: MockDeps,
  tx: Tx,
  mock: Mock,
  user: UserRef,
  scores: Scores,
): Promise<boolean> {
  const answer = await answerOfMock(tx, mock.id)
  if (!answer) throw new Error(`mock ${mock.id} has no answer`)
  const at = clock.now()
  await saveScores(tx, answer.id, user, scores, at)
  const voters = (await listReviews(tx, answer.id)).map(({ voter }) => voter)
  const over = everyoneScored(mock.state.seats, voters)
  if (over) await engine.stepIn(tx, mock, { kind: 'all-voted', at })
  else await editScoring(tx, engine.view(mock))
  return over
}

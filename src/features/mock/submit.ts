import {
  type ActionEvent,
  type Form,
  type FormEvent,
  type Message,
  sameUser,
  textMessage,
  UserError,
  type UserRef,
} from '#bot'
import { readPart } from '../answers/rules.ts'
import { answerOfMock, findPart } from '../answers/store.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { saveAnswerPart } from './answer-parts.ts'
import { answerForm } from './cards/answer-form.ts'
import { eventOf, mockOf, numberOf } from './components.ts'
import type { MockDeps } from './deps.ts'
import { postSubmitted } from './posts.ts'
import { isUnderWay } from './rules/state.ts'
import type { Mock } from './store.ts'

/** The candidate's `Submit answer`, for platforms on which the bot can't read messages. */
export function submitHandlers(deps: MockDeps): Handlers {
  return {
    actions: { 'mock.submit': { answer: 'form', run: (event, caller) => openForm(deps, event, caller) } },
    forms: { 'mock.submitted': { answer: 'private', run: (event, caller) => submit(deps, event, caller) } },
  }
}

const formSource = (stage: number) => ({ source: 'form' as const, sourceId: `form:${stage}` })

async function openForm(deps: MockDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const mock = await mockOf(deps, event, caller)
  requireCandidate(mock, caller.user)
  const { state } = mock
  if (!isUnderWay(state))
    throw new UserError(state.phase === 'lobby' ? 'refused.notRunning' : 'refused.finished')
  const { stage } = state.timeline
  const answer = await answerOfMock(deps.db, mock.id)
  const written = answer && (await findPart(deps.db, { answerId: answer.id, ...formSource(stage) }))
  return answerForm(deps.engine.view(mock), stage, written?.text)
}

async function submit(deps: MockDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const mock = await mockOf(deps, event, caller)
  const { user, t } = caller
  requireCandidate(mock, user)
  const stage = numberOf(event.action)
  const { text, diagrams, pictures } = readPart(event.values.text ?? '')
  if (text === '' || !deps.content.stages[stage]) throw new UserError('error.emptyAnswer')
  const stepped = await deps.engine.advance(mock.id, (_, at) => ({ kind: 'seen', by: user, at }), {
    event: eventOf(event),
    also: async (tx, { mock: { state } }, view) => {
      if (!isUnderWay(state)) throw new UserError('refused.finished')
      const answer = await answerOfMock(tx, mock.id)
      if (!answer) throw new UserError('error.oldButton')
      const part = { answerId: answer.id, ...formSource(stage) }
      const again = (await findPart(tx, part)) !== undefined
      await postSubmitted(tx, view, stage, text, again)
      await saveAnswerPart(tx, view, { ...part, stage, text, diagrams, editedAt: state.at })
    },
  })
  if (!stepped) return undefined
  const said = [
    t('submit.saved', { count: text.length }),
    ...(pictures > 0 ? [t('picture.embedded', { count: pictures })] : []),
  ]
  return textMessage(said.join('\n\n'))
}

function requireCandidate({ state }: Mock, user: UserRef): void {
  const { candidate } = state.seats
  if (!candidate || !sameUser(candidate, user)) throw new UserError('error.candidateOnly')
}

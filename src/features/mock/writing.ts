import {
  type ActionEvent,
  action,
  type Form,
  type FormEvent,
  type Message,
  sameUser,
  textMessage,
  UserError,
} from '#bot'
import { PART_MAX, partText } from '../answers/rules.ts'
import { answerOfMock, findPart } from '../answers/store.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { eventOf, numberOf, type Press, pressOf } from './access.ts'
import { announceSubmitted } from './announce.ts'
import { NOTE_MAX, noteForm } from './console.ts'
import type { FlowDeps } from './deps.ts'
import { savePartDrawn } from './drawing.ts'
import type { Stepped } from './engine.ts'
import { addNote } from './store.ts'
import { stageAt } from './view.ts'

/** A text field's limit on every platform (Slack's is the tightest). */
const FORM_TEXT_MAX = 3000

/** The candidate's `Submit answer`, for where messages can't be read, and the interviewer's notes. */
export function writingHandlers(deps: FlowDeps): Handlers {
  return {
    actions: {
      'mock.submit': { answer: 'form', run: (event, caller) => openAnswer(deps, event, caller) },
      'mock.note': { answer: 'form', run: (event, caller) => openNote(deps, event, caller) },
    },
    forms: {
      'mock.submitted': { answer: 'private', run: (event, caller) => saveAnswer(deps, event, caller) },
      'mock.note-saved': { answer: 'private', run: (event, caller) => saveNote(deps, event, caller) },
    },
  }
}

const sourceOf = (stage: number) => ({ source: 'form' as const, sourceId: `form:${stage}` })

async function openAnswer(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const { mock, t } = await candidateOf(deps, event, caller)
  const { state } = mock
  if (state.phase !== 'running' && state.phase !== 'paused')
    throw new UserError(state.phase === 'lobby' ? 'refused.notRunning' : 'refused.finished')
  const { stage } = state.timeline
  const answer = await answerOfMock(deps.db, mock.id)
  const written = answer && (await findPart(deps.db, { answerId: answer.id, ...sourceOf(stage) }))
  const view = deps.engine.view(mock)
  return {
    action: action('mock.submitted', mock.id, stage),
    title: stageAt(view.content, stage).name[view.language],
    submit: t('submit.submit'),
    fields: [
      {
        kind: 'text',
        id: 'text',
        label: t('submit.label'),
        help: t('submit.help'),
        required: true,
        multiline: true,
        maxLength: FORM_TEXT_MAX,
        ...(written && { value: written }),
      },
    ],
  }
}

async function saveAnswer(deps: FlowDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const { mock, person, t } = await candidateOf(deps, event, caller)
  const stage = numberOf(event.action)
  const text = partText(event.values.text ?? '')?.slice(0, PART_MAX)
  if (text === undefined || !deps.content.stages[stage]) throw new UserError('error.emptyAnswer')
  const stepped = await deps.engine.advance(mock.id, (_, at) => ({ kind: 'seen', by: person.user, at }), {
    event: eventOf(event),
    also: async (tx, now, view) => {
      checkUnderWay(now)
      const answer = await answerOfMock(tx, mock.id)
      if (!answer) throw new UserError('error.oldButton')
      const part = { answerId: answer.id, ...sourceOf(stage) }
      const again = (await findPart(tx, part)) !== undefined
      await announceSubmitted(tx, view, stage, text, again)
      await savePartDrawn(tx, view, { ...part, stage, text, editedAt: now.mock.state.at })
    },
  })
  return stepped && textMessage(t('submit.saved', { count: text.length }))
}

async function openNote(deps: FlowDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const { mock, person } = await pressOf(deps, event, caller)
  const { interviewer } = mock.state.seats
  if (!interviewer || !sameUser(interviewer, person.user)) throw new UserError('error.consoleRole')
  return noteForm(deps.engine.view(mock))
}

/** Notes are taken until the debrief has shown them. */
async function saveNote(deps: FlowDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const { mock, person, t } = await pressOf(deps, event, caller)
  const text = partText(event.values.note ?? '')?.slice(0, NOTE_MAX)
  if (text === undefined) throw new UserError('error.emptyNote')
  const stepped = await deps.engine.advance(mock.id, (_, at) => ({ kind: 'seen', by: person.user, at }), {
    event: eventOf(event),
    also: async (tx, { mock: now }) => {
      const { state } = now
      const { interviewer } = state.seats
      if (!interviewer || !sameUser(interviewer, person.user)) throw new UserError('error.consoleRole')
      if (state.phase === 'done' || state.phase === 'cancelled') throw new UserError('refused.finished')
      await addNote(tx, mock.id, { author: person.user, stage: state.timeline.stage, text, at: state.at })
    },
  })
  return stepped && textMessage(t('note.saved'))
}

async function candidateOf(deps: FlowDeps, event: ActionEvent | FormEvent, caller: Caller): Promise<Press> {
  const press = await pressOf(deps, event, caller)
  const { candidate } = press.mock.state.seats
  if (!candidate || !sameUser(candidate, press.person.user)) throw new UserError('error.candidateOnly')
  return press
}

function checkUnderWay({ mock }: Stepped): void {
  const { phase } = mock.state
  if (phase !== 'running' && phase !== 'paused') throw new UserError('refused.finished')
}

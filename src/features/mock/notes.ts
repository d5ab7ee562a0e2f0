import { type ActionEvent, type Form, type FormEvent, type Message, textMessage, UserError } from '#bot'
import { partText } from '../answers/rules.ts'
import type { Caller } from '../caller.ts'
import type { Handlers } from '../feature.ts'
import { NOTE_MAX, noteForm } from './cards/note-form.ts'
import { eventOf, mockOf } from './components.ts'
import { requireInterviewer } from './console.ts'
import type { MockDeps } from './deps.ts'
import { isOver } from './rules/state.ts'
import { addNote } from './store.ts'

/** The interviewer's notes, which the debrief shows. */
export function noteHandlers(deps: MockDeps): Handlers {
  return {
    actions: { 'mock.note': { answer: 'form', run: (event, caller) => openNote(deps, event, caller) } },
    forms: {
      'mock.note-saved': { answer: 'private', run: (event, caller) => saveNote(deps, event, caller) },
    },
  }
}

async function openNote(deps: MockDeps, event: ActionEvent, caller: Caller): Promise<Form> {
  const mock = await mockOf(deps, event, caller)
  requireInterviewer(mock, caller.user)
  return noteForm(deps.engine.view(mock))
}

/** Notes are taken until the debrief has shown them. */
async function saveNote(deps: MockDeps, event: FormEvent, caller: Caller): Promise<Message | undefined> {
  const { id } = await mockOf(deps, event, caller)
  const { user, t } = caller
  const text = partText(event.values.note ?? '')?.slice(0, NOTE_MAX)
  if (text === undefined) throw new UserError('error.emptyNote')
  const stepped = await deps.engine.advance(id, (_, at) => ({ kind: 'seen', by: user, at }), {
    event: eventOf(event),
    also: async (tx, { mock }) => {
      const { state } = mock
      requireInterviewer(mock, user)
      if (isOver(state)) throw new UserError('refused.finished')
      await addNote(tx, id, { author: user, stage: state.timeline.stage, text, at: state.at })
    },
  })
  return stepped && textMessage(t('note.saved'))
}

import type { Reply } from './command.ts'
import type { ActionEvent, AnswerMode, FormEvent } from './events.ts'

/** What a button or select does. `answer` says how, before anything is read: the platform is told first. */
export type ActionHandler = Readonly<{ answer: AnswerMode; run(event: ActionEvent): Promise<Reply> }>

/** What a submitted form does. It can't be answered with another form. */
export type FormHandler = Readonly<{
  answer: Exclude<AnswerMode, 'form'>
  run(event: FormEvent): Promise<Reply>
}>

/** A feature's handlers, by the names of the actions that raise them. */
export type Handlers = Readonly<{
  actions: Readonly<Record<string, ActionHandler>>
  forms: Readonly<Record<string, FormHandler>>
}>

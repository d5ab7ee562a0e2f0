import type { Action } from './actions.ts'
import type { Choice } from './message.ts'
import type { UserRef } from './refs.ts'

export type FormField = Readonly<{
  id: string
  label: string
  help?: string
  required: boolean
  /** What stands in the field when it opens. */
  value?: string
}> &
  (
    | Readonly<{ kind: 'text'; multiline: boolean; maxLength: number }>
    | Readonly<{ kind: 'choice'; choices: readonly Choice[] }>
    /** One file. `accept`: the ends of the names that it may have, such as `.md`. */
    | Readonly<{ kind: 'file'; accept: readonly string[]; maxBytes: number }>
  )

/** A form of any length: one modal where it fits, else the platform's way for long ones. Submitting raises a form event with `action`. */
export type Form = Readonly<{
  action: Action
  title: string
  intro?: string
  submit: string
  fields: readonly FormField[]
}>

export type FormValues = Readonly<Record<string, string>>

export type FormDraft = Readonly<{ form: Form; values: FormValues }>

/**
 * Keeps what a person has filled in of a long form until it is submitted, across restarts.
 * A form is known by its encoded action.
 */
export interface FormDrafts {
  /** Remembers the form; values of an earlier, unsent opening of the same form stay. */
  open(user: UserRef, form: Form): Promise<FormDraft>
  load(user: UserRef, formId: string): Promise<FormDraft | undefined>
  /** Merges values in one statement, so that two quick choices both count. Undefined when the form is not open. */
  merge(user: UserRef, formId: string, values: FormValues): Promise<FormDraft | undefined>
  close(user: UserRef, formId: string): Promise<void>
}

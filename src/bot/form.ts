import type { Action } from './actions.ts'
import { PlatformError } from './errors.ts'
import type { Choice } from './message.ts'
import type { UserRef } from './refs.ts'

export type FormField = Readonly<{
  id: string
  label: string
  help?: string
  required: boolean
  /** The content of the field when the form opens. */
  value?: string
}> &
  (
    | Readonly<{ kind: 'text'; multiline: boolean; maxLength: number }>
    | Readonly<{ kind: 'choice'; choices: readonly Choice[] }>
    /** One file. `accept`: the ends of the names that it may have, such as `.md`; upper or lower case. */
    | Readonly<{ kind: 'file'; accept: readonly string[]; maxBytes: number }>
  )

/**
 * A form of any length: one modal if it fits, else the platform's way for long forms. Submitting it raises
 * a form event with `action`. A form with a file field must fit a modal, see `checkForm`.
 */
export type Form = Readonly<{
  action: Action
  title: string
  intro?: string
  submit: string
  fields: readonly FormField[]
}>

/** A limit that every service accepts in a form; Discord would take 10 MB. */
const MAX_FORM_FILE_BYTES = 8 * 1024 * 1024
/** The inputs of a Discord modal; an intro takes the place of one. */
export const MAX_MODAL_FIELDS = 5

/** Whether one Discord modal holds the form. */
export function fitsModal({ fields, intro }: Form): boolean {
  return fields.length + (intro?.trim() ? 1 : 0) <= MAX_MODAL_FIELDS
}

/**
 * Refuses on all platforms a form that one of them could not show: only modals take files.
 * @throws PlatformError `invalid`
 */
export function checkForm(form: Form): void {
  const name = form.action.name
  const refuse = (why: string) => new PlatformError('invalid', `The form ${name} ${why}.`)
  for (const field of form.fields) {
    if (field.kind !== 'file') continue
    if (!fitsModal(form)) throw refuse(`has a field for a file, and more than ${MAX_MODAL_FIELDS} parts`)
    if (field.accept.length === 0 || field.accept.some((ending) => !/^\.[a-z0-9.]+$/u.test(ending)))
      throw refuse(`does not say how the name of the file ${field.id} may end`)
    if (field.maxBytes < 1 || field.maxBytes > MAX_FORM_FILE_BYTES)
      throw refuse(`takes a file ${field.id} larger than ${MAX_FORM_FILE_BYTES} bytes`)
  }
}

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

import type { FormField, FormValues } from '#bot'

/** Few choices are shown side by side, each with its meaning. */
const CARDS = 5

export function isCards(field: FormField): boolean {
  return field.kind === 'choice' && field.choices.length <= CARDS && field.choices.some((c) => c.description)
}

/** The values of the fields when the form opens. */
export function firstValues(fields: readonly FormField[]): FormValues {
  return Object.fromEntries(fields.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])))
}

export type FieldProblem = 'missing' | 'tooLong'

type FileField = Extract<FormField, { kind: 'file' }>

/** The reason for which a file is refused, the same as the server's. */
export function faultOfChosen(
  { accept, maxBytes }: Pick<FileField, 'accept' | 'maxBytes'>,
  { name, size }: Readonly<{ name: string; size: number }>,
): 'fileType' | 'fileSize' | undefined {
  if (!accept.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()))) return 'fileType'
  return size > maxBytes ? 'fileSize' : undefined
}

/** The faults that keep a form from being submitted, by the fields' ids. */
export function problemsOf(
  fields: readonly FormField[],
  values: FormValues,
): ReadonlyMap<string, FieldProblem> {
  return new Map(
    fields.flatMap((field): [string, FieldProblem][] => {
      const value = values[field.id] ?? ''
      if (field.required && value.trim() === '') return [[field.id, 'missing']]
      return field.kind === 'text' && value.length > field.maxLength ? [[field.id, 'tooLong']] : []
    }),
  )
}

/** The number of remaining characters, near the limit. */
export function lettersLeft(field: FormField, value: string): number | undefined {
  if (field.kind !== 'text') return undefined
  const left = field.maxLength - value.length
  return left <= Math.max(20, field.maxLength / 5) ? left : undefined
}

import type { Stage } from '../../content/schema.ts'

/** Tests whether the stage's id or name, in either language, begins with the typed text. */
export function matches({ id, name }: Stage, typed: string): boolean {
  const begins = typed.trim().toLowerCase()
  return [id, name.en, name.zh].some((each) => each.toLowerCase().startsWith(begins))
}

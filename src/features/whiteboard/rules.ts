import type { Stage } from '../../content/schema.ts'
import { folded } from '../../kit/names.ts'

/**
 * Tests whether the stage's id or name, in either language, begins with the typed text. Case, spaces and punctuation
 * don't count.
 */
export function matches({ id, name }: Stage, typed: string): boolean {
  const begins = folded(typed)
  if (begins === '') return typed.trim() === ''
  return [id, name.en, name.zh].some((each) => folded(each).startsWith(begins))
}

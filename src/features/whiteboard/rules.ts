import type { Stage } from '../../content/schema.ts'

/** Longer than the name of any stage. */
const MAX_TYPED = 100

/**
 * Tests whether the stage's id or name, in either language, begins with the typed text. Case, spaces and punctuation
 * don't count.
 */
export function matches({ id, name }: Stage, typed: string): boolean {
  const begins = folded(typed)
  if (begins === '') return typed.trim() === ''
  return [id, name.en, name.zh].some((each) => folded(each).startsWith(begins))
}

function folded(text: string): string {
  return text
    .slice(0, MAX_TYPED)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
}

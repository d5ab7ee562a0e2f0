import type { Note } from '../difference.ts'

/** Notes what is missing, too often, unexpected, or in another order. */
export function compareLists(
  where: string,
  wanted: readonly string[],
  found: readonly string[],
  note: Note,
): void {
  const times = (all: readonly string[], text: string) => all.filter((each) => each === text).length
  let differs = false
  for (const text of new Set([...wanted, ...found])) {
    const least = times(wanted, text)
    const count = times(found, text)
    if (count === least) continue
    differs = true
    note(
      count < least ? 'lost' : least === 0 ? 'wrong' : 'doubled',
      `${where}: ${count} times, not ${least}: ${text}`,
    )
  }
  if (!differs && wanted.join('\n') !== found.join('\n')) note('misordered', `${where}: ${found.join(' | ')}`)
}

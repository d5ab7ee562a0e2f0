/**
 * How many characters must be inserted, deleted, replaced or swapped with their neighbour to turn one
 * word into the other (optimal string alignment).
 */
export function editDistance(a: string, b: string): number {
  const [from, to] = [Array.from(a), Array.from(b)]
  let twoUp: readonly number[] = []
  let up: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, char] of from.entries()) {
    const row = [i + 1]
    for (const [j, other] of to.entries()) {
      const replaced = at(up, j) + (char === other ? 0 : 1)
      let best = Math.min(replaced, at(up, j + 1) + 1, at(row, j) + 1)
      if (i > 0 && j > 0 && char === to[j - 1] && from[i - 1] === other)
        best = Math.min(best, at(twoUp, j - 1) + 1)
      row.push(best)
    }
    twoUp = up
    up = row
  }
  return at(up, to.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}

/** A source of chance that gives the same for the same seed. */
export type Random = Readonly<{
  /** From 0 to below 1. */
  next(): number
  /** A whole number, both ends included. */
  int(least: number, most: number): number
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  shuffled<T>(all: readonly T[]): readonly T[]
}>

/** @param seed any text: each part of a drill has a stream of its own, whatever the others draw */
export function seeded(seed: string): Random {
  const next = mulberry32(fnv1a(seed))
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    int,
    between: (least, most) => least + next() * (most - least),
    chance: (probability) => next() < probability,
    pick(from) {
      const index = int(0, from.length - 1)
      if (index >= from.length) throw new RangeError('nothing to pick from')
      return from[index] as (typeof from)[number]
    },
    shuffled: (all) =>
      all
        .map((value) => ({ value, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ value }) => value),
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

/** https://github.com/cprosche/mulberry32 (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

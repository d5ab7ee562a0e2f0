/**
 * What a picture may cost. A flowchart drawn in a mock has 10 to 40 boxes; these limits are far above that, and low
 * enough that drawing stays within the time and memory given to the process that draws.
 */
export const LIMITS = {
  /** Of a diagram's text, in characters. A message on Discord has 2,000, with Nitro 4,000. */
  source: 20_000,
  nodes: 150,
  edges: 300,
  groups: 40,
  /** Of groups in groups. */
  depth: 8,
  /** Of one label, in characters. */
  label: 400,
  /** Of the picture, in logical pixels. */
  width: 4000,
  height: 6000,
  /** Width times height. Drawing takes 8 to 9 bytes for each pixel of the PNG, beside 180 MB for all else. */
  area: 9_000_000,
} as const

/** What a text, a graph or its picture has too much of. */
export type Bound = keyof typeof LIMITS

/** More was asked for than is drawn. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch'
  readonly bound: Bound

  constructor(bound: Bound) {
    super(`more than ${LIMITS[bound]}: ${bound}`)
    this.bound = bound
  }
}

/** @throws TooMuch */
export function hold(bound: Bound, value: number): void {
  if (value > LIMITS[bound]) throw new TooMuch(bound)
}

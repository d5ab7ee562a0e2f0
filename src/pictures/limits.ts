/**
 * The limits of a picture. A flowchart in a mock has 10 to 40 boxes; these limits are far above that, and low enough that
 * drawing stays within the time and memory of the drawing process.
 */
export const LIMITS = {
  /** A diagram's text, in characters. A message on Discord has 2,000, with Nitro 4,000. */
  source: 20_000,
  nodes: 150,
  edges: 300,
  groups: 40,
  /** The nesting depth of groups. */
  depth: 8,
  /** One label, in characters. */
  label: 400,
  /** The picture's sides, in logical pixels. */
  width: 4000,
  height: 6000,
  /** Width times height. Drawing takes 8 to 9 bytes per pixel of the PNG, and 180 MB for all the rest. */
  area: 9_000_000,
} as const

/** The limit that a text, a graph or its picture exceeds. */
export type Bound = keyof typeof LIMITS

/** A text, graph or picture exceeds a limit. */
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

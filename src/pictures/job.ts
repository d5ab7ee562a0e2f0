import type { ChartSpec } from './charts/spec.ts'
import type { Mistake } from './flowchart/mistake.ts'
import type { Bound } from './limits.ts'

/** What is to be drawn. */
export type Job = Readonly<{ kind: 'diagram'; source: string }> | Readonly<{ kind: 'chart'; spec: ChartSpec }>

/** A PNG at twice its logical size, with its size in its own pixels. `alt` says in plain text what it shows. */
export type Picture = Readonly<{ png: Uint8Array; alt: string; width: number; height: number }>

/**
 * Why nothing was drawn: there is too much of something, it took longer than 2 s or more than 300 MB, too many others
 * wait, or drawing broke, which is logged.
 */
type Refusal = Bound | 'time' | 'memory' | 'busy' | 'failed'

export type Drawn =
  | Picture
  | Readonly<{ mistake: Mistake }>
  /** A diagram, but none that is drawn, by Mermaid's name of its kind, such as `sequence`. */
  | Readonly<{ otherKind: string }>
  | Readonly<{ refused: Refusal }>

/** What the process that draws says: first that it is ready, then the outcome of each job. */
export type Reply = Readonly<{ ready: true }> | Readonly<{ drawn: Drawn }> | Readonly<{ error: string }>

import type { ChartSpec } from './charts/spec.ts'
import type { DiagramMistake } from './flowchart/mistake.ts'
import type { Bound } from './limits.ts'

/** A picture to draw. */
export type Job = Readonly<{ kind: 'diagram'; source: string }> | Readonly<{ kind: 'chart'; spec: ChartSpec }>

/** A PNG at twice its logical size, with its size in its own pixels, and a text alternative. */
export type Picture = Readonly<{ png: Uint8Array; alt: string; width: number; height: number }>

/**
 * The reason why nothing was drawn: a limit is exceeded, drawing took longer than 2 s or more than 300 MB, the queue is
 * full, or drawing failed, which is logged.
 */
type Refusal = Bound | 'time' | 'memory' | 'busy' | 'failed'

export type DrawOutcome =
  | Picture
  | Readonly<{ mistake: DiagramMistake }>
  /** A diagram of a kind that is not drawn, by Mermaid's name, such as `sequence`. */
  | Readonly<{ otherKind: string }>
  | Readonly<{ refused: Refusal }>

/** The drawing process's messages: first that it is ready, then the outcome of each job. */
export type PainterReply =
  | Readonly<{ ready: true }>
  | Readonly<{ drawn: DrawOutcome }>
  | Readonly<{ error: string }>

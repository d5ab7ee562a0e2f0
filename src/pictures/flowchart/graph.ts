import type { Shape } from './shapes.ts'

export type Direction = 'RIGHT' | 'LEFT' | 'DOWN' | 'UP'

/** Whether edges run to the side, rather than up or down. */
export function isAcross(direction: Direction): boolean {
  return direction === 'RIGHT' || direction === 'LEFT'
}

export type Tip = 'none' | 'arrow' | 'cross' | 'circle'
export type LineStyle = 'solid' | 'dotted' | 'thick' | 'invisible'

/** The styles that a diagram may set. They are checked, so that they can be written into SVG as they are. */
export type Look = Readonly<{
  fill?: string
  stroke?: string
  color?: string
  strokeWidth?: number
  dash?: readonly number[]
}>

export type Node = Readonly<{ id: string; label: string; shape: Shape; parent?: string; look: Look }>
/** A subgraph. */
export type Group = Readonly<{
  id: string
  label: string
  parent?: string
  direction?: Direction
  look: Look
}>
export type Edge = Readonly<{
  id: string
  from: string
  to: string
  label: string
  line: LineStyle
  start: Tip
  end: Tip
  look: Look
}>

/** A flowchart as its text says, before layout. */
export type Graph = Readonly<{
  title: string
  direction: Direction
  nodes: readonly Node[]
  groups: readonly Group[]
  edges: readonly Edge[]
}>

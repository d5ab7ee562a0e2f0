import type { Shape } from './shapes.ts'

export type Direction = 'RIGHT' | 'LEFT' | 'DOWN' | 'UP'
export type Tip = 'none' | 'arrow' | 'cross' | 'circle'
export type Line = 'solid' | 'dotted' | 'thick' | 'invisible'

/** What a diagram may say about how something looks; checked, so that it can be written into a picture as it is. */
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
  line: Line
  start: Tip
  end: Tip
  look: Look
}>

/** A flowchart, as said by its text; nothing has a place yet. */
export type Graph = Readonly<{
  title: string
  direction: Direction
  nodes: readonly Node[]
  groups: readonly Group[]
  edges: readonly Edge[]
}>

import type { Direction, Edge, Graph, Group, Node } from './graph.ts'
import { flowOrder } from './order.ts'
import { chain } from './read.ts'

/** The root, around all groups. */
export const OUTSIDE = Symbol('outside')
export type Level = string | typeof OUTSIDE

/** The members of each group, and the edges that are drawn in it. */
export type Levels = Readonly<{
  /** A group's members in the order of the edges between them or between their contents. */
  membersOf(level: Level): readonly string[]
  /** The edges between members of this group or between their contents. */
  edgesIn(level: Level): readonly Edge[]
  groups: ReadonlyMap<string, Group>
  /** The group's own direction, where it keeps it. */
  ownDirection(group: string): Direction | undefined
}>

export function levelsOf(graph: Graph): Levels {
  const parents = new Map(
    [...graph.groups, ...graph.nodes].flatMap(({ id, parent }): [string, string][] =>
      parent === undefined ? [] : [[id, parent]],
    ),
  )
  const around = (id: string): readonly Level[] => [...chain(id, parents), OUTSIDE]
  const members = Map.groupBy(inTextOrder(graph, around), ({ parent }): Level => parent ?? OUTSIDE)
  const edges = Map.groupBy(graph.edges, ({ from, to }) => shared(around(from), around(to)))
  const groups = new Map(graph.groups.map((group) => [group.id, group]))
  const memberAt = (level: Level, id: string): string => {
    const member = around(id)[around(id).indexOf(level) - 1]
    return typeof member === 'string' ? member : ''
  }
  return {
    membersOf: (level) =>
      flowOrder(
        (members.get(level) ?? []).map(({ id }) => id),
        graph.edges.map(({ from, to, line }) => ({
          from: memberAt(level, from),
          to: memberAt(level, to),
          line,
        })),
      ),
    edgesIn: (level) => edges.get(level) ?? [],
    groups,
    ownDirection(id) {
      // As in Mermaid, a group keeps its direction unless an edge leads from its inside to the outside.
      const within = (end: string) => end !== id && around(end).includes(id)
      const closed = graph.edges.every(({ from, to }) => within(from) === within(to))
      return closed ? groups.get(id)?.direction : undefined
    },
  }
}

/** Nodes and groups as they are first met in the text: a group with the first of its nodes. */
function inTextOrder(
  { nodes, groups }: Graph,
  around: (id: string) => readonly Level[],
): readonly (Node | Group)[] {
  const first = new Map<Level, number>()
  nodes.forEach(({ id }, index) => {
    for (const level of around(id)) if (!first.has(level)) first.set(level, index)
  })
  const place = ({ id }: Node | Group) => first.get(id) ?? nodes.length
  return [...nodes, ...groups].sort((a, b) => place(a) - place(b))
}

/** The innermost group around both, neither of them itself. */
function shared(one: readonly Level[], other: readonly Level[]): Level {
  const outside = new Set(one.slice(1))
  return other.slice(1).find((level) => outside.has(level)) ?? OUTSIDE
}

import type { Direction, Edge, Graph, Group, Node } from './graph.ts'
import { flowOrder } from './order.ts'
import { chain } from './read.ts'

/** The root, around all groups. */
export const OUTSIDE = Symbol('outside')
export type Level = string | typeof OUTSIDE

/** Members of one level that edges join, directly or through other members. */
export type Component = Readonly<{
  /** In the order of the edges, otherwise as written. */
  members: readonly string[]
  /** An edge leads from their inside out of the level. */
  tied: boolean
}>

/** The nesting of a graph's groups, and what it means for edges. */
export type Levels = Readonly<{
  groups: ReadonlyMap<string, Group>
  /** The components of a level's members, in the order in which they are first met in the text. */
  components(level: Level): readonly Component[]
  /** The innermost level around both, neither of them itself. */
  around(one: string, other: string): Level
  /** The levels around a node or group, itself first. */
  outwards(id: string): readonly Level[]
  /** Whether a node or group is inside of a level. */
  within(id: string, level: Level): boolean
  /** The edges that lead from members of a group out of it; undefined where one is labelled inside or leads deeper. */
  passages(level: Level): readonly Passage[] | undefined
  /** Whether an edge leads from the inside of a group to its outside, or to the group itself. */
  isOpen(group: string): boolean
  /** The direction of the edges in a level: its own, or else that of the level around it. */
  directionIn(level: Level): Direction
}>

/** An edge that leads out of a group from a node, or from outside to it. */
export type Passage = Readonly<{ edge: string; node: string; leaves: boolean }>

export function levelsOf(graph: Graph): Levels {
  const { nodes, groups, edges } = graph
  const parents = new Map(
    [...groups, ...nodes].flatMap(({ id, parent }): [string, string][] =>
      parent === undefined ? [] : [[id, parent]],
    ),
  )
  const chains = new Map(
    [...groups, ...nodes].map(({ id }) => [id, [...chain(id, parents), OUTSIDE] as readonly Level[]]),
  )
  const outwards = (id: string) => chains.get(id) ?? [id, OUTSIDE]
  const within = (id: string, level: Level) => id !== level && outwards(id).includes(level)
  const members = Map.groupBy(inTextOrder(graph, outwards), ({ parent }): Level => parent ?? OUTSIDE)
  const byId = new Map(groups.map((group) => [group.id, group]))
  /** The member of a level that an edge's end is or is in. */
  const memberAt = (level: Level, id: string): string | undefined => {
    const member = outwards(id)[outwards(id).indexOf(level) - 1]
    return typeof member === 'string' ? member : undefined
  }
  return {
    groups: byId,
    outwards,
    within,
    components(level) {
      const ids = (members.get(level) ?? []).map(({ id }) => id)
      const links = edges.map(({ from, to, line }) => ({
        from: memberAt(level, from),
        to: memberAt(level, to),
        line,
      }))
      const inner = links.flatMap(({ from, to, line }) =>
        from !== undefined && to !== undefined ? [{ from, to, line }] : [],
      )
      const tied = new Set(
        links.flatMap(({ from, to }) => (from === undefined ? [to] : to === undefined ? [from] : [])),
      )
      const order = new Map(flowOrder(ids, inner).map((id, index) => [id, index]))
      return joined(ids, inner).map((together) => ({
        members: together.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
        tied: together.some((id) => tied.has(id)),
      }))
    },
    around(one, other) {
      const outside = new Set(outwards(one).slice(1))
      return (
        outwards(other)
          .slice(1)
          .find((level) => outside.has(level)) ?? OUTSIDE
      )
    },
    passages(level) {
      const out = edges.filter(({ from, to }) => within(from, level) !== within(to, level))
      const found = out.map(({ id, from, to, label }): Passage | undefined => {
        const leaves = within(from, level)
        const node = leaves ? from : to
        const isInside = label !== '' && (from === level || to === level)
        return isInside || byId.has(node) || outwards(node)[1] !== level
          ? undefined
          : { edge: id, node, leaves }
      })
      return found.every((passage) => passage !== undefined) ? found : undefined
    },
    isOpen: (group) => edges.some(({ from, to }) => within(from, group) !== within(to, group)),
    directionIn(level) {
      const levels = level === OUTSIDE ? [] : outwards(level)
      const own = levels.map((each) => (each === OUTSIDE ? undefined : byId.get(each)?.direction))
      return own.find((direction) => direction !== undefined) ?? graph.direction
    },
  }
}

/** Nodes and groups as they are first met in the text: a group with the first of its nodes. */
function inTextOrder(
  { nodes, groups }: Graph,
  outwards: (id: string) => readonly Level[],
): readonly (Node | Group)[] {
  const first = new Map<Level, number>()
  nodes.forEach(({ id }, index) => {
    for (const level of outwards(id)) if (!first.has(level)) first.set(level, index)
  })
  const place = ({ id }: Node | Group) => first.get(id) ?? nodes.length
  return [...nodes, ...groups].sort((a, b) => place(a) - place(b))
}

/** The connected components, each and all of them in the order of the ids. */
function joined(
  ids: readonly string[],
  links: readonly Pick<Edge, 'from' | 'to'>[],
): readonly (readonly string[])[] {
  const next = Map.groupBy(
    links.flatMap(({ from, to }) => [
      { from, to },
      { from: to, to: from },
    ]),
    ({ from }) => from,
  )
  const first = new Map<string, string>()
  for (const id of ids) {
    if (first.has(id)) continue
    const met = new Set([id])
    for (const each of met) {
      first.set(each, id)
      for (const { to } of next.get(each) ?? []) met.add(to)
    }
  }
  return [...Map.groupBy(ids, (id) => first.get(id)).values()]
}

import type { ElkExtendedEdge, ElkNode } from 'elkjs'
import { compound, layered, leaf, link, passage } from './elk.ts'
import type { Box } from './geometry.ts'
import type { Direction } from './graph.ts'
import type { Component, Level, Levels } from './levels.ts'
import type { Measured } from './measure.ts'
import { FLOW, type Frame, NOWHERE, type Port, type Positions, type Side, together } from './positions.ts'

/** What is known of a diagram's parts, and how those are laid out that ELK sees as boxes. */
export type Parts = Readonly<{
  measured: Measured
  levels: Levels
  sizeOf(node: string): Pick<Box, 'width' | 'height'>
  frameOf(group: string): Frame
  layGroup(group: string): Promise<Positions>
  layParts(level: Level, components: readonly Component[]): Promise<Positions>
  foldFrom: number | undefined
}>

type Members = Readonly<{
  components: readonly Component[]
  /** Those of the components that are packed, and laid out as one box. */
  loose: readonly Component[]
  /** Leaves out the edges that lead out of the level. */
  closed?: boolean
}>

/** The components that are packed, beside those from which edges lead out. */
export function looseIn(components: readonly Component[]): readonly Component[] {
  return components.length > 1 ? components.filter(({ tied }) => !tied) : []
}

/** What ELK is given for one run, and what stands in the boxes in it. */
type Plan = Readonly<{
  children: readonly ElkNode[]
  /** The nodes and groups that ELK sees. */
  seen: ReadonlySet<string>
  boxed: ReadonlyMap<string, Positions>
  /** The ports on the borders of boxes. */
  ports: ReadonlySet<string>
  /** To be filled, by the level in which ELK expects them. */
  edgesIn: ReadonlyMap<Level, ElkExtendedEdge[]>
}>

/**
 * Lays out members of a level that edges join, with each other or with the outside, in one run of ELK. Edges that lead
 * out pass the border.
 */
export async function join(level: Level, members: Members, parts: Parts): Promise<Positions> {
  const plan = await planFor(level, members, parts)
  const { children, seen, boxed, edgesIn } = plan
  const passages = addEdges(level, plan, parts, members.closed === true)
  const direction = parts.levels.directionIn(level)
  const run = { direction, children, edges: edgesIn.get(level) ?? [], passages }
  const plain = await layered(run)
  const isRibbon = parts.foldFrom !== undefined && plain.height > plain.width * parts.foldFrom
  const laid = isRibbon ? await layered({ ...run, folded: true }) : plain
  const boxOf = (id: string) => laid.boxes.get(id) ?? NOWHERE
  const placed: Positions = { ...laid, boxes: new Map([...seen].map((id) => [id, boxOf(prefixed(id))])) }
  return [...boxed].reduce((all, [id, part]) => together(all, part, boxOf(id)), placed)
}

async function planFor(level: Level, members: Members, parts: Parts): Promise<Plan> {
  const { levels, sizeOf, frameOf, layGroup, layParts } = parts
  const direction = levels.directionIn(level)
  const seen = new Set<string>()
  const boxed = new Map<string, Positions>()
  const ports = new Set<string>()
  const edgesIn = new Map<Level, ElkExtendedEdge[]>([[level, []]])

  const childrenOf = async (of: Level, { components, loose }: Members): Promise<readonly ElkNode[]> => {
    const children: ElkNode[] = []
    const kept = components.filter((component) => !loose.includes(component))
    for (const id of kept.flatMap((component) => component.members)) children.push(await childFor(id))
    if (loose.length > 0) {
      const id = `parts of ${String(of)}`
      const packed = await layParts(of, loose)
      boxed.set(id, packed)
      children.push(leaf(id, packed))
    }
    return children
  }
  const childFor = async (id: string): Promise<ElkNode> => {
    seen.add(id)
    if (!levels.groups.has(id)) return leaf(prefixed(id), sizeOf(id))
    if (!levels.isOpen(id) || levels.directionIn(id) !== direction) {
      const group = await layGroup(id)
      boxed.set(prefixed(id), group)
      const there = portsOf(id, group, direction, parts)
      for (const port of there.keys()) ports.add(port)
      return leaf(prefixed(id), group, there)
    }
    const edges: ElkExtendedEdge[] = []
    edgesIn.set(id, edges)
    const components = levels.components(id)
    const children = await childrenOf(id, { components, loose: looseIn(components) })
    return compound(prefixed(id), children, edges, frameOf(id), direction)
  }
  return { children: await childrenOf(level, members), seen, boxed, ports, edgesIn }
}

/** Adds the edges between what ELK sees; gives those that pass the border, and whether they leave. */
function addEdges(
  level: Level,
  { seen, ports, edgesIn }: Plan,
  { measured, levels }: Parts,
  closed: boolean,
) {
  const passages = new Map<string, boolean>()
  const direction = levels.directionIn(level)
  const visible = (id: string) =>
    levels.outwards(id).find((each): each is string => typeof each === 'string' && seen.has(each))
  const endAt = (id: string | undefined, port: string, edge: string) =>
    id === undefined ? passage(edge) : ports.has(port) ? port : prefixed(id)
  for (const { id, from, to } of measured.graph.edges) {
    const [start, end] = [visible(from), visible(to)]
    if (start === end && (start !== from || from !== to)) continue
    const passes = start === undefined || end === undefined
    if (passes && closed) continue
    if (passes) passages.set(id, end === undefined)
    // The label of an edge that leads farther stands outside.
    const isWhole = !passes || from === level || to === level
    edgesIn
      .get(passes ? level : levels.around(start, end))
      ?.push(
        link(
          id,
          endAt(start, startOf(id), id),
          endAt(end, endOf(id), id),
          isWhole ? measured.edges.get(id) : undefined,
          direction,
        ),
      )
  }
  return passages
}

/** Where edges end at the border of a group that is laid out alone: those from its inside, and those of itself. */
function portsOf(
  group: string,
  laid: Positions,
  direction: Direction,
  { measured, levels }: Parts,
): ReadonlyMap<string, Port> {
  if (laid.ports.size === 0) return new Map()
  const inner = [...laid.ports].map(([edge, port]): [string, Port] => [
    port.leaves ? startOf(edge) : endOf(edge),
    port,
  ])
  const outer = measured.graph.edges.filter(
    ({ from, to }) => !levels.within(from, group) && !levels.within(to, group),
  )
  const leaving = outer.filter(({ from }) => from === group).map(({ id }) => startOf(id))
  const arriving = outer.filter(({ to }) => to === group).map(({ id }) => endOf(id))
  const { arrive, leave } = FLOW[direction]
  return new Map([...inner, ...spaced(leaving, leave, laid, true), ...spaced(arriving, arrive, laid, false)])
}

/** Ports with the same distance from each other on one side of a box. */
function spaced(names: readonly string[], side: Side, { width, height }: Positions, leaves: boolean) {
  return names.map((name, index): [string, Port] => {
    const share = (index + 1) / (names.length + 1)
    const at = {
      x: side === 'WEST' ? 0 : side === 'EAST' ? width : width * share,
      y: side === 'NORTH' ? 0 : side === 'SOUTH' ? height : height * share,
    }
    return [name, { side, at, leaves }]
  })
}

/** The ids come from the text; the prefix keeps them apart from our own. */
function prefixed(id: string): string {
  return `:${id}`
}

function startOf(edge: string): string {
  return `start of ${edge}`
}

function endOf(edge: string): string {
  return `end of ${edge}`
}

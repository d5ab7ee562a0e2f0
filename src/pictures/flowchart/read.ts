import { hold, LIMITS } from '../limits.ts'
import { plainLabel } from '../text/label.ts'
import type { Direction, Edge, Graph, Group, LineStyle, Node, Tip } from './graph.ts'
import { lookOf } from './look.ts'
import type { Parsed } from './parser.ts'
import { isSign, shapeCalled } from './shapes.ts'

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  LR: 'RIGHT',
  RL: 'LEFT',
  BT: 'UP',
  TB: 'DOWN',
  TD: 'DOWN',
}
const LINES: Readonly<Record<string, LineStyle>> = {
  dotted: 'dotted',
  thick: 'thick',
  invisible: 'invisible',
}
const TIPS: Readonly<Record<string, Tip>> = {
  arrow_point: 'arrow',
  arrow_cross: 'cross',
  arrow_circle: 'circle',
}

/**
 * Builds the graph of a parsed flowchart, with checked labels and styles.
 * @throws TooMuch
 */
export function readGraph(parsed: Parsed, title: string): Graph {
  hold('nodes', parsed.vertices.size)
  hold('edges', parsed.edges.length)
  hold('groups', parsed.subGraphs.length)
  const parents = parentsOf(parsed)
  const stylesOf = (classes: readonly string[]) =>
    classes.flatMap((name) => parsed.classes.get(name)?.styles ?? [])
  const within = (id: string) => {
    const parent = parents.get(id)
    return parent === undefined ? {} : { parent }
  }
  const groups = parsed.subGraphs.map((group): Group => {
    const vertex = parsed.vertices.get(group.id)
    const direction = DIRECTIONS[group.dir ?? '']
    return {
      id: group.id,
      label: labelOf(group.title, group.labelType),
      ...within(group.id),
      ...(direction && { direction }),
      // Mermaid keeps a subgraph's `style` line with a node of its name.
      look: lookOf([...stylesOf(group.classes), ...(vertex?.styles ?? [])]),
    }
  })
  const named = new Set(groups.map(({ id }) => id))
  const nodes = [...parsed.vertices.values()]
    .filter(({ id }) => !named.has(id))
    .map((vertex): Node => {
      const shape = shapeCalled(vertex.type)
      return {
        id: vertex.id,
        label: isSign(shape) ? '' : labelOf(String(vertex.text ?? vertex.id), vertex.labelType),
        shape,
        ...within(vertex.id),
        look: lookOf([...stylesOf(['default', ...vertex.classes]), ...vertex.styles]),
      }
    })
  return {
    title: labelOf(title, 'text'),
    direction: DIRECTIONS[parsed.direction ?? ''] ?? 'DOWN',
    nodes,
    groups,
    edges: parsed.edges.map((edge, index): Edge => {
      const type = edge.type ?? ''
      const tip = TIPS[type.replace('double_', '')] ?? 'none'
      const style = [...(parsed.defaultStyle ?? []), ...(edge.style ?? [])].filter(
        (said) => said !== undefined,
      )
      return {
        id: String(index),
        from: edge.start,
        to: edge.end,
        label: labelOf(withoutBars(edge.text), edge.labelType),
        line: LINES[edge.stroke ?? ''] ?? 'solid',
        start: type.startsWith('double_') ? tip : 'none',
        end: tip,
        look: lookOf([...stylesOf(edge.classes), ...style]),
      }
    }),
  }
}

function labelOf(raw: string, type: string): string {
  hold('label', raw.length)
  return plainLabel(raw, type === 'markdown')
}

/** `A --|yes|--> B` mixes both ways to label an arrow. */
function withoutBars(label: string): string {
  return /^\s*\|[^|]*\|\s*$/u.test(label) ? label.trim().slice(1, -1) : label
}

/** The parent of each node and group. A group that contains itself, however indirectly, has no parent. */
function parentsOf({ subGraphs }: Parsed): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  for (const group of subGraphs.toReversed())
    for (const id of group.nodes) if (!chain(group.id, parents).includes(id)) parents.set(id, group.id)
  for (const { id } of subGraphs) hold('depth', chain(id, parents).length)
  return parents
}

/** A group and its ancestors, innermost first. */
export function chain(id: string, parents: ReadonlyMap<string, string>): readonly string[] {
  const around = [id]
  let parent = parents.get(id)
  while (parent !== undefined && around.length <= LIMITS.depth + 1) {
    around.push(parent)
    parent = parents.get(parent)
  }
  return around
}

import { hold } from '../limits.ts'
import type { Direction, Graph } from './graph.ts'
import { atBest, legibility } from './legibility.ts'
import { type Layout, place } from './place.ts'
import { sound } from './sound.ts'

/** A diagram at least this legible keeps the direction it was written in. */
const PLAIN = 0.75
/** The factor on the legibility of a diagram that runs in another direction than written. */
const AS_ASKED = 0.8
/** The ratio of height to width from which a diagram counts as a ribbon. */
const RIBBON = 2.4
/** The factor on the legibility of a folded diagram. */
const UNFOLDED = 0.9

/** The maximum of boxes and arrows for trying more than one layout, since the time for a picture is limited. */
const MANY = 120

/**
 * Lays a diagram out. A diagram that would be hard to read in a chat's preview and on a phone changes its direction
 * (down instead of right, or the reverse) where that is more legible, and a ribbon-like one is folded into columns.
 * @throws TooMuch where the picture would still exceed the limits
 */
export async function layout(graph: Graph): Promise<Layout> {
  const many = graph.nodes.length + graph.edges.length > MANY
  const chosen = many ? await likelier(graph) : await folded(await readable(graph), graph)
  hold('width', chosen.width)
  hold('height', chosen.height)
  hold('area', chosen.width * chosen.height)
  return chosen
}

/** The direction that is likely the more legible, estimated without a layout. */
function likelier(graph: Graph): Promise<Layout> {
  const turned = turn(graph)
  return place(atBest(graph) < atBest(turned) * AS_ASKED ? turned : graph)
}

async function readable(graph: Graph): Promise<Layout> {
  const turned = turn(graph)
  // Layout takes half of all the time, so a direction is tried only if it can win.
  const best = { asked: atBest(graph), turned: atBest(turned) * AS_ASKED }
  if (best.asked < best.turned / 2) {
    const other = await place(turned)
    return legibility(other) * AS_ASKED > best.asked ? other : plainer(await place(graph), other)
  }
  const first = await place(graph)
  const size = legibility(first)
  return size > PLAIN || best.turned <= size ? first : plainer(first, await place(turned))
}

/** Folds a ribbon-like diagram where that draws well. */
async function folded(layout: Layout, graph: Graph): Promise<Layout> {
  const ribbon = layout.height > layout.width * RIBBON && legibility(layout) < UNFOLDED
  if (!ribbon || graph.groups.length > 0) return layout
  const across = graph.direction === 'RIGHT' || graph.direction === 'LEFT'
  // Folding some charts, ELK throws: https://github.com/eclipse-elk/elk/issues/1079 and 874.
  const other = await place(across ? turn(graph) : graph, true).catch(() => undefined)
  return other && legibility(other) * UNFOLDED > legibility(layout) && sound(other) ? other : layout
}

function plainer(asked: Layout, turned: Layout): Layout {
  return legibility(turned) * AS_ASKED > legibility(asked) ? turned : asked
}

const TURNED: Readonly<Record<Direction, Direction>> = {
  RIGHT: 'DOWN',
  LEFT: 'DOWN',
  DOWN: 'RIGHT',
  UP: 'RIGHT',
}

function turn(graph: Graph): Graph {
  return {
    ...graph,
    direction: TURNED[graph.direction],
    groups: graph.groups.map((group) =>
      group.direction ? { ...group, direction: TURNED[group.direction] } : group,
    ),
  }
}

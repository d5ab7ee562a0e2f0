import { hold } from '../limits.ts'
import type { Direction, Graph } from './graph.ts'
import { atBest, legibility } from './legibility.ts'
import { type Layout, place } from './place.ts'
import { sound } from './sound.ts'

/** As legible as this, a chart is left as it was asked for. */
const PLAIN = 0.75
/** What of its legibility counts of a chart that runs another way than asked. */
const AS_ASKED = 0.8
/** So many times as high as wide, a chart is a ribbon. */
const RIBBON = 2.4
/** What of its legibility counts of a chart that is folded. */
const UNFOLDED = 0.9

/** Of boxes and arrows: a chart with more is laid out once, since the time for a picture is limited. */
const MANY = 120

/**
 * Gives everything in a chart its place. A chart that would be hard to read where people see it first, in a chat's
 * preview and on a phone, runs the other way (down instead of right, or the reverse) where that is plainer, and one like
 * a ribbon is folded into columns.
 * @throws TooMuch where even so the picture would be larger than is drawn
 */
export async function layout(graph: Graph): Promise<Layout> {
  const many = graph.nodes.length + graph.edges.length > MANY
  const chosen = many ? await likelier(graph) : await folded(await readable(graph), graph)
  hold('width', chosen.width)
  hold('height', chosen.height)
  hold('area', chosen.width * chosen.height)
  return chosen
}

/** The way that may be the more legible, without a look at what becomes of it. */
function likelier(graph: Graph): Promise<Layout> {
  const turned = turn(graph)
  return place(atBest(graph) < atBest(turned) * AS_ASKED ? turned : graph)
}

async function readable(graph: Graph): Promise<Layout> {
  const turned = turn(graph)
  // Layout is half of all the time: of the two ways, only those are tried that may win.
  const best = { asked: atBest(graph), turned: atBest(turned) * AS_ASKED }
  if (best.asked < best.turned / 2) {
    const other = await place(turned)
    return legibility(other) * AS_ASKED > best.asked ? other : plainer(await place(graph), other)
  }
  const first = await place(graph)
  const size = legibility(first)
  return size > PLAIN || best.turned <= size ? first : plainer(first, await place(turned))
}

/** A chart like a ribbon is folded, where that can be drawn well. */
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

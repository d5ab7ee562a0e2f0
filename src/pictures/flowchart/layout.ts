import { hold } from '../limits.ts'
import type { Room } from './arrange.ts'
import { type Direction, type Graph, isAcross } from './graph.ts'
import { atBest, legibility } from './legibility.ts'
import { type Measured, measure } from './measure.ts'
import { type Layout, place } from './place.ts'
import { sound } from './sound.ts'
import { roomForAll } from './titles.ts'

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
/** More room for a title may move the lines that it was to keep away from. */
const TRIES = 3

/** A diagram in one direction. */
type Candidate = Readonly<{ measured: Measured; laid: Layout }>

/**
 * Lays a diagram out. A diagram that would be hard to read in a chat's preview and on a phone changes its direction
 * (down instead of right, or the reverse) where that is more legible, and a ribbon-like one is folded into columns.
 * Groups keep directions of their own.
 * @throws TooMuch where the picture would still exceed the limits
 */
export async function layout(graph: Graph): Promise<Layout> {
  const many = graph.nodes.length + graph.edges.length > MANY
  const chosen = many ? await likelier(graph) : await folded(await readable(graph))
  hold('width', chosen.width)
  hold('height', chosen.height)
  hold('area', chosen.width * chosen.height)
  return chosen
}

/** The direction that is likely the more legible, estimated without a layout. */
function likelier(graph: Graph): Promise<Layout> {
  const turned = turn(graph)
  const measured = measure(atBest(graph) < atBest(turned) * AS_ASKED ? turned : graph)
  return place(measured, { room: roomForAll(measured) })
}

async function readable(graph: Graph): Promise<Candidate> {
  const turned = turn(graph)
  // Layout takes half of all the time, so a direction is tried only if it can win.
  const best = { asked: atBest(graph), turned: atBest(turned) * AS_ASKED }
  if (best.asked < best.turned / 2) {
    const other = await candidate(turned)
    return legibility(other.laid) * AS_ASKED > best.asked ? other : plainer(await candidate(graph), other)
  }
  const first = await candidate(graph)
  const size = legibility(first.laid)
  return size > PLAIN || best.turned <= size ? first : plainer(first, await candidate(turned))
}

async function candidate(graph: Graph): Promise<Candidate> {
  const measured = measure(graph)
  return { measured, laid: await place(measured) }
}

/** Folds ribbon-like parts where that draws well, or else makes room for the titles of groups. */
async function folded({ measured, laid }: Candidate): Promise<Layout> {
  const { graph } = measured
  const ribbon = laid.height > laid.width * RIBBON && legibility(laid) < UNFOLDED
  if (!ribbon || graph.groups.length > 0) return cleared(measured, laid)
  const down = isAcross(graph.direction) ? measure(turn(graph)) : measured
  // Folding some charts, ELK throws: https://github.com/eclipse-elk/elk/issues/1079 and 874.
  const other = await place(down, { foldFrom: RIBBON }).catch(() => undefined)
  return other && legibility(other) * UNFOLDED > legibility(laid) && sound(other) ? other : laid
}

/** Makes groups wider in which a line runs through the title. */
async function cleared(measured: Measured, first: Layout): Promise<Layout> {
  let room: Room = new Map()
  let laid = first
  for (let tries = 0; laid.missing.size > 0 && tries < TRIES; tries++) {
    room = wider(room, laid.missing)
    laid = await place(measured, { room })
  }
  return laid.missing.size > 0 ? place(measured, { room: roomForAll(measured) }) : laid
}

function wider(room: Room, missing: Room): Room {
  const more = [...missing].map(([id, { left, right }]) => {
    const before = room.get(id) ?? { left: 0, right: 0 }
    return [id, { left: before.left + left, right: before.right + right }] as const
  })
  return new Map([...room, ...more])
}

function plainer(asked: Candidate, turned: Candidate): Candidate {
  return legibility(turned.laid) * AS_ASKED > legibility(asked.laid) ? turned : asked
}

const TURNED: Readonly<Record<Direction, Direction>> = {
  RIGHT: 'DOWN',
  LEFT: 'DOWN',
  DOWN: 'RIGHT',
  UP: 'RIGHT',
}

function turn(graph: Graph): Graph {
  return { ...graph, direction: TURNED[graph.direction] }
}

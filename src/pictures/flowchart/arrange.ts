import { isAcross } from './graph.ts'
import { join, looseIn, type Parts } from './join.ts'
import { filling } from './legibility.ts'
import { type Component, type Level, levelsOf, OUTSIDE } from './levels.ts'
import type { Measured } from './measure.ts'
import { pack } from './pack.ts'
import {
  empty,
  type Frame,
  framed,
  NOWHERE,
  type Positions,
  sideBySide,
  single,
  together,
} from './positions.ts'
import { leadOut } from './straight.ts'

/** The padding between a group's border and its content. */
const PADDING = 14
/** The content of a group without nodes. */
const EMPTY = { width: 44, height: 6 } as const
/**
 * The ratio of width to height, or of height to width, that packed parts keep to where they can: those that make the
 * picture's shape, and those in one of several groups.
 */
const CALM = { picture: 2, group: 3 } as const
/** How much smaller charts may be shown whose layers are in line, and the ratio of the picture's sides then. */
const IN_LINE = { filling: 0.9, wide: 2.5, high: 2 } as const

/** More room beside the content of groups, for their titles. */
export type Room = ReadonlyMap<string, Readonly<{ left: number; right: number }>>

/**
 * Places everything. Parts without an edge between them are laid out by themselves and packed about as wide as high. So
 * is the content of a group from which no edge leads out, or which has a direction of its own, since ELK uses one
 * direction per run.
 * @param foldFrom the ratio of height to width from which a part is folded into columns
 */
export function arrange(measured: Measured, room: Room, foldFrom?: number): Promise<Positions> {
  const { graph, nodes, groups } = measured
  const levels = levelsOf(graph)
  const loops = new Set(graph.edges.filter(({ from, to }) => from === to).map(({ from }) => from))

  const sizeOf = (node: string) => nodes.get(node) ?? EMPTY
  const frameOf = (group: string): Frame => {
    const title = groups.get(group)
    const { left, right } = room.get(group) ?? { left: 0, right: 0 }
    return {
      top: title && title.lines.length > 0 ? title.height + 20 : PADDING,
      left: PADDING + left,
      right: PADDING + right,
      bottom: PADDING,
      least: (title?.width ?? 0) + left + right + 2 * PADDING,
    }
  }
  const aroundPacked = (level: Level) => {
    if (level === OUTSIDE) return { width: 2 * PADDING, height: 2 * PADDING }
    const { left, right, top, bottom } = frameOf(level)
    return { width: left + right, height: top + bottom }
  }

  /** Whether a level is all that there is in the picture. */
  const fills = (level: Level): boolean => {
    if (level === OUTSIDE) return true
    const [, around = OUTSIDE] = levels.outwards(level)
    return levels.components(around).flatMap(({ members }) => members).length === 1 && fills(around)
  }

  const layGroup = async (group: string): Promise<Positions> =>
    framed(group, await layLevel(group), frameOf(group))

  const layLevel = async (level: Level): Promise<Positions> => {
    const components = levels.components(level)
    if (components.length === 0) return empty(EMPTY)
    if (!components.some(({ tied }) => tied)) return layParts(level, components)
    return (await layStraight(level, components)) ?? layJoined(level, components, looseIn(components))
  }

  /** A level out of which edges can lead straight to the layers around it, its parts side by side. */
  const layStraight = async (level: Level, components: readonly Component[]) => {
    const passages = levels.passages(level)
    const [, outside = OUTSIDE] = level === OUTSIDE ? [] : levels.outwards(level)
    const around = levels.directionIn(outside)
    if (passages === undefined || isAcross(around) === isAcross(levels.directionIn(level))) return undefined
    const loose = looseIn(components)
    const laid: Positions[] = []
    for (const part of components) if (!loose.includes(part)) laid.push(await layPart(level, part))
    if (loose.length > 0) laid.push(await layParts(level, loose))
    return leadOut(sideBySide(laid, around), passages, around)
  }

  const layJoined = (level: Level, components: readonly Component[], loose: readonly Component[]) =>
    join(level, { components, loose }, parts)

  const layPart = async (level: Level, part: Component): Promise<Positions> => {
    const [only = ''] = part.members
    if (part.members.length > 1 || loops.has(only))
      return join(level, { components: [part], loose: [], closed: true }, parts)
    return levels.groups.has(only) ? layGroup(only) : single(only, sizeOf(only))
  }

  const layParts = async (level: Level, components: readonly Component[]): Promise<Positions> => {
    const laid: Positions[] = []
    for (const part of components) laid.push(await layPart(level, part))
    const pieces = laid.map(({ width, height }, index) => {
      const { members: [only = '', ...more] = [] } = components[index] ?? {}
      return { width, height, isNode: more.length === 0 && !levels.groups.has(only) }
    })
    const { at, ...size } = pack(pieces, aroundPacked(level), fills(level) ? CALM.picture : CALM.group)
    const packed = laid.reduce((all, part, index) => together(all, part, at[index] ?? NOWHERE), empty(size))
    // In one run the layers of several charts are in line, and charts interlock. Loose boxes would all be in one line.
    if (components.length < 2 || components.some(({ members }) => members.length < 2)) return packed
    const inLine = await layJoined(level, components, [])
    const { width, height } = inLine
    const isCalm = width <= height * IN_LINE.wide && height <= width * IN_LINE.high
    return isCalm && filling(inLine) > filling(packed) * IN_LINE.filling ? inLine : packed
  }

  const parts: Parts = { measured, levels, sizeOf, frameOf, layGroup, layParts, foldFrom }
  return layLevel(OUTSIDE)
}

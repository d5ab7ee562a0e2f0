import { editDistance } from '../edit-distance.ts'
import { currentNames } from './current-name.ts'
import { folded } from './fold.ts'
import { gazetteer, type Place } from './gazetteer.ts'
import { zoneName } from './label.ts'
import data from './names.json' with { type: 'json' }
import { offsetAt, readOffset, zoneOfOffset } from './offset.ts'
import { placesOf, type ReadZone, readZone } from './read.ts'

/** A zone for a text that is being typed. `name` tells why, where the zone's own name does not. */
export type FoundZone = Readonly<{ zone: string; name?: string }>

/** As many choices as Discord takes. */
const MAX_FOUND = 25
/** A name that is longer is no typing mistake of a known one. */
const MAX_MISTYPED = 30
/** Some small town begins with almost anything, and is near to every typing mistake. */
const WELL_KNOWN = 300_000

/**
 * The zones that a text may mean while it is typed, the best first; the usual ones for an empty text.
 * @param at to know which zones have a typed offset now
 */
export function findZones(typed: string, at: number): readonly FoundZone[] {
  const name = folded(typed)
  const offset = readOffset(typed.slice(0, 100))
  if (offset !== undefined) return merged(ofOffset(offset, at))
  if (name === '') return merged(usualZones().map((zone) => ({ zone })))
  const { places } = gazetteer()
  const known = places.filter(isWellKnown)
  const exact = placesOf(name)
  const spaced = ` ${name}`
  const found = [
    ...zonesOf(readZone(typed)).map((zone) => exact.find((place) => place.zone === zone) ?? { zone }),
    ...exact,
    ...known.filter(({ key }) => key.startsWith(name)),
    ...known.filter(({ key }) => key.includes(spaced)),
  ]
  if (found.length > 0) return merged(found)
  const towns = places.filter(({ key }) => key.startsWith(name))
  if (towns.length > 0) return merged(towns)
  const isInside = name.length > 2 || /\p{Script=Han}/u.test(name)
  return merged([...mistyped(name), ...(isInside ? places.filter(({ key }) => key.includes(name)) : [])])
}

function zonesOf(read: ReadZone): readonly string[] {
  switch (read.kind) {
    case 'zone':
      return [read.zone]
    case 'unclear':
      return read.zones
    case 'unknown':
      return []
    default:
      return read satisfies never
  }
}

/** Well-known zones in all parts of the world. */
export function usualZones(): readonly string[] {
  return data.usual.split(', ')
}

function ofOffset(minutes: number, at: number): readonly FoundZone[] {
  const zone = zoneOfOffset(minutes)
  const known = [...usualZones(), ...currentNames()].filter((each) => offsetAt(each, at) === minutes)
  return [...(zone === undefined ? [] : [{ zone }]), ...known.map((each) => ({ zone: each }))]
}

/** The nearest names, by the number of typing mistakes. @param name folded */
function mistyped(name: string): readonly Place[] {
  if (name.length > MAX_MISTYPED || name.length < 3) return []
  const most = name.length < 6 ? 1 : 2
  return gazetteer()
    .places.filter((place) => Math.abs(place.key.length - name.length) <= most && isWellKnown(place))
    .map((place) => ({ place, mistakes: editDistance(name, place.key) }))
    .filter(({ mistakes }) => mistakes <= most)
    .toSorted((a, b) => a.mistakes - b.mistakes)
    .map(({ place }) => place)
}

/** Zones, states, countries and large cities. */
function isWellKnown({ within, weight }: Place): boolean {
  return within === undefined || weight >= WELL_KNOWN
}

/** Each zone once, where it comes first. */
function merged(found: readonly FoundZone[]): readonly FoundZone[] {
  const zones = new Map<string, FoundZone>()
  for (const { zone, name } of found) {
    if (zones.size === MAX_FOUND) break
    const told = name !== undefined && !folded(zoneName(zone)).includes(folded(name))
    if (!zones.has(zone)) zones.set(zone, told ? { zone, name } : { zone })
  }
  return [...zones.values()]
}

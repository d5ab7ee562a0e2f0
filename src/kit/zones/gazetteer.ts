import { currentName, currentNames } from './current-name.ts'
import { type City, readCities, readZoneGroups, type ZoneGroup } from './data.ts'
import { folded } from './fold.ts'
import data from './names.json' with { type: 'json' }

/** A name of something in a zone. */
export type Place = Readonly<{
  /** Folded, to compare. */
  key: string
  zone: string
  /** As people write it; shown beside the zone where it is no part of the zone's name. */
  name: string
  /** About how many people it stands for, to decide which of two comes first. */
  weight: number
  /** Where a city lies: its state, and its country's code. */
  within?: readonly string[]
}>

export type Gazetteer = Readonly<{
  /** The heaviest first. */
  places: readonly Place[]
  /** By folded names, also without their spaces: `newyork`. */
  byKey: ReadonlyMap<string, readonly Place[]>
  /** The codes of countries by their folded names. */
  countries: ReadonlyMap<string, string>
}>

/** The weight of a city that only a list of main cities names. */
const SMALL_TOWN = 20_000
/** A name of our own list stands for a part of its zone. */
const NAMED = 0.1
const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant']

let known: Gazetteer | undefined

/** All names of zones, cities and countries; built when it is first asked for, in about 0.1 s. */
export function gazetteer(): Gazetteer {
  known ??= build(readZoneGroups(), readCities())
  return known
}

function build(groups: readonly ZoneGroup[], cities: readonly City[]): Gazetteer {
  const zoneOf = cached(currentName)
  const countryOf = new Map(groups.flatMap((group) => group.group.map((zone) => [zone, group.countryCode])))
  const located = cities.flatMap((city) => {
    const zone = city.timezone === null ? undefined : zoneOf(zoneIn(city.timezone))
    return zone === undefined ? [] : [{ ...city, zone }]
  })
  const weights = new Map<string, number>()
  for (const { zone, pop } of located) weights.set(zone, (weights.get(zone) ?? 0) + pop)
  const zones = currentNames()
  const weightOf = (zone: string) => weights.get(zone) ?? 0
  const countries = countryNames(new Set(countryOf.values()))
  const codes = new Map(countries.map(({ name, code }) => [folded(name), code]))
  const places: Place[] = [
    ...zones.flatMap((zone) => ownNames(zone, weightOf(zone))),
    ...groups.flatMap((group) => oldNames(group, zoneOf, weightOf)),
    ...namedPlaces(weightOf),
    ...countryPlaces(zones, countryOf, countries, weightOf),
    ...located.flatMap(({ zone, city, city_ascii, pop, iso2, province, state_ansi }) =>
      [city, city_ascii].map((name) => ({
        ...placeOf(name, zone, pop),
        within: [iso2.toLowerCase(), state_ansi.toLowerCase(), folded(province)],
      })),
    ),
    ...provinces(located),
    ...groups.flatMap(({ name, mainCities }) => {
      const zone = zoneOf(name)
      return zone === undefined ? [] : mainCities.map((city) => placeOf(city, zone, SMALL_TOWN))
    }),
  ]
  return indexed(places, codes)
}

/** Intl takes 0.1 ms per name. */
function cached<Value>(compute: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>()
  return (name) => {
    const value = known.get(name) ?? compute(name)
    known.set(name, value)
    return value
  }
}

/** The source writes some cities' zones by names that Intl does not know. */
function zoneIn(name: string): string {
  return name.replace('Asia/Chongqing', 'Asia/Shanghai')
}

function placeOf(name: string, zone: string, weight: number): Place {
  return { key: folded(name), zone, name, weight }
}

function ownNames(zone: string, weight: number): readonly Place[] {
  const parts = zone.split('/').map((part) => part.replaceAll('_', ' '))
  return [placeOf(zone, zone, weight), placeOf(parts.at(-1) ?? zone, zone, weight)]
}

/** Names without a slash, such as `PRC`, stand among the abbreviations and countries, or mean nothing to people. */
function oldNames(
  { group, alternativeName }: ZoneGroup,
  zoneOf: (name: string) => string | undefined,
  weightOf: (zone: string) => number,
): readonly Place[] {
  return group.flatMap((name) => {
    const zone = zoneOf(name)
    if (zone === undefined) return []
    const weight = weightOf(zone)
    return [...(zone === name ? [] : ownNames(name, weight)), placeOf(alternativeName, zone, weight)].map(
      (place) => ({ ...place, zone }),
    )
  })
}

function namedPlaces(weightOf: (zone: string) => number): readonly Place[] {
  return Object.entries(data.places).flatMap(([zone, names]) =>
    names.split(', ').map((name) => placeOf(name, zone, weightOf(zone) * NAMED)),
  )
}

type Country = Readonly<{ name: string; code: string }>

function countryNames(codes: ReadonlySet<string>): readonly Country[] {
  const more: Readonly<Record<string, string>> = data.countries
  const names = LANGUAGES.map((language) => new Intl.DisplayNames([language], { type: 'region' }))
  return [...codes].flatMap((code) =>
    [...names.map((each) => each.of(code) ?? code), ...(more[code]?.split(', ') ?? [])].map((name) => ({
      name,
      code,
    })),
  )
}

function countryPlaces(
  zones: readonly string[],
  countryOf: ReadonlyMap<string, string>,
  countries: readonly Country[],
  weightOf: (zone: string) => number,
): readonly Place[] {
  const zonesOf = Map.groupBy(zones, (zone) => countryOf.get(zone) ?? '')
  return countries.flatMap(({ name, code }) =>
    (zonesOf.get(code) ?? []).map((zone) => placeOf(name, zone, weightOf(zone))),
  )
}

function provinces(cities: readonly (City & { zone: string })[]): readonly Place[] {
  const weights = new Map<string, Place>()
  for (const { province, zone, pop } of cities) {
    const place = placeOf(province, zone, pop)
    const id = `${place.key}/${zone}`
    weights.set(id, { ...place, weight: pop + (weights.get(id)?.weight ?? 0) })
  }
  return [...weights.values()]
}

function indexed(all: readonly Place[], countries: ReadonlyMap<string, string>): Gazetteer {
  const seen = new Set<string>()
  const places = all
    .toSorted((a, b) => b.weight - a.weight || (a.zone < b.zone ? -1 : 1))
    .filter(({ key, zone, within = [] }) => {
      const id = [key, zone, ...within].join('/')
      return key !== '' && !seen.has(id) && seen.add(id)
    })
  const byKey = Map.groupBy(places, ({ key }) => key)
  for (const [key, named] of [...byKey]) {
    const unspaced = key.replaceAll(' ', '')
    if (!byKey.has(unspaced)) byKey.set(unspaced, named)
  }
  return { places, byKey, countries }
}

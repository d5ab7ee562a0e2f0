import { currentName } from './current-name.ts'
import { folded } from './fold.ts'
import { gazetteer, type Place } from './gazetteer.ts'
import data from './names.json' with { type: 'json' }
import { offsetAt, readOffset, zoneOfOffset } from './offset.ts'

/**
 * The meaning of a text: one zone; several, the likeliest first, of which the person must choose; or none that is known.
 * Zones are present IANA names.
 */
export type ReadZone =
  | Readonly<{ kind: 'zone'; zone: string }>
  | Readonly<{ kind: 'unclear'; zones: readonly string[] }>
  | Readonly<{ kind: 'unknown' }>

/** A place that is so many times larger than another one of the same name is meant. */
const DOMINANT = 8
/** The city after which a zone is called is meant sooner. */
const DOMINANT_OWN = 2
const MAX_CHOICES = 6
/** A winter and a summer. */
const SAMPLES = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)]
/** Characters of a country's Chinese name. */
const MAX_COUNTRY = 12
/** Longer than anything that means a zone. */
const MAX_TYPED = 200
const UNKNOWN: ReadZone = { kind: 'unknown' }

const ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(data.abbreviations).map(([name, zones]) => [name, zones.split(', ')]),
)
/** Words that people add to the name of a place. */
const ENDINGS = [
  'time zone',
  'timezone',
  'standard time',
  'local time',
  'time',
  '时区',
  '時區',
  '时间',
  '時間',
  '市',
  '省',
]

/**
 * Reads a time zone as people write it: by an IANA name of any age, an offset, an abbreviation, or the name of a city,
 * state or country in English or Chinese.
 */
export function readZone(typed: string): ReadZone {
  const text = typed.length > MAX_TYPED ? '' : typed.trim()
  const read = readZoneName(text)
  if (read.kind !== 'unknown') return read
  // A copied label tells more: `Asia/Kolkata (UTC+5:30) · 19:05`, `(UTC+1) Berlin`.
  const parts = text.split(/[(（)）]| · (?=\d\d:\d\d)/u).map((part) => part.trim())
  const outside = parts[0] === '' ? parts.slice(2) : parts
  if (parts.length < 2 || !outside[0]) return UNKNOWN
  const whole = readZoneName(outside[0])
  // Windows names several cities of one zone: `(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi`.
  return whole.kind === 'unknown' && parts[0] === '' ? readZoneName(outside[0].split(',')[0] ?? '') : whole
}

/** The same for a text that is nothing but a name. */
export function readZoneName(text: string): ReadZone {
  if (text === '') return UNKNOWN
  const named = currentName(text.replaceAll(' ', '_'))
  if (named !== undefined) return { kind: 'zone', zone: named }
  const offset = readOffset(text)
  if (offset !== undefined) {
    const zone = zoneOfOffset(offset)
    return zone === undefined ? UNKNOWN : { kind: 'zone', zone }
  }
  const zones = zonesOfAbbreviation(text)
  if (zones) return oneOf(zones)
  const chosen = chosenFrom(placesOf(folded(text)))
  if (chosen.kind !== 'unknown') return chosen
  const city = withRegion(text)
  return city.kind === 'unknown' ? beside(text) : city
}

/** A city that has no zone of its own, written as if it had: `Asia/Beijing`, `Europe/Munich`. */
function withRegion(text: string): ReadZone {
  const slash = text.indexOf('/')
  const region = `${text.slice(0, Math.max(0, slash))}/`.toLowerCase()
  const places = slash > 0 ? placesOf(folded(text.slice(slash + 1))) : []
  return chosenFrom(places.filter(({ zone }) => zone.toLowerCase().startsWith(region)))
}

/** An abbreviation beside a place, which says what it means there: `CST China`, `US CST`. */
function beside(text: string): ReadZone {
  const words = text.split(' ').filter((word) => word !== '')
  const tries = [
    [words[0], words.slice(1)],
    [words.at(-1), words.slice(0, -1)],
  ] as const
  for (const [abbreviation = '', place] of words.length > 1 ? tries : []) {
    const zones = zonesOfAbbreviation(abbreviation)
    if (!zones) continue
    const there = chosenFrom(placesOf(folded(place.join(' '))))
    if (there.kind === 'unclear') return oneOf(zones.filter((zone) => there.zones.includes(zone)))
    if (there.kind === 'zone') return there
  }
  return UNKNOWN
}

/** The zones that an abbreviation may mean, the likeliest first. */
function zonesOfAbbreviation(typed: string): readonly string[] | undefined {
  return ABBREVIATIONS.get(typed.trim().toUpperCase())
}

/** The places that bear exactly this name, the largest first. @param name folded */
export function placesOf(name: string): readonly Place[] {
  const { byKey } = gazetteer()
  const found = byKey.get(name) ?? byKey.get(name.replaceAll(' ', '')) ?? qualified(name)
  if (found.length > 0) return found
  const ending = ENDINGS.find((each) => name.endsWith(each) && name.length > each.length)
  return ending === undefined ? [] : placesOf(name.slice(0, -ending.length).trim())
}

/** `portland oregon`, `san jose ca`, `london uk`: a city, and the state or country in which it lies. */
function qualified(name: string): readonly Place[] {
  const { byKey, countries } = gazetteer()
  const words = name.split(' ')
  for (let length = words.length - 1; length > 0; length--) {
    const where = words.slice(length).join(' ')
    const country = countries.get(where)?.toLowerCase()
    const found = (byKey.get(words.slice(0, length).join(' ')) ?? []).filter(
      ({ within }) => within?.includes(where) || (country !== undefined && within?.includes(country)),
    )
    if (found.length > 0) return found
  }
  return inChinese(name)
}

/** `中国上海`: the country comes first, without a space. */
function inChinese(name: string): readonly Place[] {
  const { byKey, countries } = gazetteer()
  if (!/^\p{Script=Han}+$/u.test(name)) return []
  for (let length = Math.min(name.length - 1, MAX_COUNTRY); length > 1; length--) {
    const found = countries.has(name.slice(0, length)) ? byKey.get(name.slice(length)) : undefined
    if (found) return found
  }
  return []
}

function chosenFrom(places: readonly Place[]): ReadZone {
  const byZone = Map.groupBy(places, ({ zone }) => zone)
  // Zones whose clocks agree all year are one choice: Asia/Kuching beside Asia/Kuala_Lumpur.
  const clocks = new Map<string, Place>()
  for (const [first] of byZone.values()) {
    if (!first) continue
    const clock = SAMPLES.map((at) => offsetAt(first.zone, at)).join()
    if (!clocks.has(clock)) clocks.set(clock, first)
  }
  const [first, second] = clocks.values()
  if (!first) return UNKNOWN
  const ratio = first.key === folded(first.zone.split('/').at(-1) ?? '') ? DOMINANT_OWN : DOMINANT
  if (!second || first.weight >= ratio * second.weight) return { kind: 'zone', zone: first.zone }
  return oneOf([...clocks.values()].map(({ zone }) => zone))
}

function oneOf([zone, ...others]: readonly string[]): ReadZone {
  if (zone === undefined) return UNKNOWN
  return others.length === 0
    ? { kind: 'zone', zone }
    : { kind: 'unclear', zones: [zone, ...others].slice(0, MAX_CHOICES) }
}

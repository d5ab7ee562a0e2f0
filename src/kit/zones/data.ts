import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'

const zones = z.array(
  z.object({
    name: z.string(),
    alternativeName: z.string(),
    group: z.array(z.string()),
    countryCode: z.string(),
    mainCities: z.array(z.string()),
  }),
)
const cities = z.array(
  z.object({
    city: z.string(),
    city_ascii: z.string(),
    pop: z.number(),
    iso2: z.string().catch(''),
    province: z.string().catch(''),
    state_ansi: z.string().catch(''),
    timezone: z.string().nullable(),
  }),
)

/** Zones that share a country and a name, such as “Pacific Time”, with all names that they ever had. */
export type ZoneGroup = z.infer<typeof zones>[number]
export type City = z.infer<typeof cities>[number]

/** Reads the zones of the world; costs a few milliseconds. */
export function readZoneGroups(): readonly ZoneGroup[] {
  return zones.parse(json('@vvo/tzdb/raw-time-zones.json'))
}

/** Reads 7,300 cities; costs 25 ms, and 6 MB until the result is dropped. */
export function readCities(): readonly City[] {
  return cities.parse(json('city-timezones/data/cityMap.json'))
}

/** Read, not required: what is required stays in memory. */
function json(name: string): unknown {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(name), 'utf8'))
}

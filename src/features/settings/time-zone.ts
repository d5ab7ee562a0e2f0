import { type Choice, type Translate, UserError } from '#bot'
import { shortened } from '../../kit/names.ts'
import { findZones, readZone, usualZones, zoneLabel, zoneName } from '../../kit/zones/index.ts'

const MAX_EXAMPLES = 3
/** Discord's limit for a label. */
const MAX_LABEL = 100

/**
 * The present IANA name of the zone that was typed, however it is written; what may mean several is never guessed.
 * @throws UserError that names the zones that it may mean, or the nearest
 */
export function checkTimeZone(typed: string, at: number, t: Translate): string {
  const read = readZone(typed)
  const list = (zones: readonly string[]) => zones.map(zoneName).join(t('list.comma'))
  const said = shortened(typed.trim())
  switch (read.kind) {
    case 'zone':
      return read.zone
    case 'unclear':
      throw new UserError('error.timeZoneUnclear', { typed: said, choices: list(read.zones) })
    case 'unknown': {
      const near = findZones(typed, at).map(({ zone }) => zone)
      const examples = (near.length > 0 ? near : usualZones()).slice(0, MAX_EXAMPLES)
      throw new UserError('error.timeZone', { typed: said, examples: list(examples) })
    }
    default:
      return read satisfies never
  }
}

/** Zones for a text that is being typed, the best first, each with its offset and the time that it is there. */
export function suggestTimeZones(typed: string, at: number): readonly Choice[] {
  const found = findZones(typed, at)
  const zones = found.length > 0 ? found : usualZones().map((zone) => ({ zone, name: undefined }))
  return zones.map(({ zone, name }) => {
    const label = zoneLabel(zone, at)
    return { value: zone, label: (name === undefined ? label : `${label} · ${name}`).slice(0, MAX_LABEL) }
  })
}

import data from './names.json' with { type: 'json' }

const RENAMED: ReadonlyMap<string, string> = new Map(Object.entries(data.renamed))
/** Zones of a fixed whole number of hours; the sign is reversed: `Etc/GMT-8` is UTC+8. */
const FIXED = /^Etc\/GMT[+-](?:[1-9]|1[0-4])$/u

/**
 * The present IANA name of a zone by any of its names: `Asia/Kolkata` for `asia/calcutta`.
 *
 * Intl also takes names of three letters from Java (`BST` for Dhaka, `ART` for Cairo), so only names with a slash
 * are asked for.
 * @returns undefined for anything else
 */
export function currentName(name: string): string | undefined {
  if (!name.includes('/') || name.length > 60) return undefined
  const canonical = canonicalOf(name)
  if (canonical === undefined) return undefined
  if (canonical.startsWith('Etc/') && !FIXED.test(canonical)) return 'UTC'
  return RENAMED.get(canonical) ?? canonical
}

/** The present IANA names of all zones, without those of a fixed offset. */
export function currentNames(): readonly string[] {
  return Intl.supportedValuesOf('timeZone').map((name) => RENAMED.get(name) ?? name)
}

function canonicalOf(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

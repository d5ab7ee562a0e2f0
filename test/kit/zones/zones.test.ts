import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentName, currentNames } from '../../../src/kit/zones/current-name.ts'
import { findZones, readZone, zoneLabel, zoneName, zoneWithOffset } from '../../../src/kit/zones/index.ts'
import { offsetAt } from '../../../src/kit/zones/offset.ts'
import { anyText } from '../../support/any-text.ts'
import { PARTS, QUERIES } from './queries.ts'

const WINTER = Date.parse('2026-12-01T06:00Z')
const SUMMER = Date.parse('2026-07-01T06:00Z')
const found = (typed: string) => findZones(typed, WINTER).map(({ zone }) => zone)

describe('what people type for a zone', () => {
  it.each(QUERIES)('%s is found first as %s', (typed, zone) => {
    expect(found(typed)[0]).toBe(zone)
  })

  it.each(QUERIES)('%s is read as %s %s', (typed, zone, unclear) => {
    const read = readZone(typed)
    if (unclear) expect(read).toMatchObject({ kind: 'unclear', zones: expect.arrayContaining([zone]) })
    else expect(read).toEqual({ kind: 'zone', zone })
  })

  it.each(PARTS)('the part or mistake %s is not taken, but %s is offered first', (typed, zone) => {
    expect(readZone(typed)).toEqual({ kind: 'unknown' })
    expect(found(typed)[0]).toBe(zone)
  })

  it.each([
    ['BST', ['Europe/London', 'Asia/Dhaka', 'Pacific/Bougainville']],
    ['CST', ['America/Chicago', 'Asia/Shanghai', 'Asia/Taipei', 'America/Havana']],
    ['EST', ['America/New_York', 'America/Panama', 'Australia/Sydney']],
    ['IST', ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin']],
  ])('%s offers all that it may mean, before anything else', (typed, zones) => {
    expect(readZone(typed)).toEqual({ kind: 'unclear', zones })
    expect(found(typed).slice(0, zones.length)).toEqual(zones)
  })

  it.each([
    'UTC+7:15',
    'UTC+15',
    'UTC-13',
    '+8:75',
    'Mars',
    'Europe/Mars',
    '8',
    '+',
    'a/b',
    '🕰️',
    '\0',
    '\ud800',
  ])('%s is no zone', (typed) => {
    expect(readZone(typed)).toEqual({ kind: 'unknown' })
  })

  it('an offset also offers the zones that have it now', () => {
    expect(findZones('UTC+2', SUMMER).map(({ zone }) => zone)).toContain('Europe/Berlin')
    expect(found('UTC+2')).not.toContain('Europe/Berlin')
    expect(found('UTC-3:30')[0]).toBe('America/St_Johns')
  })

  it('a name that the zone does not bear is shown', () => {
    expect(findZones('Seattle', WINTER)[0]).toEqual({ zone: 'America/Los_Angeles', name: 'Seattle' })
    expect(findZones('Berlin', WINTER)[0]).toEqual({ zone: 'Europe/Berlin' })
  })

  it('never more than 25 zones, each once, each one that Intl knows, and the same ones again', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.string({ maxLength: 3 })), (typed) => {
        const zones = found(typed)
        expect(zones.length).toBeLessThanOrEqual(25)
        expect(new Set(zones).size).toBe(zones.length)
        for (const zone of zones) expect(currentName(zone) ?? 'UTC').toBe(zone)
        expect(found(typed)).toEqual(zones)
        expect(['zone', 'unclear', 'unknown']).toContain(readZone(typed).kind)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the names of zones', () => {
  it('all present names are read as themselves, and none is an old one', () => {
    const names = currentNames()
    expect(names.length).toBeGreaterThan(400)
    for (const name of names) expect(readZone(name)).toEqual({ kind: 'zone', zone: name })
    expect(names).toEqual(
      expect.arrayContaining(['Asia/Kolkata', 'Europe/Kyiv', 'Asia/Yangon', 'America/Nuuk']),
    )
    expect(names).not.toContain('Asia/Calcutta')
  })

  it.each([
    ['Asia/Calcutta', 'Asia/Kolkata', 'Asia/Kolkata (UTC+5:30)'],
    ['Europe/Kiev', 'Europe/Kyiv', 'Europe/Kyiv (UTC+2)'],
    ['Etc/GMT-8', 'UTC+8', 'UTC+8'],
    ['Etc/GMT+5', 'UTC-5', 'UTC-5'],
    ['UTC', 'UTC', 'UTC'],
    ['America/St_Johns', 'America/St_Johns', 'America/St_Johns (UTC-3:30)'],
    ['Atlantic/Reykjavik', 'Atlantic/Reykjavik', 'Atlantic/Reykjavik (UTC)'],
  ])('a row that holds %s is shown as %s', (stored, name, withOffset) => {
    expect(zoneName(stored)).toBe(name)
    expect(zoneWithOffset(stored, WINTER)).toBe(withOffset)
  })

  it('a label tells the offset and the time of the moment', () => {
    expect(zoneLabel('Europe/Berlin', WINTER)).toBe('Europe/Berlin (UTC+1) · 07:00')
    expect(zoneLabel('Europe/Berlin', SUMMER)).toBe('Europe/Berlin (UTC+2) · 08:00')
    expect(zoneLabel('Etc/GMT-8', SUMMER)).toBe('UTC+8 · 14:00')
  })

  it('an offset is stored as a zone that is as far from UTC all year', () => {
    for (let hours = -12; hours <= 14; hours++) {
      const read = readZone(`UTC${hours < 0 ? '' : '+'}${hours}`)
      const zone = read.kind === 'zone' ? read.zone : ''
      expect([offsetAt(zone, WINTER), offsetAt(zone, SUMMER)]).toEqual([hours * 60, hours * 60])
      expect(readZone(zone)).toEqual(read)
    }
    for (const typed of ['+5:30', '+5:45', '+6:30', '+4:30', '+3:30', '+9:30', '+8:45', '-9:30']) {
      const read = readZone(typed)
      const zone = read.kind === 'zone' ? read.zone : ''
      expect(offsetAt(zone, WINTER)).toBe(offsetAt(zone, SUMMER))
      expect(zoneWithOffset(zone, WINTER)).toContain(`UTC${typed}`)
    }
  })
})

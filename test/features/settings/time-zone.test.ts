import { describe, expect, it } from 'vitest'
import type { UserError } from '#bot'
import { checkTimeZone, suggestTimeZones } from '../../../src/features/settings/time-zone.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'

const AT = Date.parse('2026-12-01T06:00Z')
const t = loadTexts().in('en')

function refusal(typed: string): string {
  try {
    return `taken as ${checkTimeZone(typed, AT, t)}`
  } catch (error) {
    return t(error as UserError)
  }
}

describe('a time zone that is typed', () => {
  it('is stored by its present name', () => {
    expect(checkTimeZone(' asia/calcutta ', AT, t)).toBe('Asia/Kolkata')
    expect(checkTimeZone('UTC+8', AT, t)).toBe('Etc/GMT-8')
    expect(checkTimeZone('北京', AT, t)).toBe('Asia/Shanghai')
  })

  it.each([
    ['BST', 'Europe/London, Asia/Dhaka, Pacific/Bougainville'],
    ['CST', 'America/Chicago, Asia/Shanghai, Asia/Taipei, America/Havana'],
    ['EST', 'America/New_York, America/Panama, Australia/Sydney'],
    ['San Jose', 'America/Los_Angeles, America/Costa_Rica'],
  ])('%s is refused with what it may mean', (typed, choices) => {
    expect(refusal(typed)).toContain(`“${typed}” may mean several time zones`)
    expect(refusal(typed)).toContain(choices)
  })

  it.each([
    ['Asia/Shangai', 'Asia/Shanghai'],
    ['Qzxwv', 'America/Los_Angeles, Europe/Berlin, Asia/Shanghai'],
    ['UTC+99', 'America/Los_Angeles'],
    ['', 'America/Los_Angeles'],
  ])('%s is refused with the nearest', (typed, near) => {
    expect(refusal(typed)).toContain('is no time zone I know')
    expect(refusal(typed)).toContain(near)
  })

  it.each([' ', '+', 'é ', '\u2028x', 'a,', '中国'])(
    '40,000 characters of %j are repeated only in part',
    (part) => {
      const typed = part.repeat(40_000 / part.length)
      expect(refusal(typed)).toContain('is no time zone I know')
      expect(refusal(typed).length).toBeLessThan(300)
      expect(suggestTimeZones(typed, AT).length).toBeGreaterThan(0)
    },
  )

  it('is suggested with its offset, its time, and the name that was found', () => {
    expect(suggestTimeZones('Seattle', AT)).toEqual([
      { value: 'America/Los_Angeles', label: 'America/Los_Angeles (UTC-8) · 22:00 · Seattle' },
    ])
    expect(suggestTimeZones('UTC+8', AT)[0]).toEqual({ value: 'Etc/GMT-8', label: 'UTC+8 · 14:00' })
    expect(suggestTimeZones('nothing like it', AT).map(({ value }) => value)).toContain('Europe/Berlin')
  })
})

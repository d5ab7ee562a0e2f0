import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDate } from '../../../src/kit/when/date.ts'
import { anyText } from '../../support/any-text.ts'

/** A Tuesday. */
const TODAY = Date.UTC(2026, 11, 1)
const iso = (moment: number) => new Date(moment).toISOString().slice(0, 10)

function read(typed: string, today = TODAY): string {
  const date = readDate(typed, today)
  if (!date) return 'unknown'
  if ('at' in date) return new Date(date.at).toISOString()
  return 'day' in date ? iso(date.day) : date.either.map(iso).join(' or ')
}

describe('a date', () => {
  it.each([
    ['2026-12-24', '2026-12-24'],
    ['24.12.2026', '2026-12-24'],
    ['24.12.', '2026-12-24'],
    ['12/24', '2026-12-24'],
    ['24/12', '2026-12-24'],
    ['4/4', '2027-04-04'],
    ['Dec 24', '2026-12-24'],
    ['24th of December', '2026-12-24'],
    ['Thursday, Dec 24', '2026-12-24'],
    ['December 24th, 2027', '2027-12-24'],
    ['May 5', '2027-05-05'],
    ['Feb 29', '2028-02-29'],
    ['until 24 Dec', '2026-12-24'],
    ['the 24th', '2026-12-24'],
    ['12月24日', '2026-12-24'],
    ['十二月二十四日', '2026-12-24'],
    ['2027年1月3日', '2027-01-03'],
    ['24号', '2026-12-24'],
    ['today', '2026-12-01'],
    ['tomorrow', '2026-12-02'],
    ['后天', '2026-12-03'],
    ['in 2 weeks', '2026-12-15'],
    ['ten days', '2026-12-11'],
    ['两周后', '2026-12-15'],
    ['一个月后', '2027-01-01'],
    ['Monday', '2026-12-07'],
    ['Tuesday', '2026-12-08'],
    ['next Monday', '2026-12-07'],
    ['this Friday', '2026-12-04'],
    ['下周一', '2026-12-07'],
    ['下下周一', '2026-12-14'],
    ['本周五', '2026-12-04'],
    ['next week', '2026-12-07'],
    ['下个月', '2027-01-01'],
    ['月底', '2026-12-31'],
    ['2020-01-01', '2020-01-01'],
    ['<t:1790000000:d>', '2026-09-21T14:13:20.000Z'],
  ])('%s is %s', (typed, date) => {
    expect(read(typed)).toBe(date)
  })

  it('of the end of a month is that of a shorter one', () => {
    expect(read('in a month', Date.UTC(2027, 0, 31))).toBe('2027-02-28')
    expect(read('the 31st', Date.UTC(2027, 1, 1))).toBe('2027-03-31')
  })

  it('may be two, and is not guessed', () => {
    expect(read('3/4')).toBe('2027-03-04 or 2027-04-03')
  })

  it.each(['', '9', 'soon', 'yesterday', 'Feb 30', '31 Nov', '13/13', '2026-13-01', 'Christmas', '两周前'])(
    '“%s” is none',
    (typed) => {
      expect(read(typed)).toBe('unknown')
    },
  )

  it('is the beginning of a day, whatever was typed', () => {
    const part = fc.constantFrom(
      'next ',
      'mon',
      '12',
      '/',
      '-',
      '月',
      '日',
      'in ',
      '3 ',
      'weeks',
      '下',
      '周一',
      'dec ',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.array(part).map((all) => all.join('')),
        ),
        (typed) => {
          const date = readDate(typed, TODAY)
          if (date && 'day' in date) expect(date.day % (24 * 60 * 60_000)).toBe(0)
        },
      ),
    )
  })
})

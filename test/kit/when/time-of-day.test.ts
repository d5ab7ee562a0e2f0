import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockTime, readTimeOfDay } from '../../../src/kit/when/time-of-day.ts'
import { anyText } from '../../support/any-text.ts'

function read(typed: string): string {
  const time = readTimeOfDay(typed)
  if (!time) return 'unknown'
  return 'minutes' in time ? clockTime(time.minutes) : time.either.map(clockTime).join(' or ')
}

describe('a time of day', () => {
  it.each([
    ['18:00', '18:00'],
    ['18.00', '18:00'],
    ['18h', '18:00'],
    ['18h30', '18:30'],
    ['1800', '18:00'],
    ['0600 hrs', '06:00'],
    ['18:00:00', '18:00'],
    ['８：３０', '08:30'],
    ['20 Uhr', '20:00'],
    ['6 PM', '18:00'],
    ['6pm', '18:00'],
    ['6:30pm', '18:30'],
    ['6.30 p.m.', '18:30'],
    ['630pm', '18:30'],
    ['7 a.m', '07:00'],
    ['12am', '00:00'],
    ['12:15 pm', '12:15'],
    ['18:00 PM', '18:00'],
    ['at noon', '12:00'],
    ['midnight', '00:00'],
    ['6 in the evening', '18:00'],
    ['7:30 in the morning', '07:30'],
    ['12 at night', '00:00'],
    ['half past six pm', '18:30'],
    ['quarter to 7 pm', '18:45'],
    ['six thirty pm', '18:30'],
    ['晚上8点', '20:00'],
    ['下午6点半', '18:30'],
    ['下午3:15', '15:15'],
    ['上午10点', '10:00'],
    ['中午12点', '12:00'],
    ['凌晨1点', '01:00'],
    ['晚上十二点', '00:00'],
    ['晚上八点一刻', '20:15'],
    ['二十点三十分', '20:30'],
    ['20點', '20:00'],
    ['十八点整', '18:00'],
  ])('%s is %s', (typed, time) => {
    expect(read(typed)).toBe(time)
  })

  it.each([
    ['6', '06:00 or 18:00'],
    ['at 6', '06:00 or 18:00'],
    ["12 o'clock", '00:00 or 12:00'],
    ['half past six', '06:30 or 18:30'],
    ['八点', '08:00 or 20:00'],
    ['8点半', '08:30 or 20:30'],
  ])('%s may be two', (typed, times) => {
    expect(read(typed)).toBe(times)
  })

  it.each([
    '',
    '24:00',
    '25:00',
    '18:60',
    '0 pm',
    '13 am',
    '6 pm 7 pm',
    'soon',
    '上午12点',
    '一百点',
    '5;30',
    '1.2.3',
  ])('“%s” is none', (typed) => {
    expect(read(typed)).toBe('unknown')
  })

  it('is read as it is written, in 24 and in 12 hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minutes) => {
        const [hour, minute] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')]
        expect(readTimeOfDay(clockTime(minutes))).toEqual({ minutes })
        const half = `${hour % 12 === 0 ? 12 : hour % 12}:${minute} ${hour < 12 ? 'AM' : 'pm'}`
        expect(readTimeOfDay(half)).toEqual({ minutes })
      }),
    )
  })

  it('is within a day, whatever was typed', () => {
    const part = fc.constantFrom(
      '6',
      '18',
      ':',
      '.',
      ' ',
      'pm',
      'h',
      '点',
      '半',
      '晚上',
      'half past ',
      '下午',
      '十',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.array(part).map((all) => all.join('')),
        ),
        (typed) => {
          const time = readTimeOfDay(typed)
          for (const minutes of time ? ('minutes' in time ? [time.minutes] : time.either) : []) {
            expect(minutes).toBeGreaterThanOrEqual(0)
            expect(minutes).toBeLessThan(1440)
          }
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DayRule, type Nth, readDays, type Weekday, writeDays } from '../../../src/kit/when/days.ts'
import { anyText } from '../../support/any-text.ts'

function read(typed: string): string {
  const days = readDays(typed)
  if (!days) return 'unknown'
  return 'rule' in days ? writeDays(days.rule) : days.either.map(writeDays).join(' or ')
}

describe('days', () => {
  it.each([
    ['Monday', 'mon'],
    ['Mondays', 'mon'],
    ['every Monday', 'mon'],
    ['on Thurs.', 'thu'],
    ['Tuesdays and Thursdays', 'tue, thu'],
    ['mon/wed/fri', 'mon, wed, fri'],
    ['mon-fri', 'mon, tue, wed, thu, fri'],
    ['fri-mon', 'mon, fri, sat, sun'],
    ['Monday to Friday', 'mon, tue, wed, thu, fri'],
    ['weekdays', 'mon, tue, wed, thu, fri'],
    ['weekends', 'sat, sun'],
    ['every day', 'mon, tue, wed, thu, fri, sat, sun'],
    ['星期一', 'mon'],
    ['礼拜天', 'sun'],
    ['每周一', 'mon'],
    ['週三', 'wed'],
    ['周一、周四', 'mon, thu'],
    ['周一三五', 'mon, wed, fri'],
    ['周一到周五', 'mon, tue, wed, thu, fri'],
    ['每个工作日', 'mon, tue, wed, thu, fri'],
    ['每天', 'mon, tue, wed, thu, fri, sat, sun'],
    ['every other Monday', 'every 2 weeks on mon'],
    ['every 2 weeks on Monday', 'every 2 weeks on mon'],
    ['every second Monday', 'every 2 weeks on mon'],
    ['biweekly on Tue and Thu', 'every 2 weeks on tue, thu'],
    ['every fortnight on Monday', 'every 2 weeks on mon'],
    ['every three weeks on Monday', 'every 3 weeks on mon'],
    ['隔周一', 'every 2 weeks on mon'],
    ['每两周周一', 'every 2 weeks on mon'],
    ['每隔一周的周五', 'every 2 weeks on fri'],
    ['每三个星期的周二', 'every 3 weeks on tue'],
    ['first Monday of the month', 'first mon of the month'],
    ['the 2nd Tuesday of each month', 'second tue of the month'],
    ['last Friday', 'last fri of the month'],
    ['first and third Tuesday of the month', 'first, third tue of the month'],
    ['每月第一个周一', 'first mon of the month'],
    ['每个月的最后一个周五', 'last fri of the month'],
    ['15th of each month', '15th of the month'],
    ['monthly on the 1st', '1st of the month'],
    ['每月1日和15日', '1st, 15th of the month'],
    ['last day of the month', 'last day of the month'],
  ])('%s: %s', (typed, days) => {
    expect(read(typed)).toBe(days)
  })

  it('may be two things, and are not guessed', () => {
    expect(read('every third Monday')).toBe('third mon of the month or every 3 weeks on mon')
  })

  it.each([
    '',
    'Mondey',
    '7',
    '3 days',
    '7天',
    'every 2 weeks',
    'weekly',
    '每周',
    'every 9 weeks on Monday',
    'sixth Monday of the month',
    '32nd of the month',
    'mon-',
    'Monday except holidays',
    'Monday 18:00',
    '周8',
  ])('“%s” are none', (typed) => {
    expect(read(typed)).toBe('unknown')
  })

  it('are read as they are written', () => {
    const days = fc.subarray<Weekday>([1, 2, 3, 4, 5, 6, 0], { minLength: 1 })
    const rule: fc.Arbitrary<DayRule> = fc.oneof(
      fc.record({ kind: fc.constant('weekly' as const), days, everyWeeks: fc.integer({ min: 1, max: 8 }) }),
      fc.record({
        kind: fc.constant('monthly' as const),
        days,
        nth: fc.subarray<Nth>([1, 2, 3, 4, 5, 'last'], { minLength: 1 }),
      }),
      fc.record({
        kind: fc.constant('dates' as const),
        dates: fc
          .uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 4 })
          .map((all) => all.toSorted((a, b) => a - b)),
      }),
    )
    fc.assert(
      fc.property(rule, (each) => {
        expect(readDays(writeDays(each))).toEqual({ rule: each })
      }),
    )
  })

  it('are read without a fault, whatever was typed', () => {
    const part = fc.constantFrom(
      'every ',
      'mon',
      '周一',
      '-',
      '每',
      'first ',
      '2 ',
      '隔',
      'last ',
      '月',
      ',',
      '第',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.array(part).map((all) => all.join('')),
        ),
        (typed) => {
          const days = readDays(typed)
          if (days && 'rule' in days && days.rule.kind !== 'dates')
            expect(days.rule.days.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

import { getTasks } from 'node-cron'
import { describe, expect, it } from 'vitest'
import { cronDaysOf } from '../../../src/features/schedule/rules/cron-days.ts'
import { readCron } from '../../../src/features/schedule/rules/cron-fields.ts'
import { DAY } from '../../../src/kit/durations.ts'
import { LOCAL_DAYS } from './local-days.ts'

const FROM = Date.UTC(2026, 0, 1)
const TO = Date.UTC(2031, 0, 1)

function wallsOf(expression: string): readonly number[] {
  const days = cronDaysOf(expression)
  const walls: number[] = []
  let wall = days?.next(FROM - 1)
  while (wall !== undefined && wall < TO) {
    walls.push(wall)
    wall = days?.next(wall)
  }
  return walls
}

const day = (wall: number | undefined) =>
  wall === undefined ? '' : new Date(wall).toISOString().slice(0, 10)

describe('the days of a cron expression', () => {
  it.each(LOCAL_DAYS)('finds the days of “%s” over five years', (expression, count, first, last, sum) => {
    const walls = wallsOf(expression)
    expect([walls.length, day(walls[0]), day(walls.at(-1))]).toEqual([count, first, last])
    expect(walls.reduce((total, wall) => total + Math.floor((wall - FROM) / DAY), 0)).toBe(sum)
    const [minute, hour] = expression.split(' ').map(Number)
    expect(walls.every((wall) => wall % DAY === ((hour ?? 0) * 60 + (minute ?? 0)) * 60_000)).toBe(true)
  })

  it.each([
    ['0 18 29 2 +MON', '2045-01-01', '2072-02-29'],
    // 2100 is no leap year, so forty years pass.
    ['0 18 29 2 +MON', '2073-01-01', '2112-02-29'],
    ['0 18 29 2 +MON#5', '2017-01-01', '2044-02-29'],
  ])('finds the next day of “%s” after %s decades later', (expression, after, expected) => {
    expect(day(cronDaysOf(expression)?.next(Date.parse(after)))).toBe(expected)
  })

  it.each(['0 18 30 2 *', '0 18 30 2 +MON', '0 18 31W 4 *', '0 18 29 2 +MON#1', '0 18 31 2,4,6,9,11 *'])(
    'has no days for “%s”',
    (expression) => {
      expect(cronDaysOf(expression)?.next(FROM)).toBeUndefined()
    },
  )

  it('leaves no task in the list of node-cron', () => {
    for (let minute = 0; minute < 60; minute++) cronDaysOf(`${minute} 3 1 * MON`)?.next(FROM)
    expect(getTasks().size).toBe(0)
  })
})

describe('the fields of an expression', () => {
  it('are expanded for node-cron', () => {
    expect(readCron('0-10/5 018 L,15w JAN-mar/2 sat-SUN#L')).toEqual({
      minute: '0,5,10',
      hour: '18',
      day: 'L,15W',
      month: '1,3',
      weekday: '6L,0L',
      both: false,
    })
    expect(readCron('0 18 * NOV-FEB FRI-MON')).toMatchObject({ month: '11,12,1,2', weekday: '5,6,0,1' })
    expect(readCron('0 18 13 ? +FRI')).toMatchObject({ month: '*', weekday: '5', both: true })
  })

  it.each([
    // node-cron alone accepts these.
    '0 18 L-3 * *',
    '0 18 LW,15 * *',
    '0 18 * * MONDAY',
    '0 18 * January 1',
    '0 18 * * MON-',
    '0 18 * NOV-FEBR *',
    '0 18 */40 * *',
    // node-cron alone runs out of memory.
    '0 18 1-99999999999 * *',
    '0 1-99999999999 * * *',
    '0 18 1-99999999999/31 * *',
    '0 18 5/2 * *',
    '0 18 /2 * *',
    '0 18 1,,2 * *',
    '0 18 5-1 * *',
    '0 18 * * MON#6',
    '0 18 * * MON#0',
    '0 18 * * *L',
    '0 18 * * ++MON',
    '0 18 * * +',
    '0 18 W * *',
    '0 18 * * 5W',
  ])('“%s” are refused', (expression) => {
    expect(readCron(expression)).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { nextIn, ownerOf } from '../../../src/features/schedule/store/schedules.ts'
import { commandBy, wordsOf } from './fixtures.ts'
import { useRunningDesk } from './running-desk.ts'

const at = (moment: string) => Date.parse(moment)
const fixture = useRunningDesk()

describe('/schedule', () => {
  it('lists schedules with three dates each and the next problem', async () => {
    expect(wordsOf(await fixture.desk.schedules.list(commandBy(fixture.group.olga)))).toContain(
      'Nothing is scheduled yet.',
    )
    await fixture.add({ answers: 'blind' })
    await fixture.add({ day: undefined, time: undefined, cron: '0 9 1 * *', timeZone: undefined })
    await fixture.change('pause', '#2')
    const text = wordsOf(await fixture.desk.schedules.list(commandBy(fixture.group.olga)))
    for (const due of ['2026-11-30T17:00Z', '2026-12-07T17:00Z', '2026-12-14T17:00Z'])
      expect(text).toContain(`⟦time ${at(due)} date⟧`)
    expect(text).toContain('#1 · every Monday at 18:00** · ⟦channel challenges⟧ · Europe/Berlin')
    expect(text).toContain('answers anonymous until the close')
    expect(text).toContain("#2 · each month on day 1 at 09:00** · ⟦channel challenges⟧ · UTC (the group's)")
    expect(text).toContain('Paused: nothing is posted')
    expect(text).toMatch(/Next problem: \S/u)
  })

  it('tells other features when a group gets its next challenge', async () => {
    await fixture.add({ day: 'tue' })
    await fixture.add()
    const { groupId, id } = await fixture.row()
    expect(await nextIn(fixture.database.db, groupId)).toBe(at('2026-11-30T17:00Z'))
    await fixture.change('pause', '#2')
    expect(await nextIn(fixture.database.db, groupId)).toBe(at('2026-12-01T17:00Z'))
    await fixture.change('remove', '#1')
    expect(await nextIn(fixture.database.db, groupId)).toBeUndefined()
    expect(await ownerOf(fixture.database.db, id)).toMatchObject({ number: 1, changedBy: { user: 'olga' } })
  })

  it('suggests schedules, zones and problems', async () => {
    await fixture.add()
    expect(await fixture.suggested('schedule', 'mond')).toEqual([
      { value: '#1.1', label: '#1 · every Monday at 18:00' },
    ])
    expect((await fixture.suggested('time-zone', 'berl')).map(({ value }) => value)).toEqual([
      'Europe/Berlin',
    ])
    expect(await fixture.suggested('problem', 'fraud')).toMatchObject([{ value: 'fraud-detection' }])
    expect(await fixture.suggested('problems', 'x, fraud')).toEqual([
      { value: 'x, fraud-detection', label: 'x, fraud-detection' },
    ])
  })
})

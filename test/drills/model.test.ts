import { describe, expect, it } from 'vitest'
import { newEventLog } from '../../drills/mock/event-log.ts'
import { expect as expected, scorecard } from '../../drills/mock/model.ts'
import { type MockPlan, planMock } from '../../drills/mock/plan.ts'

const PLAN: MockPlan = { ...planMock('1', 'm'), seats: ['candidate', 'interviewer'] }
const people = { candidate: 'c', interviewer: 'i', observer: 'o' }
const OVER = 10_000

function eventLogWith(...written: { id: string; texts: [string, number][]; erased?: boolean }[]) {
  const eventLog = newEventLog(PLAN, people)
  for (const { id, texts, erased = false } of written)
    eventLog.written.set(id, {
      id,
      versions: texts.map(([text, at]) => ({ text, at })),
      erased,
      filings: [],
    })
  return eventLog
}

describe('the plan of a mock', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planMock('7', 'a')).toEqual(planMock('7', 'a'))
    expect(planMock('7', 'a')).not.toEqual(planMock('8', 'a'))
    expect(planMock('7', 'a')).not.toEqual(planMock('7', 'b'))
  })

  it('goes forward in time and leaves nobody to do what is not theirs', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { steps, seats, ballots } = planMock(String(seed), 'm')
      expect(steps.map(({ minute }) => minute)).toEqual(
        steps.map(({ minute }) => minute).toSorted((a, b) => a - b),
      )
      for (const { who } of steps) expect(seats).toContain(who)
      expect(Object.keys(ballots).length).toBeGreaterThan(0)
    }
  })
})

describe('what must be stored', () => {
  it('is the text as last edited, and nothing of what was deleted', () => {
    const eventLog = eventLogWith(
      {
        id: '1',
        texts: [
          ['a', 100],
          ['b', 200],
        ],
      },
      { id: '2', texts: [['c', 300]], erased: true },
    )
    expect(expected(eventLog, OVER, 100).parts).toEqual([
      { id: '1', optional: false, texts: ['b'], erased: false, filed: null },
      { id: '2', optional: false, texts: ['c'], erased: true, filed: null },
    ])
  })

  it('may be without what was written at the very end', () => {
    const eventLog = eventLogWith(
      { id: '1', texts: [['a', 9950]] },
      {
        id: '2',
        texts: [
          ['b', 500],
          ['c', 9950],
        ],
      },
    )
    expect(expected(eventLog, OVER, 100).parts).toMatchObject([
      { id: '1', optional: true },
      { id: '2', optional: false, texts: ['b', 'c'] },
    ])
  })

  it('holds a note at least as often as it was receipted, and no oftener than it was sent', () => {
    const eventLog = newEventLog(PLAN, people)
    eventLog.noted.push({ text: 'n', attempts: 3, receipts: 1 })
    expect(expected(eventLog, OVER, 100).notes).toEqual([{ text: 'n', least: 1, most: 3 }])
  })

  it('counts a press that showed; that a stage passed may be the doing of time', () => {
    const eventLog = newEventLog(PLAN, people)
    eventLog.tried.push({ kind: 'extend', by: 'interviewer', attempts: 2, shown: true })
    eventLog.tried.push({ kind: 'extend', by: 'interviewer', attempts: 1, shown: false })
    eventLog.tried.push({ kind: 'next', by: 'interviewer', attempts: 1, shown: true })
    expect(expected(eventLog, OVER, 100).presses).toEqual([
      { kind: 'extend', by: 'interviewer', least: 1, most: 3 },
      { kind: 'next', by: 'interviewer', least: 0, most: 1 },
    ])
  })

  it('is the ballot of the last receipt, or a later one of unknown fate', () => {
    const eventLog = newEventLog(PLAN, people)
    const cast = (level: number, receipt: boolean) =>
      eventLog.cast.push({ who: 'interviewer', ballot: { data: level }, attempts: 1, receipt })
    cast(1, true)
    cast(2, true)
    expect(expected(eventLog, OVER, 100).votes.interviewer).toEqual([{ data: 2 }])
    cast(3, false)
    expect(expected(eventLog, OVER, 100).votes.interviewer).toEqual([{ data: 2 }, { data: 3 }])
    expect(expected(eventLog, OVER, 100).votes.candidate).toEqual([{}])
  })
})

describe('the scorecard', () => {
  it('keeps the candidate apart and takes halfway between the middle two', () => {
    const votes = { candidate: { data: 4 }, interviewer: { data: 1, model: 3 }, observer: { data: 2 } }
    const rows = scorecard(votes, ['data', 'model', 'serving'])
    expect(rows.get('data')).toEqual({ median: 1.5, votes: 2, lowest: 1, highest: 2, self: 4 })
    expect(rows.get('model')).toEqual({ median: 3, votes: 1, lowest: 3, highest: 3, self: undefined })
    expect(rows.get('serving')).toMatchObject({ median: undefined, votes: 0 })
  })
})

import { describe, expect, it } from 'vitest'
import type { Note } from '../../drills/difference.ts'
import { compareCourse, compareOrder } from '../../drills/mock/compare-posted.ts'
import { compareStored } from '../../drills/mock/compare-stored.ts'
import { type EventLog, newEventLog } from '../../drills/mock/event-log.ts'
import { planMock } from '../../drills/mock/plan.ts'
import type { Posted } from '../../drills/mock/posted.ts'
import type { LogEntry, Stored } from '../../drills/mock/stored.ts'

const people = { candidate: '11', interviewer: '12', observer: '13' }
const TIMING = { over: 10_000, slackMs: 100 }

function found(compare: (note: Note) => void): readonly string[] {
  const notes: string[] = []
  compare((kind, what) => notes.push(`${kind}: ${what}`))
  return notes
}

function post(first: string, id: number, part = 0): Posted {
  return { first, last: first, versions: [first], buttons: [], delivery: [id, part], at: id }
}

function storedWith(log: readonly LogEntry[], more: Partial<Stored> = {}): Stored {
  const seats = { candidate: { user: '11' }, interviewer: { user: '12' }, observers: [] }
  return {
    id: 'm',
    state: { phase: 'done', seats, log, timeline: { stage: 2 } },
    parts: [],
    notes: [],
    votes: [],
    ...more,
  }
}

const paused: LogEntry = { kind: 'paused', at: 1, stage: 0, by: { user: '11' } }
const curveball: LogEntry = { kind: 'curveball', at: 1, stage: 0, by: { user: '12' } }
const COURSE = [
  'the floor is yours',
  '## 1/8 · Requirements · 2 min',
  'Paused by <@11> with 1 min left.',
  'A change of plan:\n> more',
  'I was away for a while. Meanwhile time ran out for: Metrics.\n## 3/8 · Data · 3 min',
  '## Time to score',
  '## Debrief: Fraud Detection',
  '## Where the minutes went',
  '## A worked design to compare with',
  '## Its diagrams',
]
const course = (lines: readonly string[], log: readonly LogEntry[] = [paused, curveball]) =>
  found((note) =>
    compareCourse(
      lines.map((line, i) => post(line, i)),
      storedWith(log),
      new Set(),
      note,
    ),
  )

describe('the course of a thread', () => {
  it('is whole where each stage has its card or is named as missed', () => {
    expect(course(COURSE)).toEqual([])
  })

  it.each([
    ['lost', 'stage 2 was never announced', COURSE.map((line) => line.replace(/.*Metrics\.\n/u, ''))],
    ['doubled', 'stage 1 was announced 2 times', COURSE.toSpliced(2, 0, COURSE[1] ?? '')],
    ['misordered', 'stages were announced', COURSE.with(1, COURSE[4] ?? '').with(4, COURSE[1] ?? '')],
    ['misordered', 'said: curveball', COURSE.with(2, COURSE[3] ?? '').with(3, COURSE[2] ?? '')],
    ['lost', 'said: paused@1;', COURSE.toSpliced(3, 1)],
    ['doubled', 'the thread has 2 times debrief', COURSE.toSpliced(7, 0, COURSE[6] ?? '')],
    ['misordered', 'the thread goes:', COURSE.with(5, COURSE[6] ?? '').with(6, COURSE[5] ?? '')],
  ])('%s: %s', (kind, what, lines) => {
    const notes = course(lines)
    expect(notes.some((note) => note.startsWith(`${kind}: ${what}`))).toBe(true)
  })

  it('follows the order in which deliveries were enqueued, each once', () => {
    const order = (...ids: [number, number][]) =>
      found((note) =>
        compareOrder(
          ids.map(([id, part]) => post('x', id, part)),
          'thread',
          note,
        ),
      )
    expect(order([1, 0], [1, 1], [4, 0])).toEqual([])
    expect(order([1, 0], [1, 0])).toEqual([expect.stringMatching(/^doubled/u)])
    expect(order([4, 0], [3, 0])).toEqual([expect.stringMatching(/^misordered/u)])
  })
})

describe('what is stored', () => {
  const eventLog = (): EventLog => {
    const all = newEventLog({ ...planMock('1', 'm'), seats: ['candidate', 'interviewer'] }, people)
    all.seated.push('candidate', 'interviewer')
    all.tried.push({ kind: 'pause', by: 'candidate', attempts: 1, shown: true })
    all.noted.push({ text: 'n', attempts: 1, receipts: 1 })
    all.cast.push({ who: 'interviewer', ballot: { data: 2 }, attempts: 1, receipt: true })
    const versions = [{ text: 'a', at: 1 }]
    all.written.set('1', { id: '1', versions, erased: false, filings: [3] })
    return all
  }
  const good = {
    parts: [{ id: '1', text: 'a', filed: 3, erased: false }],
    notes: ['n'],
    votes: [{ voter: '12', criterion: 'data', level: 2 }],
  }
  const compared = (stored: Stored) => found((note) => compareStored(eventLog(), stored, TIMING, note))

  it('is right where it is what people did', () => {
    expect(compared(storedWith([paused], good))).toEqual([])
  })

  it.each<[string, Stored]>([
    ['lost: message 1: a', storedWith([paused], { ...good, parts: [] })],
    [
      'lost: message 1 is filed',
      storedWith([paused], { ...good, parts: [{ id: '1', text: 'a', filed: null, erased: false }] }),
    ],
    [
      'lost: message 1 reads',
      storedWith([paused], { ...good, parts: [{ id: '1', text: 'z', filed: 3, erased: false }] }),
    ],
    ['lost: note', storedWith([paused], { ...good, notes: [] })],
    ['doubled: note', storedWith([paused], { ...good, notes: ['n', 'n'] })],
    ['lost: candidate pressed for pause', storedWith([], good)],
    ['doubled: candidate pressed for pause', storedWith([paused, paused], good)],
    ['wrong: nobody pressed for curveball', storedWith([paused, curveball], good)],
    ['lost: interviewer scored', storedWith([paused], { ...good, votes: [] })],
  ])('%s', (what, stored) => {
    const notes = compared(stored)
    expect(notes).toHaveLength(1)
    expect(notes[0]?.startsWith(what)).toBe(true)
  })
})

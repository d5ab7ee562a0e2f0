import { type Random, seeded } from '../random.ts'

export type Seat = 'candidate' | 'interviewer' | 'observer'

/** An action of the plan. `key` names a message of the candidate. */
export type Action =
  | Readonly<{ kind: 'write' | 'rewrite'; key: string; text: string }>
  | Readonly<{ kind: 'erase'; key: string }>
  /** `stage` from 0; null takes the filing back. */
  | Readonly<{ kind: 'file'; key: string; stage: number | null }>
  | Readonly<{ kind: 'note'; text: string }>
  | Readonly<{ kind: 'curveball' | 'pause' | 'resume' | 'extend' | 'next' | 'end' }>

/** `minute`: bot time since the first stage opened. */
export type Step = Readonly<{ minute: number; who: Seat; act: Action }>

/** Levels by the criterion's id. */
export type Ballot = Readonly<Record<string, number>>

export type MockPlan = Readonly<{
  name: string
  minutes: number
  seats: readonly Seat[]
  steps: readonly Step[]
  /** The ballots of each person in order; the last counts. */
  ballots: Readonly<Partial<Record<Seat, readonly Ballot[]>>>
  /** The person who reveals the votes; undefined where that happens once all have scored. */
  revealer: Seat | undefined
}>

/** The ids and names of the criteria that people score here. */
export const CRITERIA: Readonly<Record<string, string>> = {
  metrics: 'Metrics',
  data: 'Data',
  model: 'Model',
  serving: 'Serving',
  'trade-offs': 'Trade-offs',
}

/** The reactions that file a message under a stage. */
export const KEYCAPS = ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣', '7️⃣']

const MINUTES = 20

/** Plans one mock; the same seed and name give the same plan. */
export function planMock(seed: string, name: string): MockPlan {
  const random = seeded(`${seed}/${name}`)
  const seats = seatsOf(random)
  const solo = !seats.includes('interviewer')
  const over = random.chance(0.4) ? random.between(11, 16) : undefined
  const last = (over ?? MINUTES) - 1
  const steerer = solo ? 'candidate' : 'interviewer'
  const steps = [
    ...writing(random, name, last),
    ...pausing(random, solo),
    ...(random.chance(0.6) ? [at(random.between(1, 9), steerer, { kind: 'extend' })] : []),
    ...(random.chance(0.6) ? [at(random.between(2, 10), steerer, { kind: 'next' })] : []),
    ...(solo ? [] : noting(random, name, last)),
    ...(over === undefined ? [] : [at(over, steerer, { kind: 'end' })]),
  ]
  // A reveal by hand need not wait for the observer.
  const revealer = solo || random.chance(0.4) ? steerer : undefined
  const scoring = seats.filter((seat) => seat !== 'observer' || revealer === undefined)
  return {
    name,
    minutes: MINUTES,
    seats,
    steps: steps.toSorted((a, b) => a.minute - b.minute),
    ballots: Object.fromEntries(scoring.map((seat) => [seat, ballots(random)])),
    revealer,
  }
}

function at(minute: number, who: Seat, act: Action): Step {
  return { minute, who, act }
}

function seatsOf(random: Random): readonly Seat[] {
  if (random.chance(0.15)) return ['candidate']
  return random.chance(0.5) ? ['candidate', 'interviewer', 'observer'] : ['candidate', 'interviewer']
}

function writing(random: Random, name: string, last: number): readonly Step[] {
  return Array.from({ length: random.int(4, 7) }, (_, index) => {
    const key = `${name}.${index}`
    const minute = random.between(0.3, last)
    const text = (version: number) => `${key} v${version}: ${random.int(1000, 9999)} requests a second`
    const write = at(minute, 'candidate', { kind: 'write', key, text: text(1) })
    const later = () => minute + random.between(0.3, 3)
    switch (random.int(0, 4)) {
      case 0:
        return [write, at(later(), 'candidate', { kind: 'rewrite', key, text: text(2) })]
      case 1:
        return [write, at(later(), 'candidate', { kind: 'erase', key })]
      case 2:
        return [write, ...filing(random, key, minute + 1)]
      case 3:
        return [
          write,
          at(minute + 0.2, 'candidate', { kind: 'rewrite', key, text: text(2) }),
          at(minute + 2.5, 'candidate', { kind: 'rewrite', key, text: text(3) }),
        ]
      default:
        return [write]
    }
  }).flat()
}

function filing(random: Random, key: string, from: number): readonly Step[] {
  const file = (minute: number, stage: number | null) => at(minute, 'candidate', { kind: 'file', key, stage })
  const first = file(from, random.int(0, 6))
  if (random.chance(0.5)) return [first]
  const back = file(from + 2, null)
  return random.chance(0.5) ? [first, back] : [first, back, file(from + 4, random.int(0, 6))]
}

/** The interviewer throws a curveball at the moment at which the candidate pauses. */
function pausing(random: Random, solo: boolean): readonly Step[] {
  const minute = random.between(2, 9)
  const rush = solo ? [] : [at(minute, 'interviewer', { kind: 'curveball' })]
  return [
    at(minute, 'candidate', { kind: 'pause' }),
    ...rush,
    at(minute + random.between(0.5, 1.5), 'candidate', { kind: 'resume' }),
  ]
}

function noting(random: Random, name: string, last: number): readonly Step[] {
  return Array.from({ length: random.int(1, 3) }, (_, index) =>
    at(random.between(0.5, last), 'interviewer', { kind: 'note', text: `${name} note ${index}` }),
  )
}

function ballots(random: Random): readonly Ballot[] {
  const criteria = random.shuffled(Object.keys(CRITERIA)).slice(0, random.int(2, 3))
  const ballot = () => Object.fromEntries(criteria.map((criterion) => [criterion, random.int(1, 4)]))
  return random.chance(0.35) ? [ballot(), ballot()] : [ballot()]
}

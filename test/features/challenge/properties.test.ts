import fc from 'fast-check'
import { expect, it } from 'vitest'
import { acceptsVotes, LATE_MS } from '../../../src/features/challenge/rules/deadline.ts'
import type {
  ChallengeInput,
  ChallengeOutcome,
  ChallengeState,
  Phase,
  SubmissionState,
  Undelivered,
} from '../../../src/features/challenge/rules/state.ts'
import { MAX_REOPENINGS, newChallenge, step } from '../../../src/features/challenge/rules/step.ts'
import { DAY } from '../../../src/kit/durations.ts'

const POSTED = Date.parse('2026-03-01T17:00:00Z')
const DEADLINE = POSTED + 7 * DAY
const PEOPLE = ['ana', 'ben', 'cai'] as const

type Submissions = ReadonlyMap<string, SubmissionState>
/** An event, before it meets a state. */
type Happening = Readonly<{
  kind: Exclude<ChallengeInput['kind'], 'undelivered'> | 'card-unsent' | 'answer-unsent'
  who: string
  same: boolean
  passes: number
  away: number
}>

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('hand-in' as const, 'withdraw' as const, 'reopen' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('deadline' as const, 'caught-up' as const, 'recounted' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('thread-lost' as const, 'lost' as const) },
    { weight: 1, arbitrary: fc.constantFrom('card-unsent' as const, 'answer-unsent' as const) },
  ),
  who: fc.constantFrom(...PEOPLE),
  same: fc.boolean(),
  passes: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 2 * DAY }),
    fc.integer({ min: 0, max: 9 * DAY }),
  ),
  away: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: DAY })),
})

/** The input, as the engine reads it from what is stored. */
function inputOf(
  state: ChallengeState,
  submissions: Submissions,
  { kind, who, same, away }: Happening,
  at: number,
): ChallengeInput | undefined {
  const submission = submissions.get(who)
  const undelivered = (what: Undelivered): ChallengeInput => ({
    kind: 'undelivered',
    what,
    reason: same ? 'gone' : 'later',
    cardPosted: true,
    at,
  })
  switch (kind) {
    case 'deadline':
      return { kind, dueAt: at - away, at }
    case 'caught-up':
      return { kind, at }
    case 'recounted':
      return { kind, pending: same, at }
    case 'hand-in':
      return { kind, before: submission, unchanged: same && submission?.state === 'standing', at: at - away }
    case 'withdraw':
      return submission && { kind, submission, asAuthor: same, tell: !same, at }
    case 'reopen':
      return submission && { kind, submission, tell: same, at }
    case 'thread-lost':
      return { kind, reopened: state.reopened, at }
    case 'lost':
      return { kind, what: same ? 'channel' : 'problem', at }
    case 'card-unsent':
      return undelivered({ kind: 'card' })
    case 'answer-unsent':
      return submission && undelivered({ kind: 'answer-edit', submission, posted: true })
    default:
      return kind satisfies never
  }
}

/** The submissions after an input, as use cases store them. */
function stored(
  submissions: Submissions,
  who: string,
  input: ChallengeInput,
  { refused, late = false }: ChallengeOutcome,
): Submissions {
  const before = submissions.get(who)
  if (refused) return submissions
  const state = input.kind === 'withdraw' ? 'withdrawn' : 'standing'
  if (input.kind === 'hand-in' || input.kind === 'withdraw' || input.kind === 'reopen')
    return new Map(submissions).set(who, { state, late: before?.late ?? late })
  return submissions
}

type Move = Readonly<{
  who: string
  input: ChallengeInput
  before: ChallengeState
  outcome: ChallengeOutcome
  submissions: Submissions
  at: number
}>

/** How a challenge gets into a phase: chance alone seldom leads to the later ones. */
const WAYS: Readonly<Record<Phase, readonly ChallengeInput[]>> = {
  open: [],
  closing: [{ kind: 'deadline', dueAt: DEADLINE, at: DEADLINE }],
  closed: [
    { kind: 'deadline', dueAt: DEADLINE, at: DEADLINE },
    { kind: 'recounted', pending: false, at: DEADLINE },
  ],
  cancelled: [{ kind: 'lost', what: 'channel', at: POSTED }],
}

type Story = Readonly<{
  from: Phase
  submissions: Readonly<Record<string, SubmissionState>>
  happenings: readonly Happening[]
}>

const story: fc.Arbitrary<Story> = fc.record({
  from: fc.constantFrom<Phase>('open', 'closing', 'closed', 'cancelled'),
  submissions: fc.dictionary(
    fc.constantFrom(...PEOPLE),
    fc.record({ state: fc.constantFrom('standing' as const, 'withdrawn' as const), late: fc.boolean() }),
  ),
  happenings: fc.array(happening, { minLength: 1, maxLength: 30 }),
})

/** Runs a challenge that has come to a phase through all that happens then. */
function run({ from, submissions: handedIn, happenings }: Story): readonly Move[] {
  let { state } = newChallenge({ postedAt: POSTED, deadlineAt: DEADLINE, dueAt: POSTED, timeZone: 'UTC' })
  for (const input of WAYS[from]) state = step(state, input).state
  expect(state.phase).toBe(from)
  let submissions: Submissions = new Map(Object.entries(handedIn))
  let at = WAYS[from].at(-1)?.at ?? POSTED
  return happenings.flatMap((each): readonly Move[] => {
    at += each.passes
    const input = inputOf(state, submissions, each, at)
    if (!input) return []
    const before = state
    const outcome = step(before, input)
    state = outcome.state
    submissions = stored(submissions, each.who, input, outcome)
    return [{ who: each.who, input, before, outcome, submissions, at }]
  })
}

const NEXT: Readonly<Record<Phase, readonly Phase[]>> = {
  open: ['open', 'closing', 'cancelled'],
  closing: ['closing', 'closed', 'cancelled'],
  closed: ['closed'],
  cancelled: ['cancelled'],
}
const kinds = ({ effects }: ChallengeOutcome) => effects.map(({ kind }) => kind)

it('a challenge keeps its invariants, whatever happens', () => {
  fc.assert(
    fc.property(story, (told) => {
      let results = 0
      for (const { input, before, outcome, submissions, at } of run(told)) {
        const { state, effects, refused } = outcome
        // The phase never goes back, and the last two are final.
        expect(NEXT[before.phase]).toContain(state.phase)
        if (before.phase === 'closed' || before.phase === 'cancelled') expect(state).toBe(before)
        if (before.phase === 'cancelled')
          for (const kind of ['recount-started', 'result-posted', 'reposted', 'author-told'] as const)
            expect(kinds(outcome)).not.toContain(kind)

        // A refusal changes nothing.
        if (refused) expect({ state, effects }).toEqual({ state: before, effects: [] })

        // The result comes once, with the close.
        expect(state.closedAt !== null).toBe(state.phase === 'closed')
        const closes = before.phase === 'closing' && state.phase === 'closed'
        expect(kinds(outcome).includes('result-posted')).toBe(closes)
        expect(kinds(outcome).includes('votes-revealed')).toBe(closes)
        if (closes) results++

        expect(state.reopened).toBeLessThanOrEqual(MAX_REOPENINGS)
        expect(state.deadlineAt).toBe(DEADLINE)

        // Nothing that is handed in after the close is on time, and nothing after its week is accepted.
        if (input.kind === 'hand-in' && !refused) {
          expect(before.phase).not.toBe('cancelled')
          if (before.phase === 'closed' || input.at > DEADLINE) expect(input.before?.late ?? true).toBe(true)
          expect(input.at).toBeLessThanOrEqual(DEADLINE + LATE_MS)
        }
        // After the close only votes on late submissions count, for their week.
        for (const submission of submissions.values())
          if (acceptsVotes(state, at, submission) && state.phase !== 'open') {
            expect(submission.late).toBe(true)
            expect(at).toBeLessThanOrEqual(DEADLINE + LATE_MS)
          }
      }
      expect(results).toBeLessThanOrEqual(1)
    }),
    { numRuns: 300 },
  )
})

/** Each delivery is given up once, so that two are two losses. */
const repeats = ({ kind }: ChallengeInput) => kind !== 'undelivered'

it('the same event twice changes nothing more', () => {
  fc.assert(
    fc.property(story, (told) => {
      const move = run(told).at(-1)
      if (!move || !repeats(move.input)) return
      const { input, outcome } = move
      const again = step(outcome.state, repeated(input, move.submissions.get(move.who)))
      expect(again.state).toBe(outcome.state)
      // An alarm that is set twice for one time is one.
      const first = outcome.effects.filter(({ kind }) => kind === 'close-scheduled')
      expect(again.effects).toEqual(again.effects.length > 0 ? first : [])
    }),
    { numRuns: 400 },
  )
})

/** The same event, as the engine reads it after the first time. */
function repeated(input: ChallengeInput, submission: SubmissionState | undefined): ChallengeInput {
  if (input.kind === 'hand-in' && submission)
    return { ...input, before: submission, unchanged: submission.state === 'standing' }
  if ((input.kind === 'withdraw' || input.kind === 'reopen') && submission) return { ...input, submission }
  return input
}

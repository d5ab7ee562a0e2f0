import type { Ballot, MockPlan, Seat } from './plan.ts'

/** A message that the candidate wrote; times are real, in milliseconds. */
type Written = {
  readonly id: string
  readonly versions: { readonly text: string; readonly at: number }[]
  erased: boolean
  /** The stages under which it was filed, oldest first. */
  readonly filings: (number | null)[]
}

export type Pressed = 'curveball' | 'pause' | 'resume' | 'extend' | 'next' | 'end'

/** How often somebody pressed for one thing, and whether they were shown that it happened. */
export type Tried = Readonly<{ kind: Pressed; by: Seat; attempts: number; shown: boolean }>

/** `receipts`: how often they were told that it was saved. */
type Noted = Readonly<{ text: string; attempts: number; receipts: number }>

type Cast = Readonly<{ who: Seat; ballot: Ballot; attempts: number; receipt: boolean }>

/** People's actions in one mock and what they were shown: the model's only input. */
export type EventLog = {
  readonly plan: MockPlan
  readonly people: Readonly<Record<Seat, string>>
  /** The seats that the lobby's card showed. */
  readonly seated: Seat[]
  readonly written: Map<string, Written>
  readonly tried: Tried[]
  readonly noted: Noted[]
  readonly cast: Cast[]
  /** Actions that never succeeded. */
  readonly stuck: string[]
  /** The lobby closed before it could be started, because the bot was away. */
  lapsed: boolean
}

export function newEventLog(plan: MockPlan, people: EventLog['people']): EventLog {
  return {
    plan,
    people,
    seated: [],
    written: new Map(),
    tried: [],
    noted: [],
    cast: [],
    stuck: [],
    lapsed: false,
  }
}

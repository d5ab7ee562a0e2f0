import type { Ballot, MockPlan, Seat } from './plan.ts'

/** A message of the candidate's; times are real, in milliseconds. */
type Written = {
  readonly id: string
  readonly versions: { readonly text: string; readonly at: number }[]
  erased: boolean
  /** What it was filed under last, and before. */
  readonly filings: (number | null)[]
}

export type Pressed = 'curveball' | 'pause' | 'resume' | 'extend' | 'next' | 'end'

/** How often somebody pressed for one thing, and whether they were shown that it happened. */
export type Tried = Readonly<{ kind: Pressed; by: Seat; attempts: number; shown: boolean }>

/** `receipts`: how often they were told that it was saved. */
type Noted = Readonly<{ text: string; attempts: number; receipts: number }>

type Cast = Readonly<{ who: Seat; ballot: Ballot; attempts: number; receipt: boolean }>

/** What the people of one mock did, and what they were shown of it: all that the model knows. */
export type Diary = {
  readonly plan: MockPlan
  readonly people: Readonly<Record<Seat, string>>
  /** The seats that the lobby's card showed. */
  readonly seated: Seat[]
  readonly written: Map<string, Written>
  readonly tried: Tried[]
  readonly noted: Noted[]
  readonly cast: Cast[]
  /** What somebody tried again and again in vain. */
  readonly stuck: string[]
  /** Nobody came to start it in time, because the bot was away. */
  lapsed: boolean
}

export function newDiary(plan: MockPlan, people: Diary['people']): Diary {
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

import type { FormDrafts, Language, TranslateIn } from '#bot'
import type { Log } from '../log.ts'
import type { PlaygroundStorage } from './storage.ts'

/** Bot time, see WireClock. */
export type PlaygroundClock = Readonly<{
  read(): Readonly<{ real: number; bot: number; speed: number }>
  /** Whether its speed may be changed: never where a real group lives by it. */
  changeable: boolean
  change(speed: number): Promise<void>
  /** Calls back when the speed was changed, by whichever replica. */
  onChange(listener: () => void): void
}>

export type PlaygroundOptions = Readonly<{
  storage: PlaygroundStorage
  drafts: FormDrafts
  translate: TranslateIn
  /** The page's own words as it wants them, by language. */
  pageWords: Readonly<Record<Language, unknown>>
  clock: PlaygroundClock
  /** What the reaction picker offers. */
  emoji: readonly string[]
  /** The names that the server is asked under, besides loopback names and addresses. */
  hosts: readonly string[]
  log: Log
  /** How often it is looked whether the database still answers, and for changes that nobody told of. */
  lookMs?: number
}>

import type { FormDrafts, Language, TranslateIn } from '#bot'
import type { Log } from '../log.ts'
import type { PlaygroundStorage } from './storage.ts'

/** Bot time, see WireClock. */
export type PlaygroundClock = Readonly<{
  read(): Readonly<{ real: number; bot: number; speed: number }>
  /** Whether the speed may be changed: never if a real group uses the bot. */
  changeable: boolean
  change(speed: number): Promise<void>
  /** Calls the listener when any replica changed the speed. */
  onChange(listener: () => void): void
}>

export type PlaygroundOptions = Readonly<{
  storage: PlaygroundStorage
  drafts: FormDrafts
  translate: TranslateIn
  /** The page's own texts, by language. */
  pageWords: Readonly<Record<Language, unknown>>
  clock: PlaygroundClock
  /** The emoji of the reaction picker. */
  emoji: readonly string[]
  /** The host names of the server, besides loopback names and addresses. */
  hosts: readonly string[]
  log: Log
  /** The interval of looking for missed changes and checking the database. */
  lookMs?: number
}>

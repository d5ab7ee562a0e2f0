import type { Logger } from 'pino'
import type { Platform, PlatformName } from '#bot'
import type { Content, Problem } from '../../content/schema.ts'
import type { Texts, Translate } from '../../content/texts.ts'
import type { Db, DbOrTx, Listen } from '../../db/client.ts'
import type { Clock } from '../../durable/clock.ts'
import type { SettingsFlow } from '../settings/flow.ts'
import type { Vocabulary } from './rules/vocabulary.ts'
import type { Challenge } from './store.ts'

/** What challenges are built from. */
export type ChallengeDeps = Readonly<{
  db: Db
  listen: Listen
  clock: Clock
  content: Content
  texts: Texts
  settings: SettingsFlow
  platforms: ReadonlyMap<PlatformName, Platform>
  log: Logger
  /** When a schedule posts next, in bot time; undefined when it won't. */
  nextOf(db: DbOrTx, scheduleId: string): Promise<number | undefined>
}>

export type FlowDeps = ChallengeDeps & Readonly<{ vocabulary: Vocabulary; view(challenge: Challenge): View }>

/** All that a card is drawn from. */
export type View = Readonly<{
  challenge: Challenge
  content: Content
  problem: Problem
  t: Translate
}>

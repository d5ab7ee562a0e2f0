import type { Logger } from 'pino'
import type { Platform, PlatformName, Translate, UserRef } from '#bot'
import type { Content, Problem } from '../../content/schema.ts'
import type { Db, DbOrTx, Listen } from '../../db/client.ts'
import type { Clock } from '../../durable/clock.ts'
import type { Texts } from '../../texts/catalogue.ts'
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
  /** When any of a group's schedules posts next, in bot time; undefined when none will. */
  nextIn(db: DbOrTx, groupId: string): Promise<number | undefined>
  /** By which number people name a schedule, and who last changed it. */
  scheduleOf(
    db: DbOrTx,
    scheduleId: string,
  ): Promise<Readonly<{ number: number; changedBy: UserRef }> | undefined>
}>

export type FlowDeps = ChallengeDeps & Readonly<{ vocabulary: Vocabulary; view(challenge: Challenge): View }>

/** What a challenge says of its problem, before and after the close. */
export type Posed = Pick<Problem, 'title' | 'brief' | 'keyChallenges' | 'mustDiscuss' | 'body' | 'diagrams'>

/** All that a card is drawn from. */
export type View = Readonly<{
  challenge: Challenge
  content: Content
  problem: Posed
  t: Translate
  /** Whether the platform shows the bot what people write in the thread. */
  readsMessages: boolean
}>

import type { Logger } from 'pino'
import type { ActionHandler, Platform, PlatformName } from '#bot'
import type { Content } from '../../content/schema.ts'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../durable/clock.ts'
import type { Texts } from '../../texts/catalogue.ts'
import type { SettingsFlow } from '../settings/flow.ts'
import type { Engine } from './engine.ts'

/** What mocks are built from. */
export type MockDeps = Readonly<{
  db: Db
  clock: Clock
  content: Content
  texts: Texts
  settings: SettingsFlow
  platforms: ReadonlyMap<PlatformName, Platform>
  log: Logger
}>

export type FlowDeps = MockDeps & Readonly<{ engine: Engine }>

export type ActionHandlers = Readonly<Record<string, ActionHandler>>

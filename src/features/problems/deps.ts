import type { Language, Platform, PlatformName } from '#bot'
import type { Content } from '../../content/schema.ts'
import type { Db } from '../../db/client.ts'
import type { Clock } from '../../durable/clock.ts'
import type { Texts } from '../../texts/catalogue.ts'
import type { SettingsFlow } from '../settings/flow.ts'
import type { Uses } from './rules.ts'

/** What a group's own problems are built from. */
export type ProblemsDeps = Readonly<{
  db: Db
  clock: Clock
  content: Content
  texts: Texts
  settings: SettingsFlow
  platforms: ReadonlyMap<PlatformName, Platform>
  /** The file to begin with. */
  template: Readonly<Record<Language, string>>
  /** Whether the group works on the problem now, in a mock or a challenge. */
  underWay(groupId: string, slug: string): Promise<boolean>
  /** The group's schedules, and where it works on the problem now. */
  usesOf(groupId: string, slug: string): Promise<Uses>
}>

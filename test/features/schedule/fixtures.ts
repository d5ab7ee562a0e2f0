import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { Actor, ChannelRef, CommandEvent, CommandOptions, Message, Permission } from '#bot'
import { loadContent } from '../../../src/content/load.ts'
import type { Db } from '../../../src/db/client.ts'
import { occurrences } from '../../../src/db/schema.ts'
import type { Clock } from '../../../src/durable/clock.ts'
import type { ChallengeWish, OpenChallenge } from '../../../src/features/schedule/engine.ts'
import { createSchedules, type ScheduleFlow } from '../../../src/features/schedule/flow.ts'
import { createSettings, type SettingsFlow } from '../../../src/features/settings/flow.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'

const content = loadContent(new URL('../../../content/', import.meta.url))
const texts = loadTexts()

export const T0 = Date.parse('2026-11-26T12:00:00Z')
export const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000', '')

/** An organiser, and somebody who is none, of a space of their own. */
export type TestGroup = Readonly<{
  space: string
  olga: Actor
  oscar: Actor
  ben: Actor
  channel: ChannelRef
}>

export function newGroup(): TestGroup {
  const space = `s-${randomUUID()}`
  const person = (user: string, admin: boolean): Actor => ({
    platform: 'discord',
    space,
    user,
    name: user,
    admin,
    locale: 'en-US',
  })
  return {
    space,
    olga: person('olga', true),
    oscar: person('oscar', true),
    ben: person('ben', false),
    channel: { platform: 'discord', space, channel: 'challenges' },
  }
}

/** A command as a platform hands it over; what is answered comes from the flow. */
export function commandBy(
  actor: Actor,
  id: string = randomUUID(),
  options: CommandOptions = {},
): CommandEvent {
  const nothing = async () => undefined
  return {
    kind: 'command',
    id,
    name: 'schedule',
    options,
    actor,
    channel: { platform: actor.platform, space: actor.space, channel: 'general' },
    missing: [],
    threads: true,
    defer: nothing,
    reply: nothing,
    tell: nothing,
    openForm: nothing,
  }
}

export type Desk = Readonly<{
  schedules: ScheduleFlow
  settings: SettingsFlow
  /** What was opened and committed or not, in order. */
  wishes: ChallengeWish[]
  /** What the platform says that the bot lacks. */
  lacks: { now: () => Promise<readonly Permission[]> }
}>

type DeskOptions = Readonly<{ db: Db; clock: Clock; openChallenge?: OpenChallenge }>

/** The feature with its real parts, and a challenge that is only noted. */
export function openDesk({ db, clock, openChallenge }: DeskOptions): Desk {
  const wishes: ChallengeWish[] = []
  const lacks: Desk['lacks'] = { now: async () => [] }
  const platform = { ...scriptedPlatform('discord'), missing: () => lacks.now() }
  const settings = createSettings({
    db,
    texts,
    onTimeZone: (tx, groupId) => schedules.onTimeZone(tx, groupId),
  })
  const schedules = createSchedules({
    db,
    clock,
    content,
    texts,
    settings,
    platforms: new Map([['discord', platform]]),
    log: pino({ level: 'silent' }),
    openChallenge: async (tx, wish) => {
      wishes.push(wish)
      return openChallenge ? openChallenge(tx, wish) : randomUUID()
    },
  })
  return { schedules, settings, wishes, lacks }
}

/** All words of a message. */
export function wordsOf(message: Message | undefined): string {
  return (message?.blocks ?? []).map((block) => ('text' in block ? block.text : '')).join('\n')
}

export const outcomes = async (db: Db) => {
  const rows = await db.select().from(occurrences).orderBy(occurrences.dueAt)
  return rows.map(({ dueAt, outcome }) => `${iso(dueAt)} ${outcome}`)
}

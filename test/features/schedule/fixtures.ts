import { randomUUID } from 'node:crypto'
import type { Actor, ChannelRef, CommandEvent, CommandOptions, Message, Permission } from '#bot'
import type { Db } from '../../../src/db/client.ts'
import { occurrences } from '../../../src/db/schema.ts'
import { callerOf } from '../../../src/features/caller.ts'
import type { FeatureDeps } from '../../../src/features/feature.ts'
import type { ChallengeWish, Peers } from '../../../src/features/peers.ts'
import type { ScheduleChange } from '../../../src/features/schedule/change.ts'
import { schedule as feature, type ScheduleApi } from '../../../src/features/schedule/index.ts'
import { settings } from '../../../src/features/settings/index.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { content } from '../../support/content.ts'
import type { TestDatabase } from '../../support/database.ts'
import { type Driven, drive, featureDeps, NO_PEERS } from '../../support/features.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'

const texts = loadTexts()

export const T0 = Date.parse('2026-11-26T12:00:00Z')
export const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000', '')

/** A space of its own with two organisers and a member. */
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

/** A command as a platform passes it. */
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
  schedules: Omit<Driven<ScheduleApi>, 'add' | 'list' | 'change'> &
    Readonly<{
      add(event: CommandEvent, options: Parameters<ScheduleApi['add']>[2]): Promise<Message | undefined>
      list(event: CommandEvent): Promise<Message>
      change(event: CommandEvent, handle: string, wish: ScheduleChange): Promise<Message | undefined>
    }>
  /** `/settings time-zone:` */
  setTimeZone(event: CommandEvent, timeZone: string): Promise<Message>
  /** The challenges that were opened, committed or not, in order. */
  wishes: ChallengeWish[]
  /** The permissions that the platform reports as missing. */
  lacks: { now: () => Promise<readonly Permission[]> }
}>

type DeskOptions = Pick<FeatureDeps, 'clock'> &
  Readonly<{ database: Pick<TestDatabase, 'db' | 'listen'>; openChallenge?: Peers['challenge']['open'] }>

/** The feature with its real parts, except that challenges are only recorded. */
export function openDesk({ database: { db, listen }, clock, openChallenge }: DeskOptions): Desk {
  const wishes: ChallengeWish[] = []
  const lacks: Desk['lacks'] = { now: async () => [] }
  const platform = { ...scriptedPlatform('discord'), missing: () => lacks.now() }
  const challenge: Peers['challenge'] = {
    ...NO_PEERS.challenge,
    async open(tx, wish) {
      wishes.push(wish)
      return openChallenge ? openChallenge(tx, wish) : randomUUID()
    },
  }
  const parts = { db, listen, clock, content, texts, platforms: new Map([['discord', platform] as const]) }
  const deps = featureDeps({ ...parts, peers: { ...NO_PEERS, challenge } })
  const schedules = drive(feature, deps)
  const { change } = drive(settings, { ...deps, peers: { ...deps.peers, schedule: schedules } })
  return {
    schedules: {
      ...schedules,
      add: async (event, options) => schedules.add(event, await callerOf(deps, event), options),
      list: async (event) => schedules.list(await callerOf(deps, event)),
      change: async (event, handle, wish) =>
        schedules.change(event, await callerOf(deps, event), handle, wish),
    },
    setTimeZone: async (event, timeZone) => change(await callerOf(deps, event), { timeZone }),
    wishes,
    lacks,
  }
}

/** All words of a message. */
export function wordsOf(message: Message | undefined): string {
  return (message?.blocks ?? []).map((block) => ('text' in block ? block.text : '')).join('\n')
}

export const outcomes = async (db: Db) => {
  const rows = await db.select().from(occurrences).orderBy(occurrences.dueAt)
  return rows.map(({ dueAt, outcome }) => `${iso(dueAt)} ${outcome}`)
}

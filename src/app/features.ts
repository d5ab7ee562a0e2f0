import type { Logger } from 'pino'
import type { Handlers, Language, Listener, Platform, PlatformName } from '#bot'
import type { Content } from '../content/schema.ts'
import type { Db, Listen } from '../db/client.ts'
import type { AlarmHandler } from '../durable/alarms.ts'
import type { Clock } from '../durable/clock.ts'
import type { DeliveriesOptions, PictureRenderer } from '../durable/outbox/index.ts'
import type { Worker } from '../durable/worker.ts'
import { type ChallengeFlow, createChallenges } from '../features/challenge/flow.ts'
import { listPlacesOf as challengePlaces } from '../features/challenge/store.ts'
import { createGuide } from '../features/guide/flow.ts'
import { createLearn, type LearnFlow } from '../features/learn/flow.ts'
import { createMocks, type MockFlow } from '../features/mock/flow.ts'
import { listPlacesOf as mockPlaces } from '../features/mock/store.ts'
import { createProblems, type ProblemsFlow } from '../features/problems/flow.ts'
import { createSchedules, type ScheduleFlow } from '../features/schedule/flow.ts'
import { listSchedules, nextIn, nextOf, scheduleOf } from '../features/schedule/store.ts'
import { createSettings, type SettingsFlow } from '../features/settings/flow.ts'
import { createWhiteboard, type WhiteboardFlow } from '../features/whiteboard/flow.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Read } from './recovery.ts'

/** What commands get of the features. */
export type Context = Readonly<{
  challenges: ChallengeFlow
  learn: LearnFlow
  mocks: MockFlow
  problems: ProblemsFlow
  schedules: ScheduleFlow
  settings: SettingsFlow
  whiteboard: WhiteboardFlow
}>

type FeaturesDeps = Readonly<{
  db: Db
  listen: Listen
  clock: Clock
  content: Content
  /** A problem to copy, a text a language. */
  template: Readonly<Record<Language, string>>
  texts: Texts
  platforms: ReadonlyMap<PlatformName, Platform>
  renderer: PictureRenderer
  log: Logger
}>

/** All that the bot does, joined to each other. */
export type Features = Readonly<{
  context: Context
  handlers: readonly Handlers[]
  listeners: readonly Partial<Listener>[]
  alarms: Readonly<Record<string, AlarmHandler>>
  /** Reads what was missed on a platform. */
  catchUp: Read
  onDeadLetter: NonNullable<DeliveriesOptions['onDeadLetter']>
  /** Ends what the content at hand can't carry on; before anything else moves. */
  tidy(): Promise<void>
  /** Counts reactions where it is asked for, until it is stopped. */
  startRecounts(): Worker
}>

/** The problem of the guide's button. */
const FIRST_PROBLEM = 'fraud-detection'

export function createFeatures(deps: FeaturesDeps): Features {
  const { db, listen, clock, content, template, texts, platforms, renderer, log } = deps
  const settings = createSettings({
    db,
    texts,
    onTimeZone: (tx, groupId) => schedules.onTimeZone(tx, groupId),
  })
  const mocks = createMocks({ db, clock, content, texts, settings, platforms, log })
  const challenges = createChallenges({
    db,
    listen,
    clock,
    content,
    texts,
    settings,
    platforms,
    log,
    nextOf,
    nextIn,
    scheduleOf,
  })
  const schedules = createSchedules({
    db,
    clock,
    content,
    texts,
    settings,
    platforms,
    openChallenge: challenges.open,
    log,
  })
  /** The problems of which nobody may read the design now. */
  const closedIn = async (groupId: string) =>
    new Set([...(await mocks.underWay(groupId)), ...(await challenges.underWay(groupId))])
  const learn = createLearn({ content, texts, settings, renderer, closedIn })
  const problems = createProblems({
    db,
    clock,
    content,
    texts,
    settings,
    platforms,
    template,
    underWay: async (groupId, slug) => (await closedIn(groupId)).has(slug),
    usesOf: async (groupId, slug) => ({
      schedules: await listSchedules(db, groupId),
      challenges: await challengePlaces(db, groupId, slug),
      mocks: await mockPlaces(db, groupId, slug),
    }),
  })
  const whiteboard = createWhiteboard({ content, texts, settings, renderer, stageIn: mocks.stageIn })
  const guide = createGuide({ db, texts, settings, problem: FIRST_PROBLEM, openMock: mocks.open })

  return {
    context: { challenges, learn, mocks, problems, schedules, settings, whiteboard },
    handlers: [mocks, challenges, problems, guide, learn, settings, whiteboard],
    listeners: [mocks, challenges, guide, schedules],
    alarms: { ...mocks.alarms, ...challenges.alarms, ...schedules.alarms },
    async catchUp(platform, stopping) {
      await Promise.all([mocks.catchUp(platform, stopping), challenges.catchUp(platform, stopping)])
    },
    async onDeadLetter(stream, delivery, error) {
      await mocks.onDeadLetter(stream, delivery, error)
      await challenges.onDeadLetter(stream, delivery, error)
    },
    async tidy() {
      await Promise.all([mocks.tidy(), challenges.tidy(), schedules.tidy()])
    },
    startRecounts: challenges.startRecounts,
  }
}

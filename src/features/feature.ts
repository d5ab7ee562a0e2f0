import type { Logger } from 'pino'
import type {
  ActionEvent,
  AnswerMode,
  Block,
  FormEvent,
  GoneEvent,
  JoinedEvent,
  Language,
  MessageEvent,
  MessageRef,
  Platform,
  PlatformError,
  PlatformName,
  ReactionEvent,
  Reply,
} from '#bot'
import type { Content } from '../content/schema.ts'
import type { Db, Listen } from '../db/client.ts'
import type { AlarmHandler } from '../durable/alarms.ts'
import type { Attempts } from '../durable/attempts.ts'
import type { Clock } from '../durable/clock.ts'
import type { Delivery, PictureRenderer } from '../durable/outbox/index.ts'
import type { Worker } from '../durable/worker.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Caller } from './caller.ts'
import type { Peers } from './peers.ts'

/** All that a feature is built from; the same for each. */
export type FeatureDeps = Readonly<{
  db: Db
  listen: Listen
  clock: Clock
  content: Content
  texts: Texts
  /** A problem file to begin with, per language. */
  template: Readonly<Record<Language, string>>
  platforms: ReadonlyMap<PlatformName, Platform>
  renderer: PictureRenderer
  log: Logger
  /** Sets aside what fails again and again. */
  attempts: Attempts
  /** The features' questions to each other. To be called only after all features are created. */
  peers: Peers
}>

/** Handles a button or select. `answer` is sent to the platform first, before anything is read. */
export type ActionHandler = Readonly<{
  answer: AnswerMode
  run(event: ActionEvent, caller: Caller): Reply | Promise<Reply>
}>

/** Handles a submitted form. A form can't be answered with another form. */
export type FormHandler = Readonly<{
  answer: Exclude<AnswerMode, 'form'>
  run(event: FormEvent, caller: Caller): Reply | Promise<Reply>
}>

/** Hears events that nobody waits for. Each listener is told of all and picks its own. */
export type Listener = Readonly<{
  onMessage(event: MessageEvent): Promise<void>
  onReaction(event: ReactionEvent): Promise<void>
  /** Somebody removed others' reactions from a message. */
  onReactionsCleared(message: MessageRef): Promise<void>
  /** A thread, channel or space is no more. */
  onGone(place: GoneEvent['place']): Promise<void>
  /** The bot is in a space, perhaps for the first time. */
  onJoined(event: JoinedEvent): Promise<void>
}>

/** All that a feature can offer. Only `api` is required. */
export type Offers<Api> = Readonly<{
  /** Called by commands and other features. */
  api: Api
  /** Buttons and selects, by the names of their actions. */
  actions?: Readonly<Record<string, ActionHandler>>
  /** Forms, by the names of their actions. */
  forms?: Readonly<Record<string, FormHandler>>
  /** The feature's part of the bot's page for a member, where the platform has such a page. */
  home?(caller: Caller): Promise<readonly Block[]>
  listener?: Partial<Listener>
  /** Alarms, by their kinds. */
  alarms?: Readonly<Record<string, AlarmHandler>>
  /**
   * Reads what was missed on a platform, until it is told to stop.
   * @throws when something could not be read: the whole is tried again later
   */
  catchUp?(platform: PlatformName, stopping: AbortSignal): Promise<void>
  /** A delivery, of this or another feature, can never be sent. */
  onDeadLetter?(stream: string, delivery: Delivery, error: PlatformError): Promise<void>
  /** Brings stored state in line with the content at hand, before anything else moves it. */
  reconcile?(): Promise<void>
  /** Background work that runs until it is stopped. */
  startWorkers?(): readonly Worker[]
  /** Deletes what is kept only for a while; at the start and once a day. */
  housekeeping?(): Promise<void>
}>

/** The buttons and forms of a part of a feature. */
export type Handlers = Required<Pick<Offers<unknown>, 'actions' | 'forms'>>

/** One thing that the bot does. Each folder in src/features exports one, from its index.ts. */
export type Feature<Api = unknown> = Readonly<{
  /** The folder's name. */
  name: string
  create(deps: FeatureDeps): Offers<Api>
}>

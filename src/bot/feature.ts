import type { Reply } from './command.ts'
import type {
  ActionEvent,
  AnswerMode,
  FormEvent,
  GoneEvent,
  HomeEvent,
  JoinedEvent,
  MessageEvent,
  ReactionEvent,
} from './events.ts'
import type { Block } from './message.ts'
import type { MessageRef } from './refs.ts'

/** What a button or select does. `answer` says how, before anything is read: the platform is told first. */
export type ActionHandler = Readonly<{ answer: AnswerMode; run(event: ActionEvent): Promise<Reply> }>

/** What a submitted form does. It can't be answered with another form. */
export type FormHandler = Readonly<{
  answer: Exclude<AnswerMode, 'form' | 'replace'>
  run(event: FormEvent): Promise<Reply>
}>

/** A feature's handlers, by the names of the actions that raise them. */
export type Handlers = Readonly<{
  actions: Readonly<Record<string, ActionHandler>>
  forms: Readonly<Record<string, FormHandler>>
  /** What the feature has to show a member on the bot's page for them, where the service has one. */
  home?(event: Pick<HomeEvent, 'actor' | 'spaceLocale'>): Promise<readonly Block[]>
}>

/** What a feature hears without being asked; it listens to what concerns it. */
export type Listener = Readonly<{
  onMessage(event: MessageEvent): Promise<void>
  onReaction(event: ReactionEvent): Promise<void>
  /** Somebody removed reactions of others from a message. */
  onReactionsCleared(message: MessageRef): Promise<void>
  /** A thread, channel or space is no more. */
  onGone(place: GoneEvent['place']): Promise<void>
  /** The bot is in a space, perhaps for the first time. */
  onJoined(event: JoinedEvent): Promise<void>
}>

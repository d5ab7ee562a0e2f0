import type { BotEnv } from '../test/support/bot.ts'
import type { Difference } from './difference.ts'
import type { Ballot } from './mock/plan.ts'

/** A chat service: what people do there during a mock, and what the bot said there. */
export type Service = Readonly<{
  /** Its name as people write it. */
  title: string
  /** Environment variables by which a bot finds it. */
  /** The variables of the bot of this number. */
  envOf(bot: number): BotEnv
  addChannel(name: string): Place
  addPerson(name: string): Person
  /** From now on nothing goes wrong. */
  calm(): void
  /** Mistakes in the requests and in what stands there, regardless of what people did. */
  audit(): readonly Difference[]
  /** All requests, one line of JSON each. */
  requests(): readonly string[]
  stop(): Promise<void>
}>

/** How to start a service, and how much faster bot time runs there than real time. */
export type Kind<S extends Service = Service> = Readonly<{
  open(): Promise<S>
  speed: Readonly<{ short: number; full: number }>
}>

/** A channel or a thread. */
export type Place = Readonly<{
  id: string
  name: string
  /** The bot's messages that stand there, oldest first. */
  said: readonly Said[]
}>

/** A message of the bot's as people see it now. Texts are Markdown, with people as `<@id>` and times as `<t:seconds:style>`. */
export type Said = Readonly<{
  /** The texts it had, oldest first; the last one stands. */
  versions: readonly string[]
  text: string
  /** Labels, in order. */
  buttons: readonly string[]
  canPress(label: string): boolean
  /** The number of its delivery, and the part of it. */
  delivery: readonly [number, number] | undefined
  /** When it was posted, in milliseconds of real time. */
  at: number
  /** The thread on it, once there is one. */
  thread: Place | undefined
}>

/** A message that a person wrote. */
export type Written = Readonly<{ id: string }>

/** The outcome of an action; it grows while the bot goes on answering. */
export type Done = Readonly<{
  /** The service itself said that nothing came of it. */
  failed: boolean
  /** The private text that the person was told instead of an effect. */
  told: string
  /** The private answer that says this. */
  answer(text: string): Private | undefined
}>

/** A private answer, with what can be done in it. */
export type Private = Readonly<{
  press(label: string): Promise<Done>
  /** Opens a form by its button and sends it. @param onSent told when it is sent */
  fill(label: string, values: Readonly<Record<string, string>>, onSent: () => void): Promise<Done>
}>

/** The rubric, filled in. */
export type Sheet = Readonly<{
  send(): Promise<Done>
  /** It can't be sent any more: it has to be opened anew. */
  isGone(): boolean
}>

export type Scoring = Readonly<{
  /** The message by which it is opened. */
  card: () => Said | undefined
  ballot: Ballot
  /** There is no use in trying any more. */
  vain(): boolean
  patienceMs: number
}>

export type Person = Readonly<{
  id: string
  /** Types /mock. */
  gather(channel: Place, problem: string, minutes: number): Promise<Done>
  /** Presses a button for all to see. @throws Error where the service would not let them */
  press(on: Said, label: string): Promise<Done>
  say(thread: Place, text: string): Written
  rewrite(message: Written, text: string): void
  erase(message: Written): void
  /** Files a message under a stage by a reaction. @param stage from 0 */
  file(message: Written, stage: number): void
  unfile(message: Written, stage: number): void
  /** Opens the rubric and chooses. Undefined when it can't be had any more. */
  fillSheet(scoring: Scoring): Promise<Sheet | undefined>
}>
